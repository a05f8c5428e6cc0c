// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.bootlink.server.UserException;

/** A packed disk image, opened: its index is checked, and each chunk when it is read. */
public final class PackedFile implements Closeable {
  private final ByteSource source;
  private final PackedIndex index;

  private PackedFile(ByteSource source, PackedIndex index) {
    this.source = source;
    this.index = index;
  }

  public static PackedFile open(Path file) throws UserException, IOException {
    return open(file.toString(), ByteSource.of(file));
  }

  /**
   * Opens what {@code source} holds, and takes it over.
   *
   * @param name for messages
   * @throws UserException if it is no packed disk image, or a damaged one
   */
  public static PackedFile open(String name, ByteSource source) throws UserException, IOException {
    try {
      if (source.sizeBytes() < PackedHeader.BYTES) {
        throw new UserException("is not a packed disk image");
      }
      PackedHeader header = PackedHeader.parse(source.read(0, PackedHeader.BYTES));
      if (header.indexBytes() > source.sizeBytes() - PackedHeader.BYTES) {
        throw new UserException("is truncated: its index is not whole");
      }
      PackedIndex index =
          PackedIndex.parse(header, source.read(PackedHeader.BYTES, (int) header.indexBytes()));
      long end = index.position()[header.storedChunks()];
      if (end != source.sizeBytes()) {
        throw new UserException("has " + source.sizeBytes() + " bytes instead of " + end);
      }
      return new PackedFile(source, index);
    } catch (UserException e) {
      source.close();
      throw new UserException("disk " + name + " " + e.getMessage());
    } catch (IOException e) {
      source.close();
      throw e;
    }
  }

  PackedIndex index() {
    return index;
  }

  /** See {@link PackedIndex#identity}. */
  public String identity() {
    return index.identity();
  }

  public long sizeBytes() {
    return index.header().sizeBytes();
  }

  /**
   * The content of one of the disk's chunks.
   *
   * @throws IOException if it can't be read or is damaged
   */
  byte[] chunk(int diskChunk) throws IOException {
    int length = index.header().chunkLength(diskChunk);
    int stored = index.stored()[diskChunk];
    if (stored == PackedIndex.ZEROS) {
      return new byte[length];
    }
    byte[] bytes = source.read(index.position()[stored], index.storedLength(stored));
    return ChunkCoding.decode(bytes, length, index.sha256()[stored]);
  }

  @Override
  public void close() {
    source.close();
  }
}
