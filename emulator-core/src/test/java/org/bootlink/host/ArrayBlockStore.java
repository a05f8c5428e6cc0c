// SPDX-License-Identifier: Apache-2.0
package org.bootlink.host;

import java.util.Arrays;
import org.bootlink.memory.LinearMemory;

/** A disk in an array, of zeros at first; what extends it says how each call ends. */
public abstract class ArrayBlockStore implements BlockStore {
  protected static final int SECTOR_BYTES = 512;

  public final byte[] bytes;
  public boolean readOnly;

  protected ArrayBlockStore(int sectors) {
    bytes = new byte[sectors * SECTOR_BYTES];
  }

  /** Gives it a pattern as its contents. */
  protected final void fill() {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 9));
    }
  }

  /**
   * How a call ends; unless it is DONE, nothing happens.
   *
   * @param transferred bytes between disk and memory
   */
  protected abstract Outcome outcome(int transferred);

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
    Outcome outcome = outcome(length);
    if (outcome == Outcome.DONE) {
      memory.write(address, bytes, Math.toIntExact(position), length);
    }
    return outcome;
  }

  @Override
  public Outcome write(long position, LinearMemory memory, int address, int length) {
    requireWritable();
    Outcome outcome = outcome(length);
    if (outcome == Outcome.DONE) {
      memory.read(address, bytes, Math.toIntExact(position), length);
    }
    return outcome;
  }

  @Override
  public Outcome zero(long position, long length) {
    requireWritable();
    Outcome outcome = outcome(0);
    if (outcome == Outcome.DONE) {
      int start = Math.toIntExact(position);
      Arrays.fill(bytes, start, start + Math.toIntExact(length), (byte) 0);
    }
    return outcome;
  }

  @Override
  public Outcome flush() {
    return outcome(0);
  }

  private void requireWritable() {
    if (readOnly) {
      throw new IllegalStateException("write to a read-only store");
    }
  }
}
