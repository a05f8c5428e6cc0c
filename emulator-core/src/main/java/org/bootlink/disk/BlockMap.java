// SPDX-License-Identifier: Apache-2.0
package org.bootlink.disk;

/** For each block of a disk a number, 0 at first; memory is used for parts of the disk that have others. */
final class BlockMap {
  private static final int PAGE_SHIFT = 10;
  private static final int PAGE_BLOCKS = 1 << PAGE_SHIFT;

  private final int[][] pages;

  BlockMap(int blocks) {
    pages = new int[(blocks + PAGE_BLOCKS - 1) >>> PAGE_SHIFT][];
  }

  int get(int block) {
    int[] page = pages[block >>> PAGE_SHIFT];
    return page == null ? 0 : page[block & PAGE_BLOCKS - 1];
  }

  void set(int block, int value) {
    int[] page = pages[block >>> PAGE_SHIFT];
    if (page == null) {
      if (value == 0) {
        return;
      }
      page = new int[PAGE_BLOCKS];
      pages[block >>> PAGE_SHIFT] = page;
    }
    page[block & PAGE_BLOCKS - 1] = value;
  }

  /** The first block from {@code block} on that may have another number than 0; the map's end if none. */
  int skipUnset(int block) {
    int next = block;
    while (next >>> PAGE_SHIFT < pages.length && pages[next >>> PAGE_SHIFT] == null) {
      next = (next >>> PAGE_SHIFT) + 1 << PAGE_SHIFT;
    }
    return next;
  }
}
