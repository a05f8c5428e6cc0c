// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** {@link HotPage}s by their decoded pages: a map that is quick, for it is asked whenever translated code is left. */
final class HotPages {
  private static final int RECENT_LOG2 = 8;
  /** Spreads neighbours: 2^32 divided by the golden ratio. */
  private static final int SPREAD = 0x9e37_79b1;

  private final Map<Integer, HotPage> all = new HashMap<>();
  /** Those asked for last, one for each value of the hash. */
  private final HotPage[] recent = new HotPage[1 << RECENT_LOG2];

  /** The page decoded there, or null. */
  HotPage get(int decodedPage) {
    int index = decodedPage * SPREAD >>> Integer.SIZE - RECENT_LOG2;
    HotPage page = recent[index];
    if (page == null || page.decodedPage != decodedPage) {
      page = all.get(decodedPage);
      recent[index] = page;
    }
    return page;
  }

  void add(HotPage page) {
    all.put(page.decodedPage, page);
  }

  /** The page that was decoded there, or null. */
  HotPage remove(int decodedPage) {
    Arrays.fill(recent, null);
    return all.remove(decodedPage);
  }

  Collection<HotPage> all() {
    return all.values();
  }

  void clear() {
    Arrays.fill(recent, null);
    all.clear();
  }
}
