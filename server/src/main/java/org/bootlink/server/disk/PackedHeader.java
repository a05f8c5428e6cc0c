// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bootlink.server.UserException;

/**
 * The first bytes of a packed disk image, little-endian.
 * <pre>
 *   0  magic          "BOOTDISK"
 *   8  version        u32  1
 *  12  chunkBytes     u32  a power of two, 4 KiB to 1 MiB
 *  16  sizeBytes      u64  of the disk, a multiple of 512
 *  24  storedChunks   u32
 *  28  tracedChunks   u32  how many stored chunks, from the first on, a boot reads, in its order
 *  32  indexSha256    32 bytes, of the index
 *  64  diskSha256     32 bytes, of the disk's content
 * </pre>
 *
 * <p>Specification: docs/disk-format.md.
 */
record PackedHeader(
    int chunkBytes, long sizeBytes, int storedChunks, int tracedChunks, byte[] indexSha256, byte[] diskSha256) {
  static final int BYTES = 96;
  static final int SECTOR_BYTES = 512;
  static final int MIN_CHUNK_BYTES = 4 << 10;
  static final int MAX_CHUNK_BYTES = 1 << 20;
  static final int HASH_BYTES = 32;
  static final int STORED_ENTRY_BYTES = 4 + HASH_BYTES;
  /** Bounds what a reader allocates before it has seen more than the header. */
  static final long MAX_INDEX_BYTES = 64 << 20;

  private static final byte[] MAGIC = "BOOTDISK".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  /** Whether a file that begins so is meant to be a packed disk image. */
  static boolean hasMagic(byte[] start) {
    return start.length >= MAGIC.length && ByteBuffer.wrap(start, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }

  /**
   * Reads and checks a header.
   *
   * @param bytes {@link #BYTES} or more
   * @throws UserException saying what is wrong with it
   */
  static PackedHeader parse(byte[] bytes) throws UserException {
    if (bytes.length < BYTES || !hasMagic(bytes)) {
      throw new UserException("is not a packed disk image");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
    int version = in.getInt();
    if (version != VERSION) {
      throw new UserException("is a packed disk image of version " + Integer.toUnsignedString(version)
          + "; this program knows version " + VERSION);
    }
    PackedHeader header = new PackedHeader(in.getInt(), in.getLong(), in.getInt(), in.getInt(),
        new byte[HASH_BYTES], new byte[HASH_BYTES]);
    in.get(header.indexSha256).get(header.diskSha256);
    header.check();
    return header;
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).putInt(VERSION)
        .putInt(chunkBytes).putLong(sizeBytes).putInt(storedChunks).putInt(tracedChunks).put(indexSha256)
        .put(diskSha256).array();
  }

  /** Chunks that the disk divides into; the last may be shorter than the others. */
  int diskChunks() {
    return (int) ((sizeBytes + chunkBytes - 1) / chunkBytes);
  }

  long indexBytes() {
    return 4L * diskChunks() + (long) STORED_ENTRY_BYTES * storedChunks;
  }

  int chunkLength(int diskChunk) {
    return (int) Math.min(chunkBytes, sizeBytes - (long) diskChunk * chunkBytes);
  }

  private void check() throws UserException {
    if (chunkBytes < MIN_CHUNK_BYTES || chunkBytes > MAX_CHUNK_BYTES || Integer.bitCount(chunkBytes) != 1) {
      throw new UserException("has chunks of " + Integer.toUnsignedString(chunkBytes)
          + " bytes; a power of two from " + MIN_CHUNK_BYTES + " to " + MAX_CHUNK_BYTES + " is possible");
    }
    if (sizeBytes <= 0 || sizeBytes % SECTOR_BYTES != 0
        || sizeBytes / chunkBytes > MAX_INDEX_BYTES / 4) {
      throw new UserException("holds a disk of " + Long.toUnsignedString(sizeBytes)
          + " bytes, which is not possible");
    }
    if (storedChunks < 0 || storedChunks > diskChunks() || tracedChunks < 0 || tracedChunks > storedChunks
        || indexBytes() > MAX_INDEX_BYTES) {
      throw new UserException("has a header that contradicts itself");
    }
  }
}
