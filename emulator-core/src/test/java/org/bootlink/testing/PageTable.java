// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

/** Page tables in a {@link Vm}'s RAM. */
public final class PageTable {
  public static final int V = 1;
  public static final int R = 2;
  public static final int W = 4;
  public static final int X = 8;
  public static final int U = 16;
  public static final int A = 64;
  public static final int D = 128;
  /** A leaf that S-mode may use in every way. */
  public static final int RWX = V | R | W | X | A | D;

  private static final int SV39_LEVELS = 3;

  private final Vm vm;
  private final int levels;
  private long next = Vm.TABLES;

  /** @param levels 3 for Sv39, 4 for Sv48, 5 for Sv57 */
  public PageTable(Vm vm, int levels) {
    this.vm = vm;
    this.levels = levels;
    newTable();
  }

  /** Value of satp that selects these tables. */
  public long satp() {
    return (8L + levels - SV39_LEVELS) << 60 | Vm.TABLES >>> 12;
  }

  /** Maps the 4 KiB page of {@code va} by a PTE of {@code flags}; returns the PTE's address. */
  public long map(long va, long pa, long flags) {
    return map(va, pa, flags, 0);
  }

  /** Maps by a leaf at {@code level}, 0 for 4 KiB; returns the PTE's address. */
  public long map(long va, long pa, long flags, int level) {
    long pte = pteAddress(va, level);
    vm.ram().writeI64(pte, pa >>> 12 << 10 | flags);
    return pte;
  }

  /** Address of the PTE for {@code va} at {@code level}; tables on the way are made. */
  public long pteAddress(long va, int level) {
    long table = Vm.TABLES;
    for (int i = levels - 1; i > level; i--) {
      long pte = slot(table, va, i);
      if (vm.ram().readI64(pte) == 0) {
        vm.ram().writeI64(pte, newTable() >>> 12 << 10 | V);
      }
      table = vm.ram().readI64(pte) >>> 10 << 12;
    }
    return slot(table, va, level);
  }

  private static long slot(long table, long va, int level) {
    return table + (va >>> 12 + 9 * level & 511) * 8;
  }

  private long newTable() {
    long table = next;
    next += 4096;
    return table;
  }
}
