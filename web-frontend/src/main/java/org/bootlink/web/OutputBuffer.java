// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import org.bootlink.host.ConsoleSink;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/** Gathers terminal output in linear memory; the worker takes it after each slice, or when it is full. */
final class OutputBuffer implements ConsoleSink {
  static final int SIZE_BYTES = 1 << 16;

  private final LinearMemory memory;
  private final int address;
  private int length;

  OutputBuffer(LinearAllocator allocator) {
    memory = allocator.memory();
    address = allocator.allocate(SIZE_BYTES, 8);
  }

  @Override
  public void write(int value) {
    memory.putByte(address + length++, (byte) value);
    if (length == SIZE_BYTES) {
      flush();
    }
  }

  void flush() {
    if (length > 0) {
      Host.output(address, length);
      length = 0;
    }
  }
}
