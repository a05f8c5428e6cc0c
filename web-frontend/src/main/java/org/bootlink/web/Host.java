// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import org.teavm.interop.Import;

/** What the worker's JavaScript supplies, as imports of module {@code bootlink}. */
final class Host {
  private Host() {}

  /** Milliseconds since an arbitrary start, with a fraction; never decreases. */
  @Import(module = "bootlink", name = "now")
  static native double now();

  /** Takes {@code length} bytes of terminal output; they are copied before it returns. */
  @Import(module = "bootlink", name = "output")
  static native void output(int address, int length);

  /** Appends {@code length} bytes to the module being handed over; they are copied before it returns. */
  @Import(module = "bootlink", name = "moduleBytes")
  static native void moduleBytes(int address, int length);

  /** Instantiates the module handed over, on our memory and the table of functions; 1 if that worked. */
  @Import(module = "bootlink", name = "loadModule")
  static native int loadModule();

  /** Empties slots of the table. */
  @Import(module = "bootlink", name = "clearSlots")
  static native void clearSlots(int first, int count);

  /** Calls the function in slot 0 of the table. */
  @Import(module = "bootlink", name = "enter")
  static native void enter(int hartBase, int fetchTlb, int entry, long pageVa);
}
