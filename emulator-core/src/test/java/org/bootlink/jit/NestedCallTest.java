// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.isa.Csr;
import org.bootlink.isa.Insn;
import org.bootlink.isa.Privilege;
import org.bootlink.testing.PageTable;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A region that calls goes on behind the call only where the guest really is. */
class NestedCallTest {
  private static final int STEPS = 12_000;
  private static final long FUNCTION = Vm.BASE + 0x2000;
  private static final long HANDLER = Vm.BASE + 0x4000;

  /** The sum of 0 to n by recursion, deeper than the host's stack allows. */
  @Test
  void recursionMayBeAsDeepAsTheGuestLikes() {
    Lockstep lockstep = new Lockstep(() -> {
      Vm vm = new Vm().load(a -> a.label("again").and(A0, S1, S2).addi(S1, S1, 77).jalr(RA, S3, 0)
          .add(A5, A5, A0).j("again"));
      vm.load(FUNCTION, a -> a.label("sum").bnez(A0, "more").ret().label("more").addi(SP, SP, -16).sd(RA, 0, SP)
          .sd(A0, 8, SP).addi(A0, A0, -1).call("sum").ld(A1, 8, SP).ld(RA, 0, SP).addi(SP, SP, 16).add(A0, A0, A1)
          .ret());
      return vm.set(S2, 0x3fff).set(S3, FUNCTION).set(SP, Vm.BASE + 0xc_0000);
    });
    lockstep.runInSlices(STEPS, 900, "recursion");
    for (int i = 0; i < 5; i++) {
      lockstep.both(vm -> vm.hart().setPc(Vm.BASE));
      lockstep.both(vm -> vm.set(S1, 0x3fff).set(SP, Vm.BASE + 0xc_0000));
      lockstep.step(400_000, "deep recursion " + i);
    }
    lockstep.compareMemory("deep recursion");
  }

  @Test
  void aFunctionMayReturnElsewhere() {
    new Lockstep(() -> {
      Vm vm = new Vm().load(a -> a.label("again").addi(A0, A0, 1).jalr(RA, S3, 0).addi(A1, A1, 1)
          .xor(A2, A2, A1).addi(A3, A3, 3).add(A4, A4, A2).j("again"));
      vm.load(FUNCTION, a -> a.andi(T0, A0, 7).bnez(T0, "back").addi(RA, RA, 4).andi(T0, A0, 8).bnez(T0, "back")
          .addi(RA, RA, 8).label("back").add(A5, A5, RA).ret());
      return vm.set(S3, FUNCTION);
    }).runInSlices(STEPS, 900, "other returns");
  }

  @Test
  void aCallerWhosePageTheFunctionStoredIntoGoesOnAsItsCodeNowSays() {
    int plus2 = Insn.ADDI.match() | A1 << 7 | A1 << 15 | 2 << 20;
    int plus1 = Insn.ADDI.match() | A1 << 7 | A1 << 15 | 1 << 20;
    Lockstep lockstep = new Lockstep(() -> {
      Vm vm = new Vm().load(a -> a.la(S0, "changed").label("again").addi(A0, A0, 1).jalr(RA, S3, 0)
          .label("changed").addi(A1, A1, 1).xor(A2, A2, A1).j("again"));
      vm.load(FUNCTION, a -> a.andi(T0, A0, 63).bnez(T0, "back").sw(S1, 0, S0).mv(T1, S1).mv(S1, S2).mv(S2, T1)
          .label("back").addi(A5, A5, 1).ret());
      return vm.set(S3, FUNCTION).set(S1, plus2).set(S2, plus1);
    });
    lockstep.runInSlices(STEPS, 900, "a changed caller");
    assertTrue(lockstep.counters().regionsDropped() > 0);
  }

  /** How a function that has changed the PTE of its caller's page makes that come true. */
  private enum Remap {
    /** Forgets the old translation. */
    FENCE,
    /** And fetches from the new page. */
    FENCE_AND_FETCH,
    /** Fetches from another page that needs the TLB's entry. */
    RIVAL,
    /** Likewise, but from another address of the caller's own page. */
    ALIAS
  }

  @ParameterizedTest
  @EnumSource(Remap.class)
  void aCallerWhosePageTheFunctionRemappedGoesOnInTheNewPage(Remap remap) {
    long va = 0x4000_3000L;
    int helper = 0x800;
    new Lockstep(() -> {
      Vm vm = new Vm();
      PageTable tables = new PageTable(vm, 3);
      tables.map(Vm.BASE, Vm.BASE, PageTable.RWX, 1);
      long pte = tables.map(va, FUNCTION, PageTable.RWX);
      tables.map(va + (4 << 20), remap == Remap.ALIAS ? FUNCTION : FUNCTION + 0x4000, PageTable.RWX);
      vm.load(FUNCTION, a -> a.label("loop").addi(A0, A0, 1).jalr(RA, S3, 0).add(A2, A2, A0).j("loop"));
      vm.load(FUNCTION + 0x1000, a -> a.label("loop").addi(A0, A0, 1).jalr(RA, S3, 0).xor(A2, A2, A0).j("loop"));
      for (int page : new int[] {0, 0x1000, 0x4000}) {
        vm.load(FUNCTION + page + helper, a -> a.xor(A4, A4, A0).ret());
      }
      vm.load(a -> {
        a.andi(T0, A0, 1).bnez(T0, "back").sd(S1, 0, S0).mv(T1, S1).mv(S1, S2).mv(S2, T1);
        if (remap == Remap.FENCE || remap == Remap.FENCE_AND_FETCH) {
          a.sfenceVma(ZERO, ZERO);
        }
        if (remap != Remap.FENCE) {
          a.mv(T2, RA).jalr(RA, S4, 0).mv(RA, T2);
        }
        a.label("back").ret();
      });
      vm.set(S0, pte).set(S1, vm.ram().readI64(pte) + (0x1000 >> 12 << 10)).set(S2, vm.ram().readI64(pte));
      vm.set(S3, Vm.BASE).set(S4, (remap == Remap.FENCE_AND_FETCH ? va : va + (4 << 20)) + helper);
      vm.set(Csr.SATP).to(tables.satp());
      return vm.enter(Privilege.S, va);
    }).runInSlices(STEPS, 900, "a remapped caller");
  }

  /** The function has M-mode's loads and stores translated as S-mode's, or no longer. */
  @Test
  void accessesBehindACallAreThoseOfThePrivilegeThatTheFunctionLeft() {
    Lockstep lockstep = new Lockstep(() -> {
      Vm vm = new Vm();
      PageTable tables = new PageTable(vm, 3);
      tables.map(Vm.DATA, Vm.DATA + 4096, PageTable.RWX);
      vm.load(a -> a.label("again").addi(A0, A0, 1).jalr(RA, S3, 0).ld(A1, 0, S0).add(A1, A1, A0).sd(A1, 0, S0)
          .j("again"));
      vm.load(FUNCTION, a -> a.andi(T0, A0, 3).bnez(T0, "back").csrw(Csr.MSTATUS, S1).mv(T1, S1).mv(S1, S2)
          .mv(S2, T1).label("back").ret());
      vm.set(Csr.SATP).to(tables.satp());
      return vm.set(S0, Vm.DATA).set(S1, 1 << 17 | 1 << 11).set(S3, FUNCTION);
    });
    lockstep.runInSlices(STEPS, 900, "another privilege of accesses");
    assertNotEquals(0, lockstep.plain().ram().readI64(Vm.DATA + 4096));
  }

  /** From M-mode a function returns by MRET to U-mode, where what comes next is illegal; the handler goes back. */
  @Test
  void aFunctionThatReturnsToAnotherPrivilegeIsFollowedThere() {
    Lockstep lockstep = new Lockstep(() -> {
      Vm vm = new Vm();
      vm.load(HANDLER, a -> a.addi(S5, S5, 1).csrr(T0, Csr.MEPC).add(A5, A5, T0).j("out").label("out").jr(S6));
      vm.load(a -> a.la(S6, "again").label("again").addi(A0, A0, 1).jalr(RA, S3, 0).ld(A1, 0, S0).addi(A1, A1, 1)
          .sd(A1, 0, S0).csrr(A2, Csr.MSCRATCH).add(A3, A3, A1).j("again"));
      vm.load(FUNCTION, a -> a.andi(T0, A0, 15).bnez(T0, "back").csrw(Csr.MEPC, RA)
          .csrw(Csr.MSTATUS, ZERO).mret().label("back").ret());
      return vm.set(S3, FUNCTION).set(S0, Vm.DATA).set(Csr.MTVEC).to(HANDLER);
    });
    lockstep.runInSlices(STEPS, 900, "another privilege");
    assertTrue(lockstep.plain().x(S5) > 10, "U-mode was never reached");
  }

  /** Floating-point registers, and whether they may be used, are what the function left. */
  @Test
  void floatingPointGoesOnWithWhatTheFunctionLeft() {
    int fs = 3 << 13;
    Lockstep lockstep = new Lockstep(() -> {
      Vm vm = new Vm();
      vm.load(HANDLER, a -> a.addi(S5, S5, 1).csrrs(ZERO, Csr.MSTATUS, S1).mret());
      vm.load(a -> a.label("again").addi(A0, A0, 1).faddD(2, 2, 1).jalr(RA, S3, 0).fmulD(3, 2, 1).faddD(4, 4, 3)
          .j("again"));
      vm.load(FUNCTION, a -> a.fcvtDW(1, A0).andi(T0, A0, 15).bnez(T0, "back").csrrc(ZERO, Csr.MSTATUS, S1)
          .label("back").ret());
      return vm.set(S3, FUNCTION).set(S1, fs).set(Csr.MTVEC).to(HANDLER).set(Csr.MSTATUS).to(fs);
    });
    lockstep.runInSlices(STEPS, 900, "floating point");
    assertTrue(lockstep.plain().x(S5) > 10, "it never trapped");
  }
}
