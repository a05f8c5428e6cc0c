// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

/**
 * When code is worth translating.
 *
 * @param samplePeriod steps between two looks at a hart's pc
 * @param samplesUntilHot looks at untranslated code of a page after which it is translated
 * @param exitsPerSample times that translated code was left for code that is not translated, which count like
 *     one of these looks
 * @param batchPages pages that are translated at once, unless fewer have waited long enough
 * @param batchSamples looks that they wait
 */
public record TranslationPolicy(
    int samplePeriod, int samplesUntilHot, int exitsPerSample, int batchPages, int batchSamples) {
  /** For everyday use; a page is hot after about a million steps. */
  public static final TranslationPolicy ON = new TranslationPolicy(16_381, 64, 64, 8, 200);

  /** To test with: translates what it sees. */
  public static final TranslationPolicy FORCE = new TranslationPolicy(509, 1, 1, 1, 0);
}
