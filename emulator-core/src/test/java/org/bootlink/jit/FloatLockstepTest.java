// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.bootlink.isa.Csr;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;

/** Interpreter and translator side by side on floating-point and atomic instructions. */
class FloatLockstepTest {
  private static final int PROGRAMS = Integer.getInteger("lockstep.programs", 60);
  private static final long SEED = Long.getLong("lockstep.seed", 1);
  private static final long HANDLER = Vm.BASE + 0x4000;

  @Test
  void registersAndFlagsAreTheSameForAllOperandsModesAndFlags() {
    long entries = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      long seed = SEED + i;
      Lockstep lockstep = new Lockstep(() -> make(seed));
      lockstep.run(seed, "floating point", RandomFloatCode::restart);
      entries += lockstep.counters().entries();
    }
    assertTrue(entries > 20L * PROGRAMS, "translated code was entered only " + entries + " times");
  }

  private static Vm make(long seed) {
    Vm vm = new Vm();
    // Traps skip four bytes.
    vm.load(HANDLER, a -> a.csrrw(5, Csr.MSCRATCH, 5).csrr(5, Csr.MEPC).addi(5, 5, 4)
        .csrw(Csr.MEPC, 5).csrrw(5, Csr.MSCRATCH, 5).mret());
    vm.set(Csr.MTVEC).to(HANDLER);
    new RandomFloatCode(new Random(seed)).place(vm);
    return vm;
  }
}
