// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.ByteArrayOutputStream;
import org.bootlink.memory.LinearMemory;
import org.bootlink.replay.ByteSink;

/** A snapshot's file in memory, as it is being written. */
final class SnapshotFile implements ByteSink {
  private static final int PIECE_BYTES = 1 << 16;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  byte[] toBytes() {
    return file.toByteArray();
  }

  @Override
  public void bytes(byte[] bytes) {
    file.writeBytes(bytes);
  }

  @Override
  public void memory(LinearMemory memory, int address, int length) {
    byte[] piece = new byte[PIECE_BYTES];
    for (int at = 0; at < length; at += PIECE_BYTES) {
      int part = Math.min(PIECE_BYTES, length - at);
      memory.read(address + at, piece, 0, part);
      file.write(piece, 0, part);
    }
  }
}
