// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/** Where the worker puts bytes before it hands them over: typed text and the kernel command line. */
final class InputBuffer {
  static final int SIZE_BYTES = 1 << 16;

  private final LinearMemory memory;
  private final int address;

  InputBuffer(LinearAllocator allocator) {
    memory = allocator.memory();
    address = allocator.allocate(SIZE_BYTES, 8);
  }

  int address() {
    return address;
  }

  /** The first {@code length} bytes. */
  byte[] take(int length) {
    if (length < 0 || length > SIZE_BYTES) {
      throw new IllegalArgumentException("input of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    memory.read(address, bytes, 0, length);
    return bytes;
  }

  /** Puts bytes there for the worker; {@code length} at most {@link #SIZE_BYTES}. */
  void put(byte[] bytes, int offset, int length) {
    memory.write(address, bytes, offset, length);
  }

  /** The first {@code length} bytes, each one character (ISO 8859-1). */
  String takeText(int length) {
    byte[] bytes = take(length);
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = (char) (bytes[i] & 0xff);
    }
    return new String(text);
  }
}
