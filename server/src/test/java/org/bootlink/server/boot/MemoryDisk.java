// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bootlink.host.ArrayBlockStore;

/** A disk in an array that has every so many calls wait, as one whose data comes over a network. */
public final class MemoryDisk extends ArrayBlockStore {
  private final int callsPerWait;
  private int calls;
  private int flushes;

  /**
   * @param callsPerWait every call whose number is a multiple of this waits
   */
  public MemoryDisk(int sizeBytes, int callsPerWait) {
    super(sizeBytes / SECTOR_BYTES);
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
  public Outcome flush() {
    Outcome outcome = super.flush();
    flushes += outcome == Outcome.DONE ? 1 : 0;
    return outcome;
  }

  @Override
  protected Outcome outcome(int transferred) {
    return ++calls % callsPerWait == 0 ? Outcome.AWAY : Outcome.DONE;
  }
}
