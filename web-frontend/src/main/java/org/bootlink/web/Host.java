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

  /** Appends {@code length} bytes to the file being handed over; they are copied before it returns. */
  @Import(module = "bootlink", name = "fileBytes")
  static native void fileBytes(int address, int length);

  /** Appends {@code length} bytes to the module being handed over; they are copied before it returns. */
  @Import(module = "bootlink", name = "moduleBytes")
  static native void moduleBytes(int address, int length);

  /** Instantiates the module handed over, on our memory and the table of functions; 1 if that worked. */
  @Import(module = "bootlink", name = "loadModule")
  static native int loadModule();

  /** Empties slots of the table. */
  @Import(module = "bootlink", name = "clearSlots")
  static native void clearSlots(int first, int count);

  /** Fills memory from the disk: 0 done, 1 not here yet, 2 failed. */
  @Import(module = "bootlink", name = "diskRead")
  static native int diskRead(int disk, double position, int address, int length);

  /** So much of the disk will be read next. */
  @Import(module = "bootlink", name = "diskExpect")
  static native void diskExpect(int disk, double position, double length);

  /** Files of changes: two for each disk. Here and below 1 is done, 0 failed. */
  @Import(module = "bootlink", name = "fileSize")
  static native double fileSize(int file);

  @Import(module = "bootlink", name = "fileRead")
  static native int fileRead(int file, double position, int address, int length);

  @Import(module = "bootlink", name = "fileWrite")
  static native int fileWrite(int file, double position, int address, int length);

  @Import(module = "bootlink", name = "fileTruncate")
  static native int fileTruncate(int file, double size);

  @Import(module = "bootlink", name = "fileFlush")
  static native int fileFlush(int file);

  /** Calls the function in slot 0 of the table. */
  @Import(module = "bootlink", name = "enter")
  static native void enter(int hartBase, int fetchTlb, int entry, long pageVa);
}
