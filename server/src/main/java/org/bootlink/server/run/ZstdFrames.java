// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The frames of a zstd file. Some packers, such as pzstd, put skippable ones between those with content, which the
 * decoder doesn't know.
 *
 * <p>Specification: RFC 8878, "Zstandard Frames", "Blocks", "Skippable Frames".
 */
final class ZstdFrames {
  private static final int MAGIC = 0xfd2f_b528;
  private static final int SKIPPABLE_MAGIC = 0x184d_2a50;
  private static final int SKIPPABLE_MASK = ~0xf;
  private static final int SKIPPABLE_HEADER_BYTES = 8;
  private static final int MAGIC_BYTES = 4;
  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int CHECKSUM_BYTES = 4;
  private static final int SINGLE_SEGMENT = 0x20;
  private static final int CHECKSUM = 4;
  private static final int RLE_BLOCK = 1;
  /** By the descriptor's flags. */
  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

  private final ByteBuffer in;

  private ZstdFrames(byte[] bytes) {
    in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether a file that begins so is a zstd file. */
  static boolean areIn(byte[] bytes) {
    ZstdFrames frames = new ZstdFrames(bytes);
    return frames.magicAt(0) == MAGIC || frames.isSkippable(0);
  }

  /** Whether a file begins with a frame to skip, for which Linux doesn't know it as a zstd file. */
  static boolean startSkippable(byte[] bytes) {
    return new ZstdFrames(bytes).isSkippable(0);
  }

  /**
   * The frames with content, one after the other, and whatever is no frame or a damaged one, for the decoder to
   * refuse.
   */
  static byte[] withContent(byte[] bytes) {
    ZstdFrames frames = new ZstdFrames(bytes);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
    for (long at = 0, end; at < bytes.length; at = end) {
      boolean skippable = frames.isSkippable(at);
      end = skippable ? frames.endOfSkippable(at) : frames.endOfFrame(at);
      boolean whole = end <= bytes.length;
      if (!skippable || !whole) {
        kept.write(bytes, (int) at, (int) (Math.min(end, bytes.length) - at));
      }
    }
    return kept.toByteArray();
  }

  private boolean isSkippable(long at) {
    return (magicAt(at) & SKIPPABLE_MASK) == SKIPPABLE_MAGIC;
  }

  private int magicAt(long at) {
    return has(at, MAGIC_BYTES) ? in.getInt((int) at) : 0;
  }

  private long endOfSkippable(long at) {
    return has(at, SKIPPABLE_HEADER_BYTES)
        ? at + SKIPPABLE_HEADER_BYTES + Integer.toUnsignedLong(in.getInt((int) at + MAGIC_BYTES)) : Long.MAX_VALUE;
  }

  private long endOfFrame(long at) {
    if (magicAt(at) != MAGIC || !has(at, MAGIC_BYTES + 1)) {
      return Long.MAX_VALUE;
    }
    int descriptor = in.get((int) at + MAGIC_BYTES);
    long block = at + MAGIC_BYTES + 1 + headerFieldBytes(descriptor);
    for (boolean last = false; !last; ) {
      if (!has(block, BLOCK_HEADER_BYTES)) {
        return Long.MAX_VALUE;
      }
      int header = Short.toUnsignedInt(in.getShort((int) block)) | (in.get((int) block + 2) & 0xff) << 16;
      last = (header & 1) != 0;
      block += BLOCK_HEADER_BYTES + ((header >> 1 & 3) == RLE_BLOCK ? 1 : header >> 3);
    }
    return block + ((descriptor & CHECKSUM) != 0 ? CHECKSUM_BYTES : 0);
  }

  /** Window_Descriptor, Dictionary_ID, Frame_Content_Size */
  private static int headerFieldBytes(int descriptor) {
    boolean single = (descriptor & SINGLE_SEGMENT) != 0;
    int size = CONTENT_SIZE_BYTES[descriptor >> 6 & 3];
    return (single ? 0 : 1) + DICTIONARY_ID_BYTES[descriptor & 3] + (single && size == 0 ? 1 : size);
  }

  private boolean has(long at, int bytes) {
    return at <= in.limit() - bytes;
  }
}
