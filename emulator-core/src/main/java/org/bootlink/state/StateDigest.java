// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.memory.LinearMemory;

/**
 * Makes a few bytes out of a machine's state, to see whether two machines are the same: two engines, two
 * browsers, a session and its replay. One hash per part tells in what they differ. It is no protection
 * against somebody who wants two different machines to look the same.
 */
public final class StateDigest implements StateSink {
  private static final int BYTES_PER_WORD = 8;

  private final List<String> names = new ArrayList<>();
  private final List<Xxh64> hashes = new ArrayList<>();
  private Xxh64 hash;

  @Override
  public void begin(String part) {
    hash = new Xxh64();
    names.add(part);
    hashes.add(hash);
  }

  @Override
  public void putLong(long value) {
    hash.add(value);
  }

  /** The last word is filled up with zeros. */
  @Override
  public void putBytes(byte[] bytes, int offset, int length) {
    for (int i = 0; i < length; i += BYTES_PER_WORD) {
      long word = 0;
      for (int j = i; j < Math.min(length, i + BYTES_PER_WORD); j++) {
        word |= (bytes[offset + j] & 0xffL) << 8 * (j - i);
      }
      hash.add(word);
    }
  }

  @Override
  public void putMemory(LinearMemory memory, int address, int length) {
    hash.add(memory, address, length);
  }

  /** The digest of all parts. */
  public long value() {
    Xxh64 all = new Xxh64();
    for (Xxh64 part : hashes) {
      all.add(part.value());
    }
    return all.value();
  }

  /** The digest of all parts, then each part's own: {@code 0123456789abcdef hart0:0123456789abcdef ...}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(hex(value()));
    for (int i = 0; i < names.size(); i++) {
      text.append(' ').append(names.get(i)).append(':').append(hex(hashes.get(i).value()));
    }
    return text.toString();
  }

  private static String hex(long value) {
    String digits = Long.toHexString(value);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
