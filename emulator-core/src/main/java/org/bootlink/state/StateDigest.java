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
public final class StateDigest implements StateWalk {
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
  public boolean restores() {
    return false;
  }

  @Override
  public long value(long value) {
    hash.add(value);
    return value;
  }

  @Override
  public void memory(LinearMemory memory, int address, int length) {
    hash.add(memory, address, length);
  }

  /** Names of the parts, in their order. */
  public List<String> parts() {
    return List.copyOf(names);
  }

  /** The digest of part {@code index}. */
  public long part(int index) {
    return hashes.get(index).value();
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
