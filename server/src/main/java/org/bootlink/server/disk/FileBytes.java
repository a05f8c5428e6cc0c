// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Whole transfers between a file and an array; a channel alone may move less than it is asked to. */
final class FileBytes {
  private FileBytes() {}

  /**
   * Fills {@code target[0 .. length]} from {@code position} on.
   *
   * @throws EOFException if the file ends before
   */
  static void readFully(FileChannel channel, long position, byte[] target, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, 0, length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the file has become shorter");
      }
    }
  }

  /** Writes {@code source[0 .. length]} at {@code position}. */
  static void writeFully(FileChannel channel, long position, byte[] source, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(source, 0, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer, position + buffer.position());
    }
  }
}
