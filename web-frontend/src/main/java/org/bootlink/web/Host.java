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
}
