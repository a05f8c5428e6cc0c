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
  private long handedOver;

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
      handedOver += length;
      length = 0;
    }
  }

  /** What has not been handed over yet, which is from before the session. */
  byte[] take() {
    byte[] bytes = new byte[length];
    memory.read(address, bytes, 0, length);
    moved(0);
    return bytes;
  }

  /** How much the machine has put out since power-on, or since its snapshot. */
  long totalBytes() {
    return handedOver + length;
  }

  /** The machine has gone to where it had put out so much. */
  void moved(long totalBytes) {
    length = 0;
    handedOver = totalBytes;
  }
}
