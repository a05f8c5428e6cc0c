// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

/**
 * A run's page tables, all levels in one page: each level is reached by its own entries of that page.
 *
 * <pre>
 *  entry  0    up to the next level, above the third
 *         2    1 GiB at 0x8000_0000, for S-mode: the monitor, the code and the records
 *        66    the same for U-mode, at USER_ALIAS
 *        18    a random megapage
 *        19    down to the lowest level
 *        32..  random pairs of pages: scratch memory, lower and upper half
 *        80..  16 times a 64 KiB NAPOT page
 *        96    a random gigapage
 *        97    down to the second level
 * </pre>
 */
final class PageTables {
  static final int FIRST_PAIR = 32;
  static final int PAIRS = 8;
  private static final int UP = 0;
  private static final int MONITOR = 2;
  private static final int USER = 66;
  static final int GIGAPAGE = 96;
  private static final int TO_MEGAPAGES = 97;
  static final int MEGAPAGE = 18;
  static final int TO_PAGES = 19;
  static final int NAPOT = 80;

  private static final int V = 1;
  private static final int RWX = 14;
  private static final int U = 16;
  private static final int A = 64;
  private static final int D = 128;

  private final GuestMemory memory;
  private final Rng rng;
  private final long table;
  private final long boundary;
  private final boolean memoryTypes;

  /** @param memoryTypes whether menvcfg.PBMTE is set */
  PageTables(GuestMemory memory, long record, Rng rng, boolean memoryTypes) {
    this.memoryTypes = memoryTypes;
    this.memory = memory;
    this.rng = rng;
    this.table = Layout.table(record);
    this.boundary = record + Layout.SCRATCH_MIDDLE;
  }

  /** Fills the tables; returns what {@code satp} has to be for {@code mode} 8, 9 or 10. */
  long fill(int mode) {
    put(UP, leaf(table, V));
    put(MONITOR, leaf(Layout.RAM, V | RWX | A | D));
    put(USER, leaf(Layout.RAM, V | RWX | U | A | D));
    put(GIGAPAGE, random(rng.oneIn(8) ? boundary : boundary & -(1L << 30)));
    put(TO_MEGAPAGES, pointer());
    put(MEGAPAGE, random(rng.oneIn(8) ? boundary : boundary & -(1L << 21)));
    put(TO_PAGES, pointer());
    for (int i = 0; i < PAIRS; i++) {
      put(FIRST_PAIR + 2 * i, random(boundary - 4096));
      put(FIRST_PAIR + 2 * i + 1, random(boundary));
    }
    // QEMU 7.2 updates A and D before it looks at the PPN.
    long napot = rng.oneIn(8)
        ? random((boundary & -(1L << 16)) + (rng.below(16) << 12)) | 1L << 63 | A | D
        : random((boundary & -(1L << 16)) + (8 << 12)) | 1L << 63;
    for (int i = 0; i < 16; i++) {
      put(NAPOT + i, napot);
    }
    return (long) mode << 60 | (rng.next() & 0xffff) << 44 | table >>> 12;
  }

  /** A virtual address that may lead to the middle of scratch memory. */
  static long target(Rng rng, long boundary) {
    long megapages = (long) TO_MEGAPAGES << 30;
    long va = switch (rng.below(10)) {
      case 0 -> ((long) GIGAPAGE << 30) + (boundary & (1L << 30) - 1);
      case 1 -> megapages + ((long) MEGAPAGE << 21) + (boundary & (1L << 21) - 1);
      case 2 -> megapages + ((long) TO_PAGES << 21) + (NAPOT << 12) + (boundary & 0xffff);
      default -> megapages + ((long) TO_PAGES << 21) + (FIRST_PAIR + 1 + 2 * rng.below(PAIRS) << 12);
    };
    return rng.oneIn(24) ? va ^ 1L << rng.between(38, 63) : va;
  }

  private void put(int index, long pte) {
    memory.put64(table + 8 * index, pte);
  }

  private static long leaf(long pa, long flags) {
    return pa >>> 12 << 10 | flags;
  }

  private long pointer() {
    long pte = leaf(table, V);
    return rng.oneIn(60) ? pte ^ rng.pick(V, U, A, D, 1L << 61, 1L << 63) : pte;
  }

  private long random(long pa) {
    long flags = rng.below(1024) | (rng.oneIn(16) ? 0 : V);
    if (rng.oneIn(2) || (flags & RWX) == 0) {
      // Without any of R, W and X it would point to a table, and scratch memory would be one.
      flags |= 2;
    }
    // QEMU 7.2 ignores reserved bits, Svpbmt's reserved value, and whether PBMTE allows its others.
    return leaf(pa, flags) | switch (rng.below(30)) {
      case 0 -> memoryTypes ? 1L << 61 : 0;
      case 1 -> memoryTypes ? 2L << 61 : 0;
      default -> 0;
    };
  }
}
