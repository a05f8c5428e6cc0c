// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.bootlink.isa.Csr;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;

/** Interpreter and translator side by side on random programs, looked at after slices of any length. */
class LockstepTest {
  private static final int PROGRAMS = Integer.getInteger("lockstep.programs", 30);
  private static final long SEED = Long.getLong("lockstep.seed", 1);
  private static final long HANDLER = Vm.BASE + 0x4000;

  @Test
  void everyStateAfterEverySliceIsTheSame() {
    long entries = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      entries += compare(SEED + i, false);
    }
    assertTrue(entries > 20L * PROGRAMS, "translated code was entered only " + entries + " times");
  }

  @Test
  void codeThatChangesItselfIsTheSame() {
    for (int i = 0; i < PROGRAMS; i++) {
      compare(1_000_000 + SEED + i, true);
    }
  }

  @Test
  void loopsNestedVeryDeepAreLeftToTheInterpreter() {
    long[] sums = new long[2];
    for (int i = 0; i < 2; i++) {
      Vm vm = new Vm();
      TranslationCounters counters = i == 0 ? null : vm.translate(new TranslationPolicy(97, 1, 1, 1, 0));
      vm.load(a -> {
        for (int loop = 0; loop < 200; loop++) {
          a.label("l" + loop).addi(A0, A0, 1);
        }
        for (int loop = 199; loop >= 0; loop--) {
          a.addi(A1, A1, -1).bnez(A2, "l" + loop);
        }
        a.j("l0");
      });
      vm.step(40_000);
      sums[i] = vm.x(A0);
      assertTrue(counters == null || counters.tooDeep() > 0);
    }
    assertEquals(sums[0], sums[1]);
  }

  private static long compare(long seed, boolean changesItself) {
    Lockstep lockstep = new Lockstep(() -> make(seed, changesItself));
    lockstep.run(seed, "program", RandomCode::restart);
    return lockstep.counters().entries();
  }

  private static Vm make(long seed, boolean changesItself) {
    Random random = new Random(seed);
    Vm vm = new Vm();
    // Traps skip four bytes.
    vm.load(HANDLER, a -> a.csrrw(T0, Csr.MSCRATCH, T0).csrr(T0, Csr.MEPC).addi(T0, T0, 4)
        .csrw(Csr.MEPC, T0).csrrw(T0, Csr.MSCRATCH, T0).mret());
    vm.set(Csr.MTVEC).to(HANDLER);
    vm.set(Csr.MSTATUS).to((random.nextInt(4) == 0 ? 0L : 3L) << 13);
    new RandomCode(random, changesItself).place(vm);
    return vm;
  }
}
