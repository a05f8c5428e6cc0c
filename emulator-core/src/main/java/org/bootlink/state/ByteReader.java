// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link ByteWriter} wrote, or what only looks like it: every length is checked before anything
 * is allocated.
 */
public final class ByteReader {
  private final ByteSource source;
  private final int end;
  private int at;

  public ByteReader(byte[] bytes) {
    this(ByteSource.of(bytes), 0, bytes.length);
  }

  /** Reads {@code source} from {@code start} to before {@code end}. */
  public ByteReader(ByteSource source, int start, int end) {
    this.source = source;
    this.at = start;
    this.end = end;
  }

  public int position() {
    return at;
  }

  public int left() {
    return end - at;
  }

  /** Goes on after {@code length} bytes. */
  public void skip(long length) {
    at += checked(length);
  }

  /** @throws BadStateException if anything is left */
  public void requireEnd() {
    StateWalk.require(at == end, left() + " bytes too many");
  }

  public int u8() {
    checked(1);
    return source.u8(at++);
  }

  public long i64() {
    checked(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value |= (long) source.u8(at++) << 8 * i;
    }
    return value;
  }

  public int i32() {
    checked(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value |= source.u8(at++) << 8 * i;
    }
    return value;
  }

  /** Any 64 bits. */
  public long unsigned() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int part = u8();
      value |= (part & 0x7fL) << shift;
      if (part < 0x80) {
        StateWalk.require(shift < 63 || part <= 1, "a number of more than 64 bits");
        return value;
      }
    }
    throw new BadStateException("a number of more than 64 bits");
  }

  public long signed() {
    long value = unsigned();
    return value >>> 1 ^ -(value & 1);
  }

  /** @param what it counts, for the message */
  public int count(String what, int max) {
    long value = unsigned();
    StateWalk.require(value >= 0 && value <= max, what + ": " + Long.toUnsignedString(value) + ", at most " + max);
    return (int) value;
  }

  public String text(int maxBytes) {
    return new String(bytes(count("length of a text", maxBytes)), StandardCharsets.UTF_8);
  }

  public byte[] bytes(int length) {
    byte[] bytes = new byte[checked(length)];
    source.read(at, bytes, 0, length);
    at += length;
    return bytes;
  }

  private int checked(long length) {
    if (length < 0 || length > left()) {
      throw new BadStateException("it ends too early");
    }
    return (int) length;
  }
}
