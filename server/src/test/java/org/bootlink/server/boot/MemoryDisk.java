// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;

/** A disk in an array that has every so many calls wait, as one whose data comes over a network. */
public final class MemoryDisk implements BlockStore {
  private final byte[] bytes;
  private final int callsPerWait;
  private int calls;
  private int flushes;

  /**
   * @param callsPerWait every call whose number is a multiple of this waits
   */
  public MemoryDisk(int sizeBytes, int callsPerWait) {
    this.bytes = new byte[sizeBytes];
    this.callsPerWait = callsPerWait;
  }

  /** What is on it, as the guest sees it. */
  public ByteBuffer content() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How often what was written has been made durable. */
  public int flushes() {
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
  public Outcome read(long position, LinearMemory memory, int address, int length) {
    if (mustWait()) {
      return Outcome.AWAY;
    }
    memory.write(address, bytes, Math.toIntExact(position), length);
    return Outcome.DONE;
  }

  @Override
  public Outcome write(long position, LinearMemory memory, int address, int length) {
    if (mustWait()) {
      return Outcome.AWAY;
    }
    memory.read(address, bytes, Math.toIntExact(position), length);
    return Outcome.DONE;
  }

  @Override
  public Outcome zero(long position, long length) {
    if (mustWait()) {
      return Outcome.AWAY;
    }
    int start = Math.toIntExact(position);
    Arrays.fill(bytes, start, start + Math.toIntExact(length), (byte) 0);
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
    return ++calls % callsPerWait == 0;
  }
}
