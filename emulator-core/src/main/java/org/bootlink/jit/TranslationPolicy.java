// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

/**
 * When code is worth translating.
 *
 * @param samplePeriod steps between two looks at a hart's pc
 * @param samplesUntilHot looks at untranslated code of a page after which it is seen what of it is hot
 * @param executionsUntilHot how often a region's instructions must have been executed, on average, to be hot
 * @param behindCalls whether a region goes on behind calls, and with the regions from which calls return to it, if
 *     these are not hot themselves: calls that stay in it cost less, and it is not made anew when they are
 * @param exitsPerSample times that translated code was left for the interpreter, the last of which counts like one
 *     of these looks
 * @param batchPages pages that are translated at once, unless fewer have waited long enough
 * @param batchSamples looks that they wait
 */
public record TranslationPolicy(int samplePeriod, int samplesUntilHot, int executionsUntilHot,
    boolean behindCalls, int exitsPerSample, int batchPages, int batchSamples) {
  /**
   * For everyday use. Translating an instruction costs a browser, whose compilers do most of that, as much as
   * executing it some ten thousand times does; but what was executed some thousand times is likely to go on.
   */
  public static final TranslationPolicy ON = new TranslationPolicy(16_381, 32, 6_000, true, 256, 8, 200);

  /** To test with: translates what it sees. */
  public static final TranslationPolicy FORCE = new TranslationPolicy(509, 1, 1, 1, 0);

  /** Instructions that entering a region and leaving it counts like, at least. */
  private static final int ENTERING = 8;

  /** What was seen once in a page that is hot is worth translating. */
  public TranslationPolicy(
      int samplePeriod, int samplesUntilHot, int exitsPerSample, int batchPages, int batchSamples) {
    this(samplePeriod, samplesUntilHot, 0, true, exitsPerSample, batchPages, batchSamples);
  }

  /** Whether code of so many instructions is hot if a hart was found in it so often. */
  boolean isHot(int samples, int instructions) {
    return samples > 0
        && (long) samples * samplePeriod >= (long) Math.max(instructions, ENTERING) * executionsUntilHot;
  }
}
