// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

import java.util.Arrays;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearMemory;

/**
 * Blocks of the LZ4 format ("LZ4 Block Format Description", lz4 1.9): quick to make, quicker to read, and any
 * decoder of it can read what is made here.
 */
public final class Lz4 {
  private static final int MIN_MATCH = 4;
  /** "The last match must start at least 12 bytes before the end of block". */
  private static final int MATCH_START_LIMIT = 12;
  /** "The last 5 bytes of input are always literals". */
  private static final int LAST_LITERALS = 5;
  private static final int MAX_OFFSET = 0xffff;
  private static final int HASH_BITS = 13;
  private static final int HASH_MULTIPLIER = 0x9E37_79B1;
  /** After so many places without a match, as a power of two, every second is looked at, and so on. */
  private static final int PATIENCE_BITS = 6;
  /** What a length's half of the token holds when more bytes follow. */
  private static final int MORE = 15;
  private static final int BYTE = 0xff;

  /** Where some bytes of that hash were last, plus 1. */
  private final int[] last = new int[1 << HASH_BITS];
  private LinearMemory memory;
  private int start;
  private byte[] out;
  private int outLength;

  /**
   * Compresses {@code length} bytes from {@code address} on into {@code to}.
   *
   * @return how many bytes that takes; -1 if they have no room in {@code to}
   */
  public int compress(LinearMemory from, int address, int length, byte[] to) {
    from.checkRange(address, length);
    memory = from;
    start = address;
    out = to;
    outLength = 0;
    Arrays.fill(last, 0);
    int literals = 0;
    int at = 0;
    int misses = 1 << PATIENCE_BITS;
    while (at < length - MATCH_START_LIMIT) {
      int bytes = memory.getInt(start + at);
      int hash = bytes * HASH_MULTIPLIER >>> 32 - HASH_BITS;
      int before = last[hash] - 1;
      last[hash] = at + 1;
      if (before < 0 || at - before > MAX_OFFSET || memory.getInt(start + before) != bytes) {
        at += misses++ >>> PATIENCE_BITS;
        continue;
      }
      int match = MIN_MATCH + equalBytes(before + MIN_MATCH, at + MIN_MATCH, length - LAST_LITERALS);
      if (!sequence(literals, at, at - before, match)) {
        return -1;
      }
      at += match;
      literals = at;
      misses = 1 << PATIENCE_BITS;
    }
    return sequence(literals, length, 0, 0) ? outLength : -1;
  }

  private int equalBytes(int before, int at, int end) {
    int count = 0;
    while (at + count + Long.BYTES <= end) {
      long difference = memory.getLong(start + before + count) ^ memory.getLong(start + at + count);
      if (difference != 0) {
        return count + (Long.numberOfTrailingZeros(difference) >>> 3);
      }
      count += Long.BYTES;
    }
    while (at + count < end && memory.getByte(start + before + count) == memory.getByte(start + at + count)) {
      count++;
    }
    return count;
  }

  /** Puts out the bytes from {@code literals} to {@code end} and then a match, if there is one. */
  private boolean sequence(int literals, int end, int offset, int match) {
    int count = end - literals;
    int most = 1 + count / BYTE + 1 + count + 2 + match / BYTE + 1;
    if (most > out.length - outLength) {
      return false;
    }
    int matchCode = match == 0 ? 0 : match - MIN_MATCH;
    out[outLength++] = (byte) (Math.min(count, MORE) << 4 | Math.min(matchCode, MORE));
    rest(count);
    memory.read(start + literals, out, outLength, count);
    outLength += count;
    if (match > 0) {
      out[outLength++] = (byte) offset;
      out[outLength++] = (byte) (offset >>> 8);
      rest(matchCode);
    }
    return true;
  }

  /** What of a length does not fit into the token. */
  private void rest(int length) {
    if (length >= MORE) {
      int left = length - MORE;
      for (; left >= BYTE; left -= BYTE) {
        out[outLength++] = (byte) BYTE;
      }
      out[outLength++] = (byte) left;
    }
  }

  /** Whether {@code length} bytes of {@code from}, beginning at {@code at}, are a block of {@code size} bytes. */
  public static boolean isBlock(Blob from, int at, int length, int size) {
    return walk(from, at, length, null, 0, size);
  }

  /**
   * Decompresses {@code length} bytes of {@code from}, beginning at {@code at}, to {@code size} bytes from {@code
   * address} on.
   *
   * @throws BadStateException if they are no block of that size; then some of {@code to} may have been written
   */
  public static void decompress(Blob from, int at, int length, LinearMemory to, int address, int size) {
    to.checkRange(address, size);
    StateWalk.require(walk(from, at, length, to, address, size), "a damaged block");
  }

  /** @param to null to write nothing */
  private static boolean walk(Blob from, int at, int length, LinearMemory to, int address, int size) {
    Input in = new Input(from, at, at + length);
    int done = 0;
    while (in.left() > 0) {
      int token = in.next();
      int literals = in.length(token >>> 4, size - done);
      if (literals < 0 || literals > in.left()) {
        return false;
      }
      if (to != null) {
        from.copyTo(in.at, to, address + done, literals);
      }
      in.at += literals;
      done += literals;
      if (in.left() == 0) {
        return done == size;
      }
      if (in.left() < 2) {
        return false;
      }
      int offset = in.next() | in.next() << 8;
      int match = MIN_MATCH + in.length(token & MORE, size - done - MIN_MATCH);
      if (offset == 0 || offset > done || match < MIN_MATCH) {
        return false;
      }
      if (to != null) {
        repeat(to, address + done, offset, match);
      }
      done += match;
    }
    return false;
  }

  /** A block as it is read. */
  private static final class Input {
    private final Blob from;
    private final int end;
    private int at;

    Input(Blob from, int at, int end) {
      this.from = from;
      this.at = at;
      this.end = end;
    }

    int left() {
      return end - at;
    }

    int next() {
      return from.u8(at++);
    }

    /** The length that begins with half a token; -1 if it is cut off or more than {@code most}. */
    int length(int half, int most) {
      int length = half;
      boolean more = half == MORE;
      while (more && at < end && length <= most) {
        int next = next();
        length += next;
        more = next == BYTE;
      }
      return more || length > most ? -1 : length;
    }
  }

  /**
   * Copies {@code length} bytes from {@code offset} before {@code address}; they may be what it has just copied.
   */
  private static void repeat(LinearMemory memory, int address, int offset, int length) {
    int i = 0;
    if (offset >= Long.BYTES) {
      for (; i + Long.BYTES <= length; i += Long.BYTES) {
        memory.putLong(address + i, memory.getLong(address + i - offset));
      }
    }
    for (; i < length; i++) {
      memory.putByte(address + i, memory.getByte(address + i - offset));
    }
  }
}
