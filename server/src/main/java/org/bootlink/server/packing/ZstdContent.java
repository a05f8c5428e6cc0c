// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.packing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A zstd file without the frames that are to be skipped, which some packers, such as pzstd, put between those with
 * content and which the decoder doesn't know. What is no frame or a damaged one passes, for the decoder to refuse.
 *
 * <p>Specification: RFC 8878, "Zstandard Frames", "Blocks", "Skippable Frames".
 */
final class ZstdContent extends InputStream {
  private static final int MAGIC = 0xfd2f_b528;
  private static final int SKIPPABLE_MAGIC = 0x184d_2a50;
  private static final int SKIPPABLE_MASK = ~0xf;
  private static final int MAGIC_BYTES = 4;
  private static final int SIZE_BYTES = 4;
  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int CHECKSUM_BYTES = 4;
  private static final int REST_BYTES = 8192;
  private static final int SINGLE_SEGMENT = 0x20;
  private static final int CHECKSUM = 4;
  private static final int RLE_BLOCK = 1;
  /** By the descriptor's flags. */
  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

  private enum Next { FRAME, DESCRIPTOR, BLOCK, CHECKSUM, REST, END }

  private final InputStream in;
  /** A field that was read and has yet to be given on, from {@link #fieldAt} on. */
  private byte[] field = {};
  private int fieldAt;
  /** So many bytes pass behind it. */
  private long passing;
  private Next next = Next.FRAME;
  private boolean hasChecksum;

  ZstdContent(InputStream in) {
    this.in = in;
  }

  /** Whether a file that begins so is a zstd file. */
  static boolean isIn(byte[] head) {
    return magicOf(head) == MAGIC || startsSkippable(head);
  }

  /** Whether a file begins with a frame to skip. */
  static boolean startsSkippable(byte[] head) {
    return (magicOf(head) & SKIPPABLE_MASK) == SKIPPABLE_MAGIC;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (fieldAt == field.length && passing == 0) {
      if (next == Next.END) {
        return -1;
      }
      advance();
    }
    if (fieldAt < field.length) {
      int part = Math.min(length, field.length - fieldAt);
      System.arraycopy(field, fieldAt, bytes, offset, part);
      fieldAt += part;
      return part;
    }
    int part = in.read(bytes, offset, (int) Math.min(length, passing));
    passing -= Math.max(0, part);
    return part;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Reads the field that comes next. */
  private void advance() throws IOException {
    switch (next) {
      case FRAME -> {
        next = Next.REST;
        take(MAGIC_BYTES);
        if (startsSkippable(field)) {
          in.skipNBytes(Integer.toUnsignedLong(little(in.readNBytes(SIZE_BYTES))));
          field = new byte[0];
          next = Next.FRAME;
        } else if (magicOf(field) == MAGIC) {
          next = Next.DESCRIPTOR;
        }
      }
      case DESCRIPTOR -> {
        next = Next.BLOCK;
        take(1);
        int descriptor = little(field);
        hasChecksum = (descriptor & CHECKSUM) != 0;
        passing = headerFieldBytes(descriptor);
      }
      case BLOCK -> {
        take(BLOCK_HEADER_BYTES);
        int header = little(field);
        passing = (header >> 1 & 3) == RLE_BLOCK ? 1 : header >> 3;
        next = field.length < BLOCK_HEADER_BYTES ? Next.END : (header & 1) == 0 ? Next.BLOCK : Next.CHECKSUM;
      }
      case CHECKSUM -> {
        take(hasChecksum ? CHECKSUM_BYTES : 0);
        next = Next.FRAME;
      }
      default -> {
        take(REST_BYTES);
        next = field.length == 0 ? Next.END : Next.REST;
      }
    }
  }

  /** Fewer bytes at the file's end. */
  private void take(int bytes) throws IOException {
    field = in.readNBytes(bytes);
    fieldAt = 0;
  }

  /** Window_Descriptor, Dictionary_ID, Frame_Content_Size */
  private static int headerFieldBytes(int descriptor) {
    boolean single = (descriptor & SINGLE_SEGMENT) != 0;
    int size = CONTENT_SIZE_BYTES[descriptor >> 6 & 3];
    return (single ? 0 : 1) + DICTIONARY_ID_BYTES[descriptor & 3] + (single && size == 0 ? 1 : size);
  }

  /** An unsigned number of up to four bytes, of which those that aren't there count as zeros. */
  private static int little(byte[] bytes) {
    int value = 0;
    for (int i = 0; i < bytes.length; i++) {
      value |= (bytes[i] & 0xff) << 8 * i;
    }
    return value;
  }

  private static int magicOf(byte[] bytes) {
    return bytes.length < MAGIC_BYTES ? 0 : little(Arrays.copyOf(bytes, MAGIC_BYTES));
  }
}
