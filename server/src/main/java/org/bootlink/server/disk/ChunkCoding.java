// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.bootlink.server.site.Hashes;

/** How a chunk is stored: in zlib's format where that is shorter, else as it is. */
final class ChunkCoding {
  /** Less gain isn't worth the reader's work: images that are compressed themselves stay as they are. */
  private static final double WORTHWHILE = 0.97;

  private ChunkCoding() {}

  /** The bytes to store for {@code raw[0 .. length]}. */
  static byte[] encode(byte[] raw, int length) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(raw, 0, length);
      deflater.finish();
      byte[] encoded = new byte[length];
      int encodedLength = deflater.deflate(encoded);
      boolean worthwhile = deflater.finished() && encodedLength < length * WORTHWHILE;
      return worthwhile ? Arrays.copyOf(encoded, encodedLength) : Arrays.copyOf(raw, length);
    } finally {
      deflater.end();
    }
  }

  /**
   * The content of a stored chunk.
   *
   * @param length that the content must have
   * @param sha256 that it must have
   * @throws IOException if it hasn't
   */
  static byte[] decode(byte[] stored, int length, byte[] sha256) throws IOException {
    byte[] raw = stored.length == length ? stored : inflate(stored, length);
    if (!Arrays.equals(Hashes.newSha256().digest(raw), sha256)) {
      throw new IOException("a chunk is damaged: its SHA-256 is another one");
    }
    return raw;
  }

  private static byte[] inflate(byte[] stored, int length) throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stored);
      byte[] raw = new byte[length];
      int done = inflater.inflate(raw);
      if (done != length || (!inflater.finished() && inflater.inflate(new byte[1]) != 0)) {
        throw new IOException("a chunk is damaged: it has another length");
      }
      return raw;
    } catch (DataFormatException e) {
      throw new IOException("a chunk is damaged: it is not in zlib's format");
    } finally {
      inflater.end();
    }
  }
}
