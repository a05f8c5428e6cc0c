// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.util.function.Consumer;
import org.bootlink.host.ReadOnlyStore;
import org.bootlink.memory.LinearMemory;

/** A disk that can only be read: what the kinds of them share. A failure is told to the user once. */
abstract class ReadOnlyDisk implements ReadOnlyStore {
  private final String name;
  private final long sizeBytes;
  private final Consumer<String> warnings;
  private boolean warned;

  /**
   * @param name for messages
   * @param warnings gets the line for the user when the disk first fails
   */
  ReadOnlyDisk(String name, long sizeBytes, Consumer<String> warnings) {
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.warnings = warnings;
  }

  /** Copies bytes that are on the disk. */
  abstract void copy(long position, LinearMemory memory, int address, int length) throws IOException;

  @Override
  public final long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public final Outcome read(long position, LinearMemory memory, int address, int length) {
    requireInside(position, length);
    try {
      copy(position, memory, address, length);
      return Outcome.DONE;
    } catch (IOException e) {
      if (!warned) {
        warned = true;
        warnings.accept("disk " + name + " can't be read: " + e.getMessage()
            + "; the guest is told of an I/O error");
      }
      return Outcome.FAILED;
    }
  }
}
