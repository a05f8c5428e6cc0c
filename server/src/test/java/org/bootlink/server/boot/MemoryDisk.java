// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import org.bootlink.host.BlockStore;

/** A disk in an array. Every so many accesses its data is away once, as over a network. */
final class MemoryDisk implements BlockStore {
  private final byte[] bytes;
  private final int accessesPerDelay;
  private int accesses;

  MemoryDisk(int sizeBytes, int accessesPerDelay) {
    this.bytes = new byte[sizeBytes];
    this.accessesPerDelay = accessesPerDelay;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public long sizeBytes() {
    return bytes.length;
  }

  @Override
  public boolean readOnly() {
    return false;
  }

  @Override
  public Outcome read(long position, byte[] target, int offset, int length) {
    if (isAway()) {
      return Outcome.AWAY;
    }
    System.arraycopy(bytes, Math.toIntExact(position), target, offset, length);
    return Outcome.DONE;
  }

  @Override
  public Outcome write(long position, byte[] source, int offset, int length) {
    if (isAway()) {
      return Outcome.AWAY;
    }
    System.arraycopy(source, offset, bytes, Math.toIntExact(position), length);
    return Outcome.DONE;
  }

  @Override
  public Outcome flush() {
    return isAway() ? Outcome.AWAY : Outcome.DONE;
  }

  private boolean isAway() {
    return ++accesses % accessesPerDelay == 0;
  }
}
