// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;

/** A disk that the worker has, to read only; its data may be on its way. */
final class WebDisk implements BlockStore {
  private final int number;
  private final long sizeBytes;

  /** @param number its place in the worker's list */
  WebDisk(int number, long sizeBytes) {
    this.number = number;
    this.sizeBytes = sizeBytes;
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public boolean readOnly() {
    return true;
  }

  @Override
  public Outcome read(long position, LinearMemory memory, int address, int length) {
    return switch (Host.diskRead(number, position, address, length)) {
      case 0 -> Outcome.DONE;
      case 1 -> Outcome.AWAY;
      default -> Outcome.FAILED;
    };
  }

  @Override
  public Outcome write(long position, LinearMemory memory, int address, int length) {
    throw new IllegalStateException("write to a read-only disk");
  }

  @Override
  public Outcome zero(long position, long length) {
    throw new IllegalStateException("write to a read-only disk");
  }

  @Override
  public Outcome flush() {
    return Outcome.DONE;
  }

  @Override
  public void expectRead(long position, long length) {
    Host.diskExpect(number, position, length);
  }
}
