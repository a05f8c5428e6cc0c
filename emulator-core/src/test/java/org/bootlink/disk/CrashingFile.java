// SPDX-License-Identifier: Apache-2.0
package org.bootlink.disk;

import java.util.Arrays;
import org.bootlink.host.BlockFile;
import org.bootlink.memory.LinearMemory;

/** A file whose host stops working after so many bytes written, in the middle of a write if it comes so. */
final class CrashingFile implements BlockFile {
  /** Bytes that several files may still write together. */
  static final class Budget {
    long bytes = Long.MAX_VALUE;
  }

  private final Budget budget;
  byte[] bytes = {};

  CrashingFile(Budget budget) {
    this.budget = budget;
  }

  @Override
  public long sizeBytes() {
    return bytes.length;
  }

  @Override
  public boolean read(long position, LinearMemory memory, int address, int length) {
    memory.write(address, bytes, Math.toIntExact(position), length);
    return true;
  }

  @Override
  public boolean write(long position, LinearMemory memory, int address, int length) {
    int written = (int) Math.min(length, budget.bytes);
    budget.bytes -= written;
    int start = Math.toIntExact(position);
    if (start + written > bytes.length) {
      bytes = Arrays.copyOf(bytes, start + written);
    }
    memory.read(address, bytes, start, written);
    return written == length;
  }

  @Override
  public boolean truncate(long sizeBytes) {
    if (budget.bytes > 0 && sizeBytes < bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.toIntExact(sizeBytes));
    }
    return budget.bytes > 0;
  }

  @Override
  public boolean flush() {
    return budget.bytes > 0;
  }
}
