// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

/**
 * PMP entries over pieces of a run's page tables and scratch memory: TOR, NA4 and NAPOT, some over half a page
 * table entry. What the monitor needs stays open.
 *
 * <p>Page table entries may be written wherever they may be read: QEMU 7.2 updates their A and D without a look
 * at PMP.
 */
final class TableProtection {
  /** Where the entries' values lie in the run's page, behind its page table entries. */
  static final int VALUES = 2048;
  private static final int ENTRIES = 14;
  private static final int X = 4;

  static void fill(GuestMemory memory, long record, Rng rng) {
    PmpEntries entries = new PmpEntries(memory, record, Layout.table(record) + VALUES);
    for (int i = 0; i < ENTRIES; i += 2) {
      boolean ofTables = rng.oneIn(2);
      long size = 8L << rng.below(ofTables ? 3 : 6);
      long pa = (ofTables ? tableEntry(record, rng) : scratch(record, rng)) & -size;
      int permissions = ofTables
          ? rng.pick(0, X, PmpEntries.RWX, PmpEntries.RWX)
          : rng.pick(0, 1, 3, X, 5, PmpEntries.RWX);
      int matching = rng.pick(PmpEntries.TOR, PmpEntries.NA4, PmpEntries.NAPOT);
      boolean upperHalf = matching == PmpEntries.NA4 && rng.oneIn(2);
      entries.pair(i, matching, upperHalf ? pa + 4 : pa, size, permissions);
    }
  }

  private static long tableEntry(long record, Rng rng) {
    int index = switch (rng.below(6)) {
      case 0 -> PageTables.MEGAPAGE;
      case 1 -> PageTables.TO_PAGES;
      case 2 -> PageTables.GIGAPAGE + rng.below(2);
      case 3 -> PageTables.NAPOT + rng.below(16);
      default -> PageTables.FIRST_PAIR + rng.below(2 * PageTables.PAIRS);
    };
    return Layout.table(record) + 8 * index;
  }

  private static long scratch(long record, Rng rng) {
    return record + Layout.SCRATCH + 8 * rng.below(Layout.SCRATCH_SIZE / 8);
  }

  private TableProtection() {}
}
