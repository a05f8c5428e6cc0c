// SPDX-License-Identifier: Apache-2.0
package org.bootlink.wasm;

import java.util.Arrays;

/** A growing run of bytes, with WebAssembly's LEB128 numbers and names. */
class Bytes {
  private byte[] bytes = new byte[256];
  private int length;

  final int length() {
    return length;
  }

  final byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  final void u8(int value) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = (byte) value;
  }

  /** Unsigned LEB128. */
  final void unsigned(int value) {
    int left = value;
    while (left >>> 7 != 0) {
      u8(left & 0x7f | 0x80);
      left >>>= 7;
    }
    u8(left);
  }

  /** Signed LEB128, of 32 or 64 bits alike. */
  final void signed(long value) {
    long left = value;
    while (left >> 6 != left >> 63) {
      u8((int) left & 0x7f | 0x80);
      left >>= 7;
    }
    u8((int) left & 0x7f);
  }

  /** A name of ASCII characters. */
  final void name(String name) {
    unsigned(name.length());
    for (int i = 0; i < name.length(); i++) {
      u8(name.charAt(i));
    }
  }

  final void append(Bytes other) {
    if (length + other.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (length + other.length));
    }
    System.arraycopy(other.bytes, 0, bytes, length, other.length);
    length += other.length;
  }

  /** {@code other} behind its length. */
  final void appendSized(Bytes other) {
    unsigned(other.length);
    append(other);
  }
}
