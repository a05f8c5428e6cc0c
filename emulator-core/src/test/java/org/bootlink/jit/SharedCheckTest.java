// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import java.util.function.Function;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Privilege;
import org.bootlink.testing.Assembler;
import org.bootlink.testing.PageTable;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accesses that share a look at the TLB see in it what each by itself would see. */
class SharedCheckTest {
  private static final long HANDLER = Vm.BASE + 0x4000;
  private static final long HERE = 0x4000_0000L;
  /** Has the same entry in the TLB as {@link #HERE}. */
  private static final long RIVAL = HERE + (4 << 20);
  private static final long TABLES = 0x5000_0000L;
  private static final int SWAPPED = 0x1000 >> 12 << 10;

  /** What is done to the page at s0 before and after {@link #RIVAL}, at s1, was accessed. */
  private enum Access {
    LOADS(a -> a.ld(A2, 0, S0), a -> a.ld(A3, 0, S1), a -> a.ld(A4, 8, S0)),
    LOADS_AFTER_A_COMPARISON(a -> a.ld(A2, 0, S0), a -> a.ld(A3, 0, S1).beq(ZERO, S0, "out"),
        a -> a.lhu(A4, 18, S0).lb(A6, 1, S0)),
    STORES(a -> a.sd(A0, 0, S0), a -> a.sd(A0, 0, S1), a -> a.sd(A0, 8, S0)),
    FLOAT_LOADS(a -> a.fld(1, 0, S0), a -> a.fld(2, 0, S1), a -> a.ld(A4, 8, S0)),
    MISS_OF_A_GROUP(a -> a.ld(A2, 8, S0), a -> a.ld(A3, 8, S1).lw(A6, 0, S1), a -> a.ld(A4, 0, S0).lw(T2, 4, S1));

    private final Consumer<Assembler> before;
    private final Consumer<Assembler> rival;
    private final Consumer<Assembler> after;

    Access(Consumer<Assembler> before, Consumer<Assembler> rival, Consumer<Assembler> after) {
      this.before = before;
      this.rival = rival;
      this.after = after;
    }
  }

  /** Between the accesses to one page its PTE is changed, which shows when the TLB asks for it again. */
  @ParameterizedTest
  @EnumSource(Access.class)
  void aMissInBetweenThatTakesTheEntryIsFollowedByANewLookAtThePte(Access access) {
    Lockstep lockstep = new Lockstep(() -> paged(vm -> vm.load(a -> {
      a.label("loop").addi(A0, A0, 1);
      access.before.accept(a);
      a.xor(T0, T0, T1).sd(T0, 0, S2);
      access.rival.accept(a);
      access.after.accept(a);
      a.label("out").add(A5, A5, A4).add(A5, A5, A6).add(A5, A5, T2).j("loop");
    })));
    for (int i = 0; i < 64; i += 8) {
      int at = i;
      lockstep.both(vm -> vm.ram().writeI64(Vm.DATA + at, 3 + at));
      lockstep.both(vm -> vm.ram().writeI64(Vm.DATA + 4096 + at, 1_000_003 * at));
    }
    compare(lockstep, access.toString());
  }

  /** Two accesses on the two sides of a page's end, of which only the one before it is mapped. */
  @Test
  void whatLiesBehindAPageIsCheckedByItself() {
    Lockstep lockstep = new Lockstep(() -> {
      Vm vm = paged(made -> made.load(a -> a.label("loop").addi(A0, A0, 1).sd(A0, 0, S3).ld(A2, 0, S3)
          .add(A3, A3, A2).lw(A2, 12, S3).add(A3, A3, A2).ld(A2, -8, S3).add(A3, A3, A2).sd(A0, 8, S3)
          .addi(S3, S3, 1).j("loop")));
      return vm.set(S3, HERE + 4096 - 64);
    });
    compare(lockstep, "end");
    assertTrue(lockstep.plain().x(S5) > 10, "it never faulted");
  }

  /** A base that the access itself overwrites. */
  @Test
  void aChainOfPointersIsFollowed() {
    Lockstep lockstep = new Lockstep(() -> {
      Vm vm = new Vm().load(a -> a.label("loop").ld(A1, 0, A1).ld(A2, 8, A1).ld(A1, 0, A1).ld(A3, 8, A1)
          .add(A4, A4, A2).add(A4, A4, A3).j("loop"));
      for (int i = 0; i < 64; i++) {
        vm.ram().writeI64(Vm.DATA + 176 * i, Vm.DATA + 176 * ((i + 23) % 64));
        vm.ram().writeI64(Vm.DATA + 176 * i + 8, 7 * i);
      }
      return vm.set(A1, Vm.DATA);
    });
    compare(lockstep, "chain");
  }

  private static void compare(Lockstep lockstep, String name) {
    lockstep.runInSlices(20_000, 200, name);
    assertTrue(lockstep.counters().entries() > 100, "it was hardly translated");
  }

  /** In S-mode; the handler, in M-mode, skips what faults and puts s3 back. */
  private static Vm paged(Function<Vm, Vm> program) {
    Vm vm = new Vm();
    PageTable tables = new PageTable(vm, 3);
    long pte = tables.map(HERE, Vm.DATA, PageTable.RWX);
    tables.map(RIVAL, Vm.DATA + 8192, PageTable.RWX);
    tables.map(Vm.BASE, Vm.BASE, PageTable.RWX);
    tables.map(TABLES, pte & -4096, PageTable.RWX);
    vm.load(HANDLER, a -> a.csrr(S6, Csr.MEPC).add(S7, S7, S6).addi(S6, S6, 4).csrw(Csr.MEPC, S6)
        .csrr(S6, Csr.MTVAL).xor(S7, S7, S6).addi(S5, S5, 1).addi(S3, S4, 0).mret());
    program.apply(vm);
    vm.set(Csr.MTVEC).to(HANDLER).set(Csr.SATP).to(tables.satp()).set(Csr.MSTATUS).to(3 << 13);
    vm.set(S0, HERE).set(S1, RIVAL).set(S2, TABLES + (pte & 4095)).set(S4, HERE + 4096 - 64);
    vm.set(T0, vm.ram().readI64(pte)).set(T1, SWAPPED);
    return vm.enter(Privilege.S, Vm.BASE);
  }
}
