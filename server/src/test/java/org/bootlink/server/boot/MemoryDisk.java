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
  public boolean read(long position, byte[] target, int offset, int length) {
    if (isAway()) {
      return false;
    }
    System.arraycopy(bytes, Math.toIntExact(position), target, offset, length);
    return true;
  }

  @Override
  public boolean write(long position, byte[] source, int offset, int length) {
    if (isAway()) {
      return false;
    }
    System.arraycopy(source, offset, bytes, Math.toIntExact(position), length);
    return true;
  }

  @Override
  public boolean flush() {
    return !isAway();
  }

  private boolean isAway() {
    return ++accesses % accessesPerDelay == 0;
  }
}
