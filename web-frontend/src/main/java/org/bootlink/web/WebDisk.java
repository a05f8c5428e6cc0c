// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import org.bootlink.host.ReadOnlyStore;
import org.bootlink.memory.LinearMemory;

/** A disk that the worker has, to read only; its data may be on its way. */
final class WebDisk implements ReadOnlyStore {
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
  public Outcome read(long position, LinearMemory memory, int address, int length) {
    return switch (Host.diskRead(number, position, address, length)) {
      case 0 -> Outcome.DONE;
      case 1 -> Outcome.AWAY;
      default -> Outcome.FAILED;
    };
  }

  @Override
  public void expectRead(long position, long length) {
    Host.diskExpect(number, position, length);
  }
}
