// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;

/** A disk in an array, whose data can be away for a while. */
final class TestBlockStore implements BlockStore {
  final byte[] bytes;
  boolean readOnly;
  boolean zeroFreesRoom;
  /** How many more calls are answered before the data is away; negative for no limit. */
  int callsUntilAway = -1;
  /** Whether every call fails. */
  boolean fails;
  int flushes;
  /** Position and length of what was announced. */
  final List<List<Long>> expected = new ArrayList<>();
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
  public Outcome read(long position, LinearMemory memory, int address, int length) {
    Outcome outcome = outcome();
    if (outcome == Outcome.DONE) {
      longestTransfer = Math.max(longestTransfer, length);
      memory.write(address, bytes, Math.toIntExact(position), length);
    }
    return outcome;
  }

  @Override
  public Outcome write(long position, LinearMemory memory, int address, int length) {
    if (readOnly) {
      throw new IllegalStateException("write to a read-only store");
    }
    Outcome outcome = outcome();
    if (outcome == Outcome.DONE) {
      longestTransfer = Math.max(longestTransfer, length);
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
  public void expectRead(long position, long length) {
    expected.add(List.of(position, length));
  }

  @Override
  public boolean zeroFreesRoom() {
    return zeroFreesRoom;
  }

  @Override
  public Outcome flush() {
    Outcome outcome = outcome();
    flushes += outcome == Outcome.DONE ? 1 : 0;
    return outcome;
  }
}
