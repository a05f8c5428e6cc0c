// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bootlink.host.BlockStore;

/** A disk in an array that has every few calls wait, as one whose data comes over a network. */
final class MemoryDisk implements BlockStore {
  private static final int CALLS_BETWEEN_WAITS = 5;

  private final byte[] bytes;
  private int calls;
  private int flushes;

  MemoryDisk(int mebibytes) {
    bytes = new byte[mebibytes << 20];
  }

  /** What is on it, as the guest sees it. */
  ByteBuffer content() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How often what was written has been made durable. */
  int flushes() {
    return flushes;
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
    if (mustWait()) {
      return Outcome.AWAY;
    }
    System.arraycopy(bytes, Math.toIntExact(position), target, offset, length);
    return Outcome.DONE;
  }

  @Override
  public Outcome write(long position, byte[] source, int offset, int length) {
    if (mustWait()) {
      return Outcome.AWAY;
    }
    System.arraycopy(source, offset, bytes, Math.toIntExact(position), length);
    return Outcome.DONE;
  }

  @Override
  public Outcome flush() {
    if (mustWait()) {
      return Outcome.AWAY;
    }
    flushes++;
    return Outcome.DONE;
  }

  private boolean mustWait() {
    return ++calls % CALLS_BETWEEN_WAITS == 0;
  }
}
