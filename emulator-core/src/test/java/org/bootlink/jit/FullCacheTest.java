// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;

/**
 * More hot code than the table or what may be kept has room for: everything is dropped and begun anew, again and
 * again, and no state shows it.
 */
class FullCacheTest {
  /** With the caller's, one less than Vm decodes at a time. */
  private static final int PAGES = 6;
  private static final int FUNCTIONS_IN_PAGE = 3;
  private static final int FUNCTIONS = PAGES * FUNCTIONS_IN_PAGE;
  private static final int ROUNDS = 60;
  private static final int ROUND_STEPS = 5_000;
  private static final long FIRST_PAGE = Vm.BASE + 0x1000;

  /** Calls all functions in turn, each so often that it becomes hot; each counts something else. */
  private static Vm callingManyFunctions() {
    Vm vm = new Vm();
    for (int function = 0; function < FUNCTIONS; function++) {
      int number = function;
      vm.load(address(function), a -> {
        a.li(T1, 3).label("again").addi(A0, A0, 1 + number).xor(A1, A1, A0).slli(A2, A1, 1).add(A1, A1, A2);
        a.sd(A1, 8 * number, S2).ld(A3, 8 * number, S2).add(A0, A0, A3);
        a.addi(T1, T1, -1).bnez(T1, "again").jalr(ZERO, RA, 0);
      });
    }
    vm.load(a -> {
      a.li(S2, Vm.DATA).label("round");
      for (int function = 0; function < FUNCTIONS; function++) {
        String call = "call" + function;
        a.li(S0, address(function)).li(T4, 8).label(call).jalr(RA, S0, 0).addi(T4, T4, -1).bnez(T4, call);
      }
      a.j("round");
    });
    return vm;
  }

  private static long address(int function) {
    return FIRST_PAGE + 0x1000L * (function % PAGES) + 0x100L * (function / PAGES);
  }

  private static TranslationCounters run(int slots, int mostBytes) {
    Lockstep lockstep = new Lockstep(FullCacheTest::callingManyFunctions, slots, mostBytes);
    TranslationCounters counters = lockstep.counters();
    long stepsAtFirst = 0;
    for (int round = 0; round < ROUNDS; round++) {
      lockstep.step(ROUND_STEPS + round, "round " + round);
      if (counters.flushes() == 1 && stepsAtFirst == 0) {
        stepsAtFirst = counters.steps();
      }
      assertEquals(counters.slotsInUse(), counters.regions() - counters.regionsDropped());
      assertTrue(CodeCache.FIRST_SLOT + counters.slotsInUse() <= slots);
    }
    lockstep.compareMemory("more than there is room for");
    assertTrue(counters.steps() > 2 * stepsAtFirst,
        "translated code is executed after everything was dropped, too");
    return counters;
  }

  @Test
  void everythingIsDroppedAndBegunAnewWhenTheTableIsFull() {
    TranslationCounters counters = run(CodeCache.FIRST_SLOT + FUNCTIONS / 2, Integer.MAX_VALUE);
    assertTrue(counters.flushes() > 3, counters.flushes() + " times");
    assertTrue(counters.regions() > 3 * FUNCTIONS, "begun anew: " + counters.regions() + " regions");
  }

  @Test
  void everythingIsDroppedAndBegunAnewWhenTheBytesAreTooMany() {
    int enough = run(1000, Integer.MAX_VALUE).bytesInUse();
    TranslationCounters counters = run(1000, enough / 2);
    assertTrue(counters.flushes() > 3, counters.flushes() + " times");
    assertTrue(counters.bytesInUse() < enough, counters.bytesInUse() + " bytes of " + enough);
  }

  @Test
  void nothingIsDroppedWhileThereIsRoom() {
    assertEquals(0, run(1000, Integer.MAX_VALUE).flushes());
  }
}
