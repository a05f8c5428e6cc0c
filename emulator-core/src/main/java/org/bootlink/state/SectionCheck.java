// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

import org.bootlink.memory.LinearMemory;

/** The check of a section of a session's file: finds accidents, not malice. See docs/session-format.md. */
public final class SectionCheck {
  private final Xxh64 hash = new Xxh64();
  /** Bytes that don't make a word yet, the first lowest. */
  private long pending;
  private long length;

  public void add(int value) {
    int shift = (int) (length++ & 7) * 8;
    pending |= (value & 0xffL) << shift;
    if (shift == 56) {
      hash.add(pending);
      pending = 0;
    }
  }

  public void add(byte[] bytes) {
    for (byte b : bytes) {
      add(b);
    }
  }

  /** Adds {@code count} bytes of {@code source}. */
  public void add(ByteSource source, int start, int count) {
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      addWord(source.i64(start + i));
    }
    for (; i < count; i++) {
      add(source.u8(start + i));
    }
  }

  /** Adds {@code count} bytes of linear memory, a multiple of 8. */
  public void add(LinearMemory memory, int address, int count) {
    for (int i = 0; i < count; i += 8) {
      addWord(memory.getLong(address + i));
    }
  }

  /** The check of all bytes so far; nothing may be added afterwards. */
  public int value() {
    long bytes = length;
    while ((length & 7) != 0) {
      add(0);
    }
    hash.add(bytes);
    return (int) hash.value();
  }

  private void addWord(long word) {
    int shift = (int) (length & 7) * 8;
    hash.add(pending | word << shift);
    pending = shift == 0 ? 0 : word >>> 64 - shift;
    length += 8;
  }
}
