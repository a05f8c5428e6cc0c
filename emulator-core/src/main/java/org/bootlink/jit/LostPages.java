// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

/**
 * Remembers how often physical pages lost their translations because their code was changed, beyond the time
 * that they are known as code. Of pages that share a place only the last is remembered.
 */
final class LostPages {
  private static final int PLACES = 1024;
  /** More losses than that make no difference. */
  private static final int MOST_LOSSES = 6;
  private static final int PAGE_SHIFT = 12;

  private final long[] pages = new long[PLACES];
  private final int[] losses = new int[PLACES];

  /** How often the page at {@code pa} lost its translations, as far as is remembered: 0 to 6. */
  int losses(long pa) {
    int place = place(pa);
    return pages[place] == pa ? losses[place] : 0;
  }

  /**
   * The page at {@code pa}, which was translated, is forgotten as code.
   *
   * @param lost how often it lost its translations since it became known; if never, one loss is forgiven
   */
  void note(long pa, int lost) {
    int now = losses(pa) + (lost == 0 ? -1 : lost);
    if (now >= 0) {
      int place = place(pa);
      pages[place] = pa;
      losses[place] = Math.min(now, MOST_LOSSES);
    }
  }

  private static int place(long pa) {
    return (int) (pa >>> PAGE_SHIFT) & PLACES - 1;
  }
}
