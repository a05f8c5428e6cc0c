// SPDX-License-Identifier: Apache-2.0
package org.bootlink.host;

/**
 * The bytes behind a disk. Data may be away (still on its way over the network): then the machine stops
 * with its clock and asks again, so that a session stays deterministic.
 */
public interface BlockStore {
  /** Size in bytes, a multiple of 512; never changes. */
  long sizeBytes();

  boolean readOnly();

  /**
   * Copies {@code length} bytes from {@code position} on.
   *
   * @return false if not all of them are here yet; the target is then undefined and the host has begun
   *     to fetch them
   */
  boolean read(long position, byte[] target, int offset, int length);

  /**
   * Stores {@code length} bytes from {@code position} on; never called when {@link #readOnly}.
   *
   * @return false if it can't be done yet; the caller repeats it with the same bytes
   */
  boolean write(long position, byte[] source, int offset, int length);

  /**
   * Makes what was written durable.
   *
   * @return false if that is still under way; the caller asks again
   */
  boolean flush();
}
