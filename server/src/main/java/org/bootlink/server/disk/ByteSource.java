// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Bytes that are read piece by piece and don't change. */
public interface ByteSource extends Closeable {
  long sizeBytes();

  /**
   * The {@code length} bytes from {@code position} on.
   *
   * @throws IOException if they can't be read, or the source is shorter
   */
  byte[] read(long position, int length) throws IOException;

  @Override
  void close();

  /** A file. */
  static ByteSource of(Path file) throws IOException {
    return of(FileChannel.open(file, StandardOpenOption.READ));
  }

  /** A file that is open for reading, to be closed with the source. */
  static ByteSource of(FileChannel channel) throws IOException {
    long size;
    try {
      size = channel.size();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new ByteSource() {
      @Override
      public long sizeBytes() {
        return size;
      }

      @Override
      public byte[] read(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        FileBytes.readFully(channel, position, bytes, length);
        return bytes;
      }

      @Override
      public void close() {
        try {
          channel.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** A file by its URL; what another URL gives, such as that of a resource in a jar, all of it in memory. */
  static ByteSource of(URL url) throws IOException {
    if (url.getProtocol().equals("file")) {
      return of(Path.of(URI.create(url.toString())));
    }
    byte[] all;
    try (InputStream in = url.openStream()) {
      all = in.readAllBytes();
    }
    return new ByteSource() {
      @Override
      public long sizeBytes() {
        return all.length;
      }

      @Override
      public byte[] read(long position, int length) throws IOException {
        if (position > all.length - length) {
          throw new EOFException("the source has become shorter");
        }
        return Arrays.copyOfRange(all, (int) position, (int) position + length);
      }

      @Override
      public void close() {}
    };
  }
}
