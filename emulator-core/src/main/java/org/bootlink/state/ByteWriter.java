// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow: numbers in as few bytes as they need (LEB128), texts, other bytes. */
public final class ByteWriter {
  private byte[] bytes = new byte[256];
  private int size;

  public int size() {
    return size;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  public void u8(int value) {
    makeRoom(1);
    bytes[size++] = (byte) value;
  }

  /** Eight bytes, the lowest first. */
  public void i64(long value) {
    makeRoom(8);
    for (int i = 0; i < 8; i++) {
      bytes[size++] = (byte) (value >>> 8 * i);
    }
  }

  /** Four bytes, the lowest first. */
  public void i32(int value) {
    makeRoom(4);
    for (int i = 0; i < 4; i++) {
      bytes[size++] = (byte) (value >>> 8 * i);
    }
  }

  /** An unsigned number: seven bits in each byte, the lowest first, bit 7 set in all but the last. */
  public void unsigned(long value) {
    makeRoom(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** A signed number n as the unsigned one 2n, or -2n - 1 if it is negative. */
  public void signed(long value) {
    unsigned(value << 1 ^ value >> 63);
  }

  /** UTF-8, its length in bytes before it. */
  public void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    unsigned(utf8.length);
    bytes(utf8, 0, utf8.length);
  }

  public void bytes(byte[] source, int offset, int length) {
    makeRoom(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  private void makeRoom(int length) {
    if (length > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, length), (int) Math.min(2L * size, 1 << 30)));
    }
  }
}
