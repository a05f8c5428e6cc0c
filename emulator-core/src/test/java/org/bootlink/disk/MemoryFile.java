// SPDX-License-Identifier: Apache-2.0
package org.bootlink.disk;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.host.BlockFile;
import org.bootlink.memory.LinearMemory;

/** A file on the Java heap, for changes that end with the machine. */
public final class MemoryFile implements BlockFile {
  private static final int PIECE_BYTES = 1 << 18;

  private final List<byte[]> pieces = new ArrayList<>();
  private final long maxBytes;
  private long sizeBytes;

  /** @param maxBytes more is refused */
  public MemoryFile(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public boolean read(long position, LinearMemory memory, int address, int length) {
    for (int done = 0; done < length; ) {
      int offset = (int) ((position + done) % PIECE_BYTES);
      int part = Math.min(PIECE_BYTES - offset, length - done);
      memory.write(address + done, pieces.get((int) ((position + done) / PIECE_BYTES)), offset, part);
      done += part;
    }
    return true;
  }

  @Override
  public boolean write(long position, LinearMemory memory, int address, int length) {
    if (position + length > maxBytes) {
      return false;
    }
    while ((long) pieces.size() * PIECE_BYTES < position + length) {
      pieces.add(new byte[PIECE_BYTES]);
    }
    for (int done = 0; done < length; ) {
      int offset = (int) ((position + done) % PIECE_BYTES);
      int part = Math.min(PIECE_BYTES - offset, length - done);
      memory.read(address + done, pieces.get((int) ((position + done) / PIECE_BYTES)), offset, part);
      done += part;
    }
    sizeBytes = Math.max(sizeBytes, position + length);
    return true;
  }

  @Override
  public boolean truncate(long newSizeBytes) {
    sizeBytes = Math.min(sizeBytes, newSizeBytes);
    while ((long) (pieces.size() - 1) * PIECE_BYTES >= sizeBytes && !pieces.isEmpty()) {
      pieces.remove(pieces.size() - 1);
    }
    return true;
  }

  @Override
  public boolean flush() {
    return true;
  }
}
