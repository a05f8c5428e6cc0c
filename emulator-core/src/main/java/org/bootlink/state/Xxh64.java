// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

import org.bootlink.memory.LinearMemory;

/**
 * The hash XXH64 with seed 0, over a sequence of 64-bit words: what XXH64 gives for their bytes, the lowest
 * first. It finds accidental differences and is fast; whoever wants two inputs with the same hash can make
 * them.
 *
 * <p>Specification: Yann Collet, "xxHash fast digest algorithm", version 0.2.0, "XXH64 Algorithm
 * Description". Inputs are whole words here, so the steps for odd bytes at the end never apply.
 */
public final class Xxh64 {
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE_BYTES = 32;

  /** The accumulators after all whole stripes. */
  private long acc1 = PRIME_1 + PRIME_2;
  private long acc2 = PRIME_2;
  private long acc3;
  private long acc4 = -PRIME_1;
  /** The words of the stripe that is not whole yet. */
  private long word1;
  private long word2;
  private long word3;
  private long words;

  /** Appends a word. */
  public void add(long word) {
    switch ((int) words++ & 3) {
      case 0 -> word1 = word;
      case 1 -> word2 = word;
      case 2 -> word3 = word;
      default -> {
        acc1 = round(acc1, word1);
        acc2 = round(acc2, word2);
        acc3 = round(acc3, word3);
        acc4 = round(acc4, word);
      }
    }
  }

  /** Appends {@code length} bytes of linear memory, a multiple of 8. */
  public void add(LinearMemory memory, int address, int length) {
    int i = 0;
    while (i < length && (words & 3) != 0) {
      add(memory.getLong(address + i));
      i += 8;
    }
    int stripes = i + (length - i & -STRIPE_BYTES);
    addStripes(memory, address + i, stripes - i);
    for (i = stripes; i < length; i += 8) {
      add(memory.getLong(address + i));
    }
  }

  /** The hash of all words so far. */
  public long value() {
    long hash = words < 4 ? PRIME_5 : mergedAccumulators();
    hash += words * 8;
    int rest = (int) words & 3;
    if (rest > 0) {
      hash = mixWord(hash, word1);
    }
    if (rest > 1) {
      hash = mixWord(hash, word2);
    }
    if (rest > 2) {
      hash = mixWord(hash, word3);
    }
    hash = (hash ^ hash >>> 33) * PRIME_2;
    hash = (hash ^ hash >>> 29) * PRIME_3;
    return hash ^ hash >>> 32;
  }

  private void addStripes(LinearMemory memory, int address, int length) {
    long a1 = acc1;
    long a2 = acc2;
    long a3 = acc3;
    long a4 = acc4;
    for (int i = 0; i < length; i += STRIPE_BYTES) {
      a1 = round(a1, memory.getLong(address + i));
      a2 = round(a2, memory.getLong(address + i + 8));
      a3 = round(a3, memory.getLong(address + i + 16));
      a4 = round(a4, memory.getLong(address + i + 24));
    }
    acc1 = a1;
    acc2 = a2;
    acc3 = a3;
    acc4 = a4;
    words += length >> 3;
  }

  private long mergedAccumulators() {
    long hash = Long.rotateLeft(acc1, 1) + Long.rotateLeft(acc2, 7) + Long.rotateLeft(acc3, 12)
        + Long.rotateLeft(acc4, 18);
    hash = merge(hash, acc1);
    hash = merge(hash, acc2);
    hash = merge(hash, acc3);
    return merge(hash, acc4);
  }

  private static long round(long accumulator, long word) {
    return Long.rotateLeft(accumulator + word * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long accumulator) {
    return (hash ^ round(0, accumulator)) * PRIME_1 + PRIME_4;
  }

  private static long mixWord(long hash, long word) {
    return Long.rotateLeft(hash ^ round(0, word), 27) * PRIME_1 + PRIME_4;
  }
}
