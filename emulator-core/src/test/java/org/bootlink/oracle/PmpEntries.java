// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

/**
 * PMP entries of a run as the monitor reads them: pmpaddr0 to 15, pmpcfg0 and pmpcfg2, 8 bytes each. They come in
 * pairs, since a TOR entry begins where the entry before it says. The last one allows everything.
 */
final class PmpEntries {
  static final int OFF = 0;
  static final int TOR = 1;
  static final int NA4 = 2;
  static final int NAPOT = 3;
  static final int RWX = 7;
  private static final int A_SHIFT = 3;
  private static final int LAST = 15;
  private static final int CFG = 128;

  private final GuestMemory memory;
  private final long at;
  private final long[] cfg = new long[2];

  /** @param at physical address that they are put at */
  PmpEntries(GuestMemory memory, long record, long at) {
    this.memory = memory;
    this.at = at;
    memory.put64(record + Layout.IN_PMP, at);
    memory.put64(at + 8 * LAST, -1L >>> 10);
    set(LAST, RWX | NAPOT << A_SHIFT);
  }

  /**
   * Has an entry cover {@code size} bytes at {@code pa}, 4 if it is NA4.
   *
   * @param index of the pair's first entry, even
   * @param permissions R, W and X, and L if it is to be locked
   */
  void pair(int index, int matching, long pa, long size, int permissions) {
    memory.put64(at + 8 * index, pa >>> 2);
    memory.put64(at + 8 * index + 8, switch (matching) {
      case TOR -> pa + size >>> 2;
      case NAPOT -> (pa | size / 2 - 1) >>> 2;
      default -> pa >>> 2;
    });
    set(index + 1, permissions | matching << A_SHIFT);
  }

  private void set(int index, int bits) {
    cfg[index / 8] |= (long) bits << 8 * (index % 8);
    memory.put64(at + CFG + 8 * (index / 8), cfg[index / 8]);
  }
}
