// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.Consumer;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Privilege;
import org.bootlink.testing.Assembler;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exceptions and interrupts in the middle of a region: what was done is done, and nothing more. */
class FaultInRegionTest {
  private static final long HANDLER = Vm.BASE + 0x4000;
  private static final long NEAR_THE_END = Vm.BASE + Vm.RAM_BYTES - 256;
  private static final int FS = 3 << 13;

  /** Accesses to where a1 points. */
  private enum Access {
    LOAD(a -> a.ld(A2, 0, A1)),
    STORE(a -> a.sd(A0, 0, A1)),
    BYTE(a -> a.lbu(A2, 7, A1)),
    AMO(a -> a.amoaddD(A2, A0, A1)),
    AMO_WORD(a -> a.amomaxuW(A2, A0, A1)),
    RESERVATION(a -> a.lrD(A2, A1).addi(A2, A2, 1).scD(A3, A2, A1)),
    STORE_CONDITIONAL(a -> a.scW(A3, A2, A1)),
    FLOAT_LOAD(a -> a.fld(1, 0, A1).faddD(2, 2, 1)),
    FLOAT_SINGLE_LOAD(a -> a.flw(1, 4, A1).fmulS(2, 2, 1)),
    FLOAT_STORE(a -> a.faddD(2, 2, 1).fsd(2, 0, A1));

    private final Consumer<Assembler> code;

    Access(Consumer<Assembler> code) {
      this.code = code;
    }
  }

  /**
   * A loop whose pointer goes over the end of RAM in steps that are odd for a while; the handler skips what
   * faults, remembers the fault, and puts the pointer back.
   */
  private static Vm make(Access access) {
    Vm vm = new Vm();
    vm.load(HANDLER, a -> a.csrr(T0, Csr.MEPC).add(S2, S2, T0).addi(T0, T0, 4).csrw(Csr.MEPC, T0)
        .csrr(T0, Csr.MTVAL).xor(S2, S2, T0).csrr(T0, Csr.MCAUSE).add(S2, S2, T0)
        .addi(S3, S3, 1).addi(A1, S0, 0).mret());
    vm.load(a -> {
      a.label("loop").addi(A0, A0, 3).xor(A4, A4, A0);
      access.code.accept(a);
      a.addi(A5, A5, 1).slli(A6, A5, 2).andi(T1, A5, 7).add(A1, A1, S1).bnez(T1, "loop");
      a.sub(A1, A1, S1).addi(A1, A1, 4).j("loop");
    });
    vm.set(Csr.MTVEC).to(HANDLER).set(Csr.MSTATUS).to(FS);
    return vm.set(S0, NEAR_THE_END).set(A1, NEAR_THE_END).set(S1, 8);
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void anAccessThatFaultsLeavesExactlyWhatCameBeforeIt(Access access) {
    Lockstep lockstep = new Lockstep(() -> make(access));
    Random random = new Random(access.ordinal());
    for (int slice = 0; slice < 1_500; slice++) {
      lockstep.step(1 + random.nextInt(random.nextInt(4) == 0 ? 120 : 11), access + " slice " + slice);
    }
    lockstep.compareMemory(access.toString());
    assertTrue(lockstep.plain().x(S3) > 10, "it never faulted");
    assertTrue(lockstep.counters().entries() > 100, "it was hardly translated");
  }

  /** The handler mends the pointer of a load in the middle of the loop's only block. */
  @Test
  void codeThatFaultsReturnToOftenGoesOnTranslated() {
    Lockstep lockstep = new Lockstep(() -> {
      Vm vm = new Vm();
      vm.load(HANDLER, a -> a.addi(A1, S0, 0).mret());
      vm.load(a -> a.label("loop").addi(A0, A0, 1).addi(A1, S1, 0).xor(A4, A4, A0).ld(A2, 0, A1).add(A3, A3, A0)
          .j("loop"));
      return vm.set(Csr.MTVEC).to(HANDLER).set(S0, Vm.DATA).set(S1, Vm.BASE + Vm.RAM_BYTES);
    });
    int slices = 50;
    for (int slice = 0; slice < slices; slice++) {
      lockstep.step(1_000, "warm-up " + slice);
    }
    long entriesBefore = lockstep.counters().entries();
    for (int slice = 0; slice < slices; slice++) {
      lockstep.step(1_000, "slice " + slice);
    }
    long entries = lockstep.counters().entries() - entriesBefore;
    assertTrue(entries < 10 * slices, entries + " entries in " + slices + " slices of 110 faults each");
  }

  /** S-mode calls M-mode, which makes a software interrupt of S-mode pend and returns. */
  @Test
  void anInterruptThatPendsWhenMretMakesItPossibleIsTakenAtOnce() {
    long supervisor = Vm.BASE + 0x6000;
    Lockstep lockstep = new Lockstep(() -> {
      Vm vm = new Vm();
      vm.load(HANDLER, a -> a.csrr(T0, Csr.MEPC).addi(T0, T0, 4).csrw(Csr.MEPC, T0)
          .li(T1, 2).csrrs(ZERO, Csr.MIP, T1).addi(A5, A5, 1).xor(A6, A6, A5).mret());
      vm.load(supervisor, a -> a.addi(A1, A1, 1).xor(A3, A3, A2).li(T1, 2).csrrc(ZERO, Csr.SIP, T1).sret());
      vm.load(a -> a.label("loop").addi(A0, A0, 1).ecall().addi(A2, A2, 3).add(A4, A4, A1).j("loop"));
      vm.set(Csr.MTVEC).to(HANDLER).set(Csr.STVEC).to(supervisor).set(Csr.MIDELEG).to(2);
      vm.set(Csr.MIE).to(2).set(Csr.MSTATUS).to(2);
      return vm.enter(Privilege.S, Vm.BASE);
    });
    Random random = new Random(5);
    for (int slice = 0; slice < 300; slice++) {
      lockstep.step(1 + random.nextInt(random.nextBoolean() ? 200 : 9), "slice " + slice);
    }
    assertTrue(lockstep.plain().x(A1) > 100, "no interrupt was taken");
    assertTrue(lockstep.counters().entries() > 100, "it was hardly translated");
  }

  @Test
  void floatingPointThatIsSwitchedOffTrapsAtTheFirstInstructionThatUsesIt() {
    Lockstep lockstep = new Lockstep(() -> {
      Vm vm = new Vm();
      // Switches it on again and has the instruction executed anew.
      vm.load(HANDLER, a -> a.li(T0, FS).csrrs(ZERO, Csr.MSTATUS, T0).addi(S3, S3, 1)
          .csrr(T0, Csr.MEPC).xor(S2, S2, T0).mret());
      vm.load(a -> a.label("loop").addi(A5, A5, 1).faddD(2, 2, 1).fcvtDW(3, A5).addi(A4, A4, 2).fmulD(1, 1, 3)
          .andi(T1, A5, 31).bnez(T1, "loop").csrrc(ZERO, Csr.MSTATUS, S0).j("loop"));
      return vm.set(Csr.MTVEC).to(HANDLER).set(S0, FS);
    });
    Random random = new Random(1);
    for (int slice = 0; slice < 600; slice++) {
      lockstep.step(1 + random.nextInt(40), "slice " + slice);
    }
    assertTrue(lockstep.plain().x(S3) > 10);
    assertTrue(lockstep.counters().entries() > 100);
  }

  @Test
  void anInterruptIsTakenAtWhicheverInstructionItComes() {
    Consumer<Assembler> program = a -> a.label("loop").addi(A0, A0, 1).ld(A1, 0, S0).add(A1, A1, A0)
        .sd(A1, 0, S0).fcvtDL(1, A1).faddD(2, 2, 1).amoaddD(A2, A0, S0).andi(T0, A0, 3).bnez(T0, "loop")
        .xor(A3, A3, A2).mul(A3, A3, A0).j("loop");
    for (int steps = 1; steps <= 48; steps++) {
      Lockstep lockstep = new Lockstep(() -> new Vm().load(program).set(S0, Vm.DATA)
          .set(Csr.MIE).to(-1).set(Csr.MSTATUS).to(FS | 1 << 3));
      lockstep.step(3_000, "before");
      lockstep.step(steps, "after " + steps);
      lockstep.both(vm -> vm.hart().interruptWire(Cause.MEI_BIT).set(true));
      lockstep.step(1 + steps % 3, "interrupt after " + steps);
      assertEquals(Cause.INTERRUPT | Cause.MEI_BIT, lockstep.plain().csr(Csr.MCAUSE));
      assertTrue(lockstep.counters().entries() > 0);
    }
  }
}
