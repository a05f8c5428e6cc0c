// SPDX-License-Identifier: Apache-2.0
package org.bootlink.host;

/**
 * The bytes behind a disk. Data may be away (still on its way over the network): then the machine stops
 * with its clock and asks again, so that a session stays deterministic. A failure of the host is told, not
 * thrown: the guest sees a disk that reports an I/O error, and goes on.
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

  /** Copies {@code length} bytes from {@code position} on; unless done, the target is then undefined. */
  Outcome read(long position, byte[] target, int offset, int length);

  /** Stores {@code length} bytes from {@code position} on; never called when {@link #readOnly}. */
  Outcome write(long position, byte[] source, int offset, int length);

  /** Makes what was written durable. */
  Outcome flush();
}
