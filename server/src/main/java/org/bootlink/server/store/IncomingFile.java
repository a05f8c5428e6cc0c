// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.bootlink.server.site.Hashes;

/** A content that a {@link FileStore} is receiving. */
final class IncomingFile implements ContentStore.Incoming {
  private final FileStore store;
  private final Path file;
  private final FileChannel channel;
  private final MessageDigest digest = Hashes.newSha256();

  /** @param file empty, and nobody else's */
  IncomingFile(FileStore store, Path file) throws IOException {
    this.store = store;
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    digest.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public ContentId commit() throws IOException, StoreFullException {
    channel.force(true);
    ContentId id = new ContentId(digest.digest());
    store.keep(file, id);
    return id;
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
