// SPDX-License-Identifier: Apache-2.0
package org.bootlink.mmu;

import static org.bootlink.testing.PageTable.A;
import static org.bootlink.testing.PageTable.D;
import static org.bootlink.testing.PageTable.R;
import static org.bootlink.testing.PageTable.RWX;
import static org.bootlink.testing.PageTable.U;
import static org.bootlink.testing.PageTable.V;
import static org.bootlink.testing.PageTable.W;
import static org.bootlink.testing.PageTable.X;
import static org.bootlink.testing.Reg.A0;
import static org.bootlink.testing.Reg.A1;
import static org.bootlink.testing.Reg.A2;
import static org.bootlink.testing.Reg.ZERO;
import static org.bootlink.testing.Vm.DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Privilege;
import org.bootlink.testing.PageTable;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Page tables as a supervisor sees them, by programs that load, store and jump. */
class TranslationTest {
  private static final long VA = 0x1000_0000L;
  private static final long PAGE = 4096;
  private static final int LOAD = Cause.LOAD_PAGE_FAULT;
  private static final int STORE = Cause.STORE_PAGE_FAULT;
  private static final int FETCH = Cause.INSTRUCTION_PAGE_FAULT;

  private static final long SUM = 1 << 18;
  private static final long MXR = 1 << 19;
  private static final long MPRV = 1 << 17;
  private static final long MPP_S = 1 << 11;
  private static final long ADUE = 1L << 61;
  private static final long PBMTE = 1L << 62;
  private static final long PTE_N = 1L << 63;
  private static final int PBMT_SHIFT = 61;

  private Vm vm = new Vm();
  private PageTable table = new PageTable(vm, 3);

  /** A fresh hart whose program page is mapped for {@code privilege}, and {@link #VA} by {@code flags}. */
  private long begin(int privilege, long mstatus, long flags) {
    vm = new Vm();
    table = new PageTable(vm, 3);
    table.map(Vm.BASE, Vm.BASE, privilege == Privilege.U ? RWX | U : RWX);
    vm.ram().writeI64(DATA, 42);
    vm.set(Csr.MSTATUS).to(mstatus).set(Csr.SATP).to(table.satp());
    vm.set(A1, VA);
    return table.map(VA, DATA, flags);
  }

  /** 0 if the access works, otherwise its cause. */
  private int outcome(int privilege, int access) {
    if (access == FETCH) {
      vm.load(DATA, a -> a.nop());
      vm.enter(privilege, VA).step(1);
    } else {
      vm.enter(privilege).run(a -> a.word(access == LOAD ? 0x0005_b503 : 0x00c5_b023)); // ld, sd
    }
    if (vm.trap() == null) {
      return 0;
    }
    assertEquals(VA, vm.trap().tval());
    return (int) vm.trap().cause();
  }

  private int outcome(int privilege, long mstatus, long flags, int access) {
    begin(privilege, mstatus, flags);
    return outcome(privilege, access);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5})
  void everyLevelOfAnAddressIsWalked(int levels) {
    PageTable deep = new PageTable(vm, levels);
    deep.map(Vm.BASE, Vm.BASE, RWX);
    long va = 0;
    for (int level = 0; level < levels; level++) {
      va |= (level + 1L) << 12 + 9 * level;
    }
    deep.map(va, DATA, RWX);
    vm.ram().writeI64(DATA + 8, 42);
    vm.set(Csr.SATP).to(deep.satp()).set(A1, va).enter(Privilege.S).run(a -> a.ld(A0, 8, A1));
    assertNull(vm.trap());
    assertEquals(42, vm.x(A0));
  }

  @ParameterizedTest
  @CsvSource({"3, 39", "4, 48", "5, 57"})
  void addressesMustBeSignExtended(int levels, int bits) {
    PageTable deep = new PageTable(vm, levels);
    deep.map(Vm.BASE, Vm.BASE, RWX);
    long top = -1L << bits - 1;
    deep.map(top, DATA, RWX);
    vm.set(Csr.SATP).to(deep.satp()).set(A1, top).set(A2, top ^ 1L << bits);
    vm.enter(Privilege.S).run(a -> a.ld(A0, 0, A1).ld(A0, 0, A2));
    assertEquals(Vm.Trap.inM(LOAD, Vm.insn(1), top ^ 1L << bits), vm.trap());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void largePagesMapTheirWholeRange(int level) {
    long size = PAGE << 9 * level;
    table.map(Vm.BASE, Vm.BASE, RWX);
    long va = 7 * (PAGE << 18);
    table.map(va, Vm.BASE & -size, RWX, level);
    vm.ram().writeI64(DATA, 42);
    vm.set(Csr.SATP).to(table.satp()).set(A1, va + (DATA & size - 1));
    vm.enter(Privilege.S).run(a -> a.ld(A0, 0, A1));
    assertEquals(42, vm.x(A0));
  }

  @Test
  void aMisalignedLargePageFaults() {
    table.map(Vm.BASE, Vm.BASE, RWX);
    table.map(VA, DATA, RWX, 1);
    vm.set(Csr.SATP).to(table.satp()).set(A1, VA).enter(Privilege.S).run(a -> a.ld(A0, 0, A1));
    assertEquals(Vm.Trap.inM(LOAD, Vm.BASE, VA), vm.trap());
  }

  @Test
  void everyCombinationOfPermissionsGrantsWhatItSays() {
    int[] accesses = {LOAD, STORE, FETCH};
    for (int rwx = 0; rwx < 8; rwx++) {
      boolean reserved = (rwx & 3) == 2 || rwx == 0;
      for (int i = 0; i < 3; i++) {
        boolean granted = !reserved && (rwx >> i & 1) != 0;
        int outcome = outcome(Privilege.S, 0, V | A | D | rwx << 1, accesses[i]);
        assertEquals(granted ? 0 : accesses[i], outcome, "RWX " + rwx + " access " + i);
        outcome = outcome(Privilege.U, 0, V | A | D | U | rwx << 1, accesses[i]);
        assertEquals(granted ? 0 : accesses[i], outcome, "user, RWX " + rwx + " access " + i);
      }
    }
  }

  @Test
  void userModeSeesUserPagesOnly() {
    for (int access : new int[] {LOAD, STORE, FETCH}) {
      assertEquals(access, outcome(Privilege.U, SUM, RWX, access));
    }
  }

  @Test
  void supervisorSeesUserPagesUnderSumButNeverExecutesThem() {
    assertEquals(LOAD, outcome(Privilege.S, 0, RWX | U, LOAD));
    assertEquals(STORE, outcome(Privilege.S, 0, RWX | U, STORE));
    assertEquals(0, outcome(Privilege.S, SUM, RWX | U, LOAD));
    assertEquals(0, outcome(Privilege.S, SUM, RWX | U, STORE));
    assertEquals(FETCH, outcome(Privilege.S, SUM, RWX | U, FETCH));
  }

  @Test
  void mxrMakesExecutablePagesReadable() {
    assertEquals(LOAD, outcome(Privilege.S, 0, V | X | A, LOAD));
    assertEquals(0, outcome(Privilege.S, MXR, V | X | A, LOAD));
    assertEquals(STORE, outcome(Privilege.S, MXR, V | X | A | D, STORE));
  }

  @Test
  void anInvalidEntryFaultsWhateverElseItSays() {
    assertEquals(LOAD, outcome(Privilege.S, 0, RWX & ~V, LOAD));
  }

  @Test
  void reservedBitsFault() {
    for (int bit = 54; bit <= 60; bit++) {
      assertEquals(LOAD, outcome(Privilege.S, 0, RWX | 1L << bit, LOAD), "bit " + bit);
    }
  }

  @Test
  void aPointerWithLeafBitsFaults() {
    for (long flag : new long[] {A, D, U, PTE_N, 1L << PBMT_SHIFT}) {
      begin(Privilege.S, 0, RWX);
      vm.set(Csr.MENVCFG).to(PBMTE);
      long pointer = table.pteAddress(VA, 1);
      vm.ram().writeI64(pointer, vm.ram().readI64(pointer) | flag);
      assertEquals(LOAD, outcome(Privilege.S, LOAD), "flag " + Long.toHexString(flag));
    }
  }

  @Test
  void aPointerAtTheLastLevelFaults() {
    assertEquals(LOAD, outcome(Privilege.S, 0, V, LOAD));
  }

  @Test
  void aTableOutsideRamIsAnAccessFault() {
    begin(Privilege.S, 0, RWX);
    vm.ram().writeI64(table.pteAddress(VA, 2), 0x4000_0000L >>> 12 << 10 | V);
    assertEquals(Cause.LOAD_ACCESS_FAULT, outcome(Privilege.S, LOAD));
    vm = new Vm();
    vm.set(Csr.SATP).to(8L << 60).enter(Privilege.S, VA).step(1);
    assertEquals(Vm.Trap.inM(Cause.INSTRUCTION_ACCESS_FAULT, VA, VA), vm.trap());
  }

  // Accessed and dirty.

  @Test
  void withoutAdueAClearAOrDFaults() {
    assertEquals(LOAD, outcome(Privilege.S, 0, RWX & ~A, LOAD));
    assertEquals(STORE, outcome(Privilege.S, 0, RWX & ~A, STORE));
    assertEquals(STORE, outcome(Privilege.S, 0, RWX & ~D, STORE));
    assertEquals(FETCH, outcome(Privilege.S, 0, RWX & ~A, FETCH));
    assertEquals(0, outcome(Privilege.S, 0, RWX & ~D, LOAD));
  }

  @Test
  void withAdueTheWalkSetsThem() {
    long pte = begin(Privilege.S, 0, RWX & ~A & ~D);
    vm.set(Csr.MENVCFG).to(ADUE);
    vm.enter(Privilege.S).run(a -> a.ld(A0, 0, A1));
    assertEquals(A, vm.ram().readI64(pte) & (A | D));
    vm.enter(Privilege.S).run(a -> a.sd(A0, 0, A1));
    assertNull(vm.trap());
    assertEquals(A | D, vm.ram().readI64(pte) & (A | D));
  }

  @Test
  void aFirstStoreSetsDirtyEvenIfALoadFilledTheTlb() {
    long pte = begin(Privilege.S, 0, RWX & ~D);
    vm.set(Csr.MENVCFG).to(ADUE);
    vm.enter(Privilege.S).run(a -> a.ld(A0, 0, A1).sd(A0, 0, A1));
    assertEquals(D, vm.ram().readI64(pte) & D);
  }

  // Svnapot and Svpbmt.

  @Test
  void aNapotEntryMapsSixtyFourKilobytes() {
    begin(Privilege.S, 0, 0);
    table.map(VA + 5 * PAGE, DATA + 8 * PAGE, RWX | PTE_N);
    vm.ram().writeI64(DATA + 5 * PAGE, 43);
    vm.set(A1, VA + 5 * PAGE).enter(Privilege.S).run(a -> a.ld(A0, 0, A1));
    assertEquals(43, vm.x(A0));
  }

  @Test
  void otherNapotSizesAndLevelsAreReserved() {
    assertEquals(LOAD, outcome(Privilege.S, 0, RWX | PTE_N, LOAD), "PPN 0 in its low bits");
    vm = new Vm();
    table = new PageTable(vm, 3);
    table.map(Vm.BASE, Vm.BASE, RWX);
    table.map(VA, Vm.BASE | 8 * PAGE, RWX | PTE_N, 1);
    vm.set(Csr.SATP).to(table.satp()).set(A1, VA);
    assertEquals(LOAD, outcome(Privilege.S, LOAD));
  }

  @Test
  void memoryTypesNeedPbmte() {
    for (long type = 1; type <= 3; type++) {
      assertEquals(LOAD, outcome(Privilege.S, 0, RWX | type << PBMT_SHIFT, LOAD));
      begin(Privilege.S, 0, RWX | type << PBMT_SHIFT);
      vm.set(Csr.MENVCFG).to(PBMTE);
      assertEquals(type == 3 ? LOAD : 0, outcome(Privilege.S, LOAD), "type " + type);
    }
  }

  // Who is translated.

  @Test
  void machineModeIsNotTranslated() {
    begin(Privilege.S, 0, 0);
    vm.set(A1, DATA).run(a -> a.ld(A0, 0, A1));
    assertEquals(42, vm.x(A0));
  }

  @Test
  void mprvTranslatesLoadsAndStoresAsMpp() {
    begin(Privilege.S, MPRV | MPP_S, RWX);
    vm.run(a -> a.ld(A0, 0, A1));
    assertNull(vm.trap());
    assertEquals(42, vm.x(A0));
  }

  @Test
  void mprvTakesEffectAtTheNextInstruction() {
    begin(Privilege.S, MPP_S, RWX);
    vm.ram().writeI64(DATA + 8, 7);
    vm.set(A1, VA).set(A2, MPRV).run(a -> a.csrrs(ZERO, Csr.MSTATUS, A2).ld(A0, 8, A1)
        .csrrc(ZERO, Csr.MSTATUS, A2).ld(A0, 0, A1));
    assertEquals(7, vm.x(A0));
    assertEquals(Vm.Trap.inM(Cause.LOAD_ACCESS_FAULT, Vm.insn(3), VA), vm.trap());
  }

  @Test
  void sumTakesEffectAtTheNextInstruction() {
    begin(Privilege.S, 0, RWX | U);
    vm.set(A2, SUM).enter(Privilege.S).run(a -> a.csrrs(ZERO, Csr.SSTATUS, A2).ld(A0, 0, A1)
        .csrrc(ZERO, Csr.SSTATUS, A2).ld(A0, 0, A1));
    assertEquals(Vm.Trap.inM(LOAD, Vm.insn(3), VA), vm.trap());
    assertEquals(42, vm.x(A0));
  }

  @Test
  void mxrTakesEffectAtTheNextInstruction() {
    begin(Privilege.S, 0, V | X | A);
    vm.set(A2, MXR).enter(Privilege.S).run(a -> a.csrrs(ZERO, Csr.SSTATUS, A2).ld(A0, 0, A1)
        .csrrc(ZERO, Csr.SSTATUS, A2).ld(A0, 0, A1));
    assertEquals(Vm.Trap.inM(LOAD, Vm.insn(3), VA), vm.trap());
  }

  @Test
  void aChangedEntryIsSeenAfterAFence() {
    for (int rs1 : new int[] {ZERO, A1}) {
      long pte = begin(Privilege.S, 0, RWX);
      vm.load(a -> a.ld(A0, 0, A1).sfenceVma(rs1, ZERO).ld(A0, 0, A1));
      vm.enter(Privilege.S).step(1);
      vm.ram().writeI64(pte, 0);
      vm.step(2);
      assertEquals(Vm.Trap.inM(LOAD, Vm.insn(2), VA), vm.trap());
    }
  }

  @Test
  void aWriteToSatpTakesEffectAtTheNextInstruction() {
    begin(Privilege.S, 0, RWX);
    PageTable other = new PageTable(vm, 3);
    vm.set(Csr.SATP).to(0).set(A2, table.satp()).enter(Privilege.S)
        .run(a -> a.csrw(Csr.SATP, A2).ld(A0, 0, A1));
    assertEquals(other.satp(), table.satp());
    assertNull(vm.trap());
  }

  @Test
  void twoPagesOfOneFrameAgree() {
    begin(Privilege.S, 0, RWX);
    table.map(VA + 9 * PAGE, DATA, RWX);
    vm.set(A0, 99).set(A2, VA + 9 * PAGE).enter(Privilege.S).run(a -> a.ld(A0, 0, A2).addi(A0, A0, 1)
        .sd(A0, 0, A1).ld(A0, 0, A2));
    assertEquals(43, vm.x(A0));
  }

  @Test
  void codeStoredThroughAnotherMappingIsExecuted() {
    begin(Privilege.S, 0, RWX);
    table.map(VA + PAGE, DATA, RWX);
    vm.load(DATA, a -> a.addi(A0, A0, 1));
    vm.enter(Privilege.S, VA).step(1);
    vm.set(A2, 0x0025_0513).set(A1, VA + PAGE).hart().setPc(Vm.BASE); // addi a0, a0, 2
    vm.run(a -> a.sw(A2, 0, A1));
    vm.hart().setPc(VA);
    vm.step(1);
    assertEquals(3, vm.x(A0));
  }
}
