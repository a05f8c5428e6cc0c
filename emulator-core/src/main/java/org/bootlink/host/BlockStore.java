// SPDX-License-Identifier: Apache-2.0
package org.bootlink.host;

import org.bootlink.memory.LinearMemory;

/**
 * The bytes behind a disk. Data may be away (still on its way over the network): then the machine stops
 * with its clock and asks again, so that a session stays deterministic. A failure of the host is told, not
 * thrown: the guest sees a disk that reports an I/O error, and goes on.
 *
 * <p>Positions and lengths are in bytes, need not be multiples of anything, and stay within the disk. Data
 * moves between the disk and linear memory, which is where the guest's RAM is.
 */
public interface BlockStore {
  /** What became of a call. */
  enum Outcome {
    DONE,
    /** Not yet; the host has begun, and the caller repeats the same call. */
    AWAY,
    /** The host can't do it and repeating it is no use; which bytes are moved is undefined. */
    FAILED
  }

  /** Size in bytes, a multiple of 512; never changes. */
  long sizeBytes();

  boolean readOnly();

  /** Copies {@code length} bytes from {@code position} on to {@code address}; undefined there unless done. */
  Outcome read(long position, LinearMemory memory, int address, int length);

  /** Stores {@code length} bytes of {@code address} at {@code position}; never called when {@link #readOnly}. */
  Outcome write(long position, LinearMemory memory, int address, int length);

  /** Sets {@code length} bytes to zero; never called when {@link #readOnly}. */
  Outcome zero(long position, long length);

  /** Makes what was written durable. */
  Outcome flush();

  /** Whether {@link #zero} is cheap and gives room back, so that a guest does well to tell what it frees. */
  default boolean zeroFreesRoom() {
    return false;
  }

  /** These bytes will be read next; a host whose data is away can begin to fetch all of them. */
  default void expectRead(long position, long length) {}

  /** @throws IndexOutOfBoundsException if the bytes are not all on the disk */
  default void requireInside(long position, long length) {
    long size = sizeBytes();
    if (position < 0 || length < 0 || position > size - length) {
      throw new IndexOutOfBoundsException(
          "disk of " + size + " bytes at 0x" + Long.toHexString(position) + ", " + length + " bytes");
    }
  }
}
