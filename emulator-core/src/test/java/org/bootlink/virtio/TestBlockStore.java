// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import org.bootlink.host.BlockStore;

/** A disk in an array, whose data can be away for a while. */
final class TestBlockStore implements BlockStore {
  final byte[] bytes;
  boolean readOnly;
  /** How many more calls are answered before the data is away; negative for no limit. */
  int callsUntilAway = -1;
  int flushes;
  int longestTransfer;

  TestBlockStore(int sectors) {
    bytes = new byte[sectors * 512];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 9));
    }
  }

  private boolean away() {
    if (callsUntilAway == 0) {
      return true;
    }
    callsUntilAway--;
    return false;
  }

  @Override
  public long sizeBytes() {
    return bytes.length;
  }

  @Override
  public boolean readOnly() {
    return readOnly;
  }

  @Override
  public boolean read(long position, byte[] target, int offset, int length) {
    if (away()) {
      return false;
    }
    longestTransfer = Math.max(longestTransfer, length);
    System.arraycopy(bytes, Math.toIntExact(position), target, offset, length);
    return true;
  }

  @Override
  public boolean write(long position, byte[] source, int offset, int length) {
    if (readOnly) {
      throw new IllegalStateException("write to a read-only store");
    }
    if (away()) {
      return false;
    }
    longestTransfer = Math.max(longestTransfer, length);
    System.arraycopy(source, offset, bytes, Math.toIntExact(position), length);
    return true;
  }

  @Override
  public boolean flush() {
    if (away()) {
      return false;
    }
    flushes++;
    return true;
  }
}
