// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

/** SplitMix64: bulk data that follows from a seed, so that a guest is small to print and to shrink. */
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
}
