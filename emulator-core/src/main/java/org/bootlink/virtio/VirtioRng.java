// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import org.bootlink.state.StateWalk;

/**
 * Entropy device. Its numbers are deterministic and not secret: they follow from the seed alone, because a
 * session must replay to the same bit, so anybody who has the session has them. Nothing that guards a real
 * secret may be made from them.
 *
 * <p>The generator is SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators",
 * OOPSLA 2014. A buffer gets at most 4,096 bytes; the device "MAY use less than the entire buffer length".
 *
 * <p>Specification: VIRTIO 1.2, section 5.4, "Entropy Device".
 */
public final class VirtioRng extends VirtioDevice {
  private static final int DEVICE_ID = 4;
  private static final int MAX_BYTES = 4096;
  private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;

  private long seed;
  /** Holds nothing between two calls. */
  private final byte[] piece = new byte[MAX_BYTES];
  private long state;

  public VirtioRng(long seed) {
    this.seed = seed;
    this.state = seed;
  }

  @Override
  int deviceId() {
    return DEVICE_ID;
  }

  @Override
  long features() {
    return 0;
  }

  @Override
  int queueCount() {
    return 1;
  }

  @Override
  void reset() {
    state = seed;
  }

  /** Host event: from now on its numbers follow from {@code newSeed}. */
  public void seed(long newSeed) {
    seed = newSeed;
    state = newSeed;
  }

  @Override
  void walkState(StateWalk walk) {
    seed = walk.value(seed);
    state = walk.value(state);
  }

  @Override
  long serve(int queue, Chain chain) {
    int length = (int) Math.min(MAX_BYTES, chain.writableBytes());
    long random = 0;
    for (int i = 0; i < length; i++) {
      random = (i & 7) == 0 ? next() : random >>> 8;
      piece[i] = (byte) random;
    }
    chain.write(0, piece, 0, length);
    return length;
  }

  private long next() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
    return z ^ z >>> 31;
  }
}
