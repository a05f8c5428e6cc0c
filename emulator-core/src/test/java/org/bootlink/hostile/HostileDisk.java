// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import java.util.Arrays;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;

/** A disk that the host is slow and unreliable with, in a fixed pattern. */
final class HostileDisk implements BlockStore {
  static final int SECTORS = 300;
  private static final int AWAY_EVERY = 5;
  private static final int FAILED_EVERY = 17;

  private final byte[] bytes = new byte[512 * SECTORS];
  private final boolean readOnly;
  private boolean reliable;
  private int calls;

  HostileDisk(boolean readOnly) {
    this.readOnly = readOnly;
  }

  /** Contents and pattern as in the beginning. */
  void restart(boolean isReliable) {
    reliable = isReliable;
    calls = 0;
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 9));
    }
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
  public Outcome read(long position, LinearMemory memory, int address, int length) {
    Outcome outcome = outcome();
    if (outcome == Outcome.DONE) {
      memory.write(address, bytes, Math.toIntExact(position), length);
    }
    return outcome;
  }

  @Override
  public Outcome write(long position, LinearMemory memory, int address, int length) {
    if (readOnly) {
      throw new IllegalStateException("write to a read-only disk");
    }
    Outcome outcome = outcome();
    if (outcome == Outcome.DONE) {
      memory.read(address, bytes, Math.toIntExact(position), length);
    }
    return outcome;
  }

  @Override
  public Outcome zero(long position, long length) {
    Outcome outcome = outcome();
    if (outcome == Outcome.DONE) {
      int start = Math.toIntExact(position);
      Arrays.fill(bytes, start, start + Math.toIntExact(length), (byte) 0);
    }
    return outcome;
  }

  @Override
  public Outcome flush() {
    return outcome();
  }

  private Outcome outcome() {
    calls++;
    if (reliable) {
      return Outcome.DONE;
    }
    return calls % AWAY_EVERY == 0 ? Outcome.AWAY : calls % FAILED_EVERY == 0 ? Outcome.FAILED : Outcome.DONE;
  }
}
