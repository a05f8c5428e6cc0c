// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import org.bootlink.host.BlockStore;

/** A disk in an array, whose data can be away for a while. */
final class TestBlockStore implements BlockStore {
  final byte[] bytes;
  boolean readOnly;
  /** How many more calls are answered before the data is away; negative for no limit. */
  int callsUntilAway = -1;
  /** Whether every call fails. */
  boolean fails;
  int flushes;
  int longestTransfer;

  TestBlockStore(int sectors) {
    bytes = new byte[sectors * 512];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 9));
    }
  }

  private Outcome outcome() {
    if (fails) {
      return Outcome.FAILED;
    }
    if (callsUntilAway == 0) {
      return Outcome.AWAY;
    }
    callsUntilAway--;
    return Outcome.DONE;
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
  public Outcome read(long position, byte[] target, int offset, int length) {
    Outcome outcome = outcome();
    if (outcome == Outcome.DONE) {
      longestTransfer = Math.max(longestTransfer, length);
      System.arraycopy(bytes, Math.toIntExact(position), target, offset, length);
    }
    return outcome;
  }

  @Override
  public Outcome write(long position, byte[] source, int offset, int length) {
    if (readOnly) {
      throw new IllegalStateException("write to a read-only store");
    }
    Outcome outcome = outcome();
    if (outcome == Outcome.DONE) {
      longestTransfer = Math.max(longestTransfer, length);
      System.arraycopy(source, offset, bytes, Math.toIntExact(position), length);
    }
    return outcome;
  }

  @Override
  public Outcome flush() {
    Outcome outcome = outcome();
    flushes += outcome == Outcome.DONE ? 1 : 0;
    return outcome;
  }
}
