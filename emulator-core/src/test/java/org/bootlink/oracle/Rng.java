// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

/** SplitMix64: the same numbers for the same seed on every Java. */
final class Rng {
  private long state;

  Rng(long seed) {
    this.state = seed;
  }

  long next() {
    state += 0x9e37_79b9_7f4a_7c15L;
    long z = state;
    z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
    return z ^ z >>> 31;
  }

  /** 0 to {@code bound} - 1. */
  int below(int bound) {
    return (int) ((next() >>> 33) % bound);
  }

  /** {@code first} to {@code last}, both included. */
  int between(int first, int last) {
    return first + below(last - first + 1);
  }

  /** True once in {@code n} times. */
  boolean oneIn(int n) {
    return below(n) == 0;
  }

  int pick(int... values) {
    return values[below(values.length)];
  }

  long pick(long... values) {
    return values[below(values.length)];
  }

  <T> T pick(java.util.List<T> values) {
    return values.get(below(values.size()));
  }
}
