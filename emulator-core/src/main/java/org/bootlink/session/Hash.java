// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

import java.util.Arrays;

/** A SHA-256, which hosts compute; the core only compares. */
public final class Hash {
  public static final int BYTES = 32;
  private static final String DIGITS = "0123456789abcdef";

  private final byte[] bytes;

  /** @param bytes {@link #BYTES} of them */
  public Hash(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a SHA-256 of " + bytes.length + " bytes");
    }
    this.bytes = bytes.clone();
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower-case hexadecimal. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(DIGITS.charAt(b >> 4 & 15)).append(DIGITS.charAt(b & 15));
    }
    return text.toString();
  }
}
