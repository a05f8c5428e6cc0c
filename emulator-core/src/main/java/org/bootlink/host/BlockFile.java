// SPDX-License-Identifier: Apache-2.0
package org.bootlink.host;

import org.bootlink.memory.LinearMemory;

/** A file of the host's that a disk keeps its changes in. False from any method: the host can't. */
public interface BlockFile {
  long sizeBytes();

  /** Copies {@code length} bytes from {@code position} on, all inside the file, to {@code address}. */
  boolean read(long position, LinearMemory memory, int address, int length);

  /** Stores {@code length} bytes at {@code position}, which is at most {@link #sizeBytes}. */
  boolean write(long position, LinearMemory memory, int address, int length);

  /** Cuts the file off at {@code sizeBytes}. */
  boolean truncate(long sizeBytes);

  /** Makes all that was written durable. */
  boolean flush();
}
