// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.stream.IntStream;

/**
 * Which registers a program uses for what. Pointers are written by nothing but the program's start, so that
 * loads and stores stay in its scratch memory; a few others are used most, so that results meet again.
 */
final class Registers {
  private static final int SP = 2;

  private final Rng rng;
  /** Always points into scratch memory. */
  final int safePointer;
  /** One of x8 to x15. */
  final int lowPointer;
  final int otherPointer;
  final boolean spIsPointer;
  /** Points to the run's page tables, or -1. */
  final int tablePointer;
  /** Written by loops only. */
  final int[] counters;
  private final int[] favourites = new int[6];
  private final int[] floatFavourites = new int[6];

  Registers(Rng rng) {
    this(rng, false, 0);
  }

  /**
   * @param withTable whether one points to the run's page tables
   * @param counters how many count loops
   */
  Registers(Rng rng, boolean withTable, int counters) {
    this.rng = rng;
    this.spIsPointer = rng.oneIn(2);
    this.lowPointer = rng.between(8, 15);
    this.safePointer = unused(lowPointer);
    this.otherPointer = unused(safePointer);
    this.tablePointer = withTable ? unused(safePointer, otherPointer) : -1;
    this.counters = new int[counters];
    for (int i = 0; i < counters; i++) {
      this.counters[i] = unused(safePointer, otherPointer, i > 0 ? this.counters[0] : 0);
    }
    for (int i = 0; i < favourites.length; i++) {
      favourites[i] = writable(rng.between(5, 17));
      floatFavourites[i] = rng.below(32);
    }
  }

  private int unused(int... others) {
    int register = rng.between(3, 31);
    boolean taken = register == lowPointer;
    for (int other : others) {
      taken |= register == other;
    }
    return taken ? unused(others) : register;
  }

  private int writable(int register) {
    int candidate = register;
    while (isPointer(candidate)) {
      candidate = rng.between(1, 31);
    }
    return candidate;
  }

  boolean isPointer(int register) {
    return register == safePointer || register == lowPointer || register == otherPointer
        || register == tablePointer || spIsPointer && register == SP
        || IntStream.of(counters).anyMatch(counter -> counter == register);
  }

  /** A register to write to; x0 now and then. */
  int rd() {
    return rng.oneIn(8) ? writable(rng.below(32)) : favourites[rng.below(favourites.length)];
  }

  /** As {@link #rd}, but never x0. */
  int temporary() {
    return favourites[rng.below(favourites.length)];
  }

  int rs() {
    return rng.oneIn(4) ? rng.below(32) : favourites[rng.below(favourites.length)];
  }

  int f() {
    return rng.oneIn(4) ? rng.below(32) : floatFavourites[rng.below(floatFavourites.length)];
  }

  int pointer() {
    return switch (rng.below(spIsPointer ? 4 : 3)) {
      case 0 -> safePointer;
      case 1 -> lowPointer;
      case 2 -> otherPointer;
      default -> SP;
    };
  }

  /** Sets every pointer of a run. */
  void point(GuestMemory memory, long record, Rng values) {
    long middle = record + Layout.SCRATCH_MIDDLE;
    set(memory, record, safePointer, middle + (values.between(-16, 15) << 3));
    set(memory, record, lowPointer, any(middle - 128, values));
    set(memory, record, otherPointer, any(middle, values));
    if (spIsPointer) {
      long base = record + Layout.SCRATCH;
      set(memory, record, SP, values.oneIn(4) ? base - values.below(16) : base);
    }
  }

  private static long any(long good, Rng values) {
    return switch (values.below(12)) {
      case 0 -> BadAddresses.pick(values);
      case 1, 2, 3, 4 -> good + values.between(-128, 127);
      default -> good + (values.between(-16, 15) << 3);
    };
  }

  static void set(GuestMemory memory, long record, int register, long value) {
    memory.put64(record + Layout.X + 8 * register, value);
  }
}
