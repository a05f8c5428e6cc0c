// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.isa.Insn;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;

/** A guest that writes functions, calls each a number of times, and writes others over them, without end. */
class EndlessChangeTest {
  private static final long FUNCTIONS = Vm.BASE + 0x4000;
  private static final int ADD_TO_A0 = Insn.ADDI.match() | A0 << 7 | A0 << 15;
  private static final int RETURN = Insn.JALR.match() | RA << 15;
  /** More stores than a page may take and still be code. */
  private static final int LENGTH = 20;
  private static final int PAGES_LOG2 = 2;

  /** One round writes one function, all {@code addi a0, a0, round}, and calls it. */
  private static Vm writingAndCalling(int calls) {
    return new Vm().load(a -> {
      a.li(S3, ADD_TO_A0).li(S4, RETURN).li(S6, FUNCTIONS).label("round");
      a.addi(S5, S5, 1).andi(T0, S5, 0x3ff).slli(T0, T0, 20).add(T1, S3, T0);
      a.andi(T0, S5, (1 << PAGES_LOG2) - 1).slli(T0, T0, 12).add(S0, S6, T0);
      a.mv(T2, S0).li(T3, LENGTH).label("write").sw(T1, 0, T2).addi(T2, T2, 4).addi(T3, T3, -1).bnez(T3, "write");
      a.sw(S4, 0, T2).li(T4, calls).label("call").jalr(RA, S0, 0).addi(T4, T4, -1).bnez(T4, "call").j("round");
    });
  }

  private static Lockstep run(int calls, int rounds, int mostSlots) {
    Lockstep lockstep = new Lockstep(() -> writingAndCalling(calls));
    int steps = calls * (LENGTH + 4);
    for (int round = 0; round < rounds; round++) {
      lockstep.step(steps, "round " + round);
      int slots = lockstep.counters().slotsInUse();
      assertTrue(slots <= mostSlots, slots + " functions are kept after round " + round);
    }
    lockstep.compareMemory("endless change");
    return lockstep;
  }

  @Test
  void whatIsKeptIsBoundedHoweverMuchWasTranslated() {
    int rounds = 300;
    int functions = (1 << PAGES_LOG2) + 8;
    TranslationCounters counters = run(150, rounds, functions).counters();
    assertTrue(counters.regions() > rounds / 2, "only " + counters.regions() + " were translated");
    assertEquals(0, counters.flushes(), "there was always room");
    assertEquals(counters.slotsInUse(), counters.regions() - counters.regionsDropped());
  }

  @Test
  void codeThatNeverLastsIsTranslatedEverMoreSeldom() {
    int rounds = 400;
    TranslationCounters counters = run(30, rounds, 20).counters();
    assertTrue(counters.regionsDropped() > 0);
    assertTrue(counters.regions() < rounds / 5, counters.regions() + " were translated in " + rounds + " rounds");
  }
}
