// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bootlink.server.UserException;
import org.bootlink.server.site.Hashes;

/**
 * Header and index of a packed disk image: where each of the disk's chunks is, and what it has to be.
 *
 * @param stored per chunk of the disk the number of the stored chunk, or {@link #ZEROS}
 * @param position per stored chunk where it begins in the file; one more entry for the end of the file
 * @param sha256 per stored chunk the hash of its content, uncompressed
 */
record PackedIndex(PackedHeader header, int[] stored, long[] position, byte[][] sha256) {
  static final int ZEROS = -1;

  /**
   * Reads and checks an index.
   *
   * @param index the {@link PackedHeader#indexBytes} bytes that follow the header
   * @throws UserException saying what is wrong with it
   */
  static PackedIndex parse(PackedHeader header, byte[] index) throws UserException {
    if (!Arrays.equals(Hashes.newSha256().digest(index), header.indexSha256())) {
      throw new UserException("is damaged: its index is not what its header says");
    }
    ByteBuffer in = ByteBuffer.wrap(index).order(ByteOrder.LITTLE_ENDIAN);
    int[] stored = new int[header.diskChunks()];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = in.getInt() - 1;
      if (stored[i] < ZEROS || stored[i] >= header.storedChunks()) {
        throw new UserException("has an index that names a chunk which is not there");
      }
    }
    long[] position = new long[header.storedChunks() + 1];
    byte[][] sha256 = new byte[header.storedChunks()][PackedHeader.HASH_BYTES];
    position[0] = PackedHeader.BYTES + header.indexBytes();
    for (int i = 0; i < sha256.length; i++) {
      int length = in.getInt();
      if (length < 1 || length > header.chunkBytes()) {
        throw new UserException("has a chunk of " + Integer.toUnsignedString(length) + " bytes");
      }
      position[i + 1] = position[i] + length;
      in.get(sha256[i]);
    }
    return new PackedIndex(header, stored, position, sha256);
  }

  int storedLength(int storedChunk) {
    return (int) (position[storedChunk + 1] - position[storedChunk]);
  }

  /** What names the disk's content and its packing: a session that uses the disk names it by this. */
  String identity() {
    return Hashes.sha256(header.toBytes());
  }
}
