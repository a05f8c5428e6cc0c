// SPDX-License-Identifier: Apache-2.0
package org.bootlink.mmu;

import static org.bootlink.testing.Reg.A0;
import static org.bootlink.testing.Reg.A1;
import static org.bootlink.testing.Vm.DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Privilege;
import org.bootlink.testing.PageTable;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;

class PmpTest {
  private static final int R = Pmp.READ;
  private static final int W = Pmp.WRITE;
  private static final int X = Pmp.EXECUTE;
  private static final int TOR = 1 << 3;
  private static final int NA4 = 2 << 3;
  private static final int NAPOT = 3 << 3;
  private static final int LOCK = 0x80;

  private final Pmp pmp = new Pmp();

  private boolean reads(long pa, int size) {
    return pmp.allows(pa, size, R, Privilege.S);
  }

  @Test
  void withoutEntriesOnlyMMayAccess() {
    assertTrue(pmp.allows(0x1000, 8, W, Privilege.M));
    assertFalse(pmp.allows(0x1000, 8, W, Privilege.S));
    assertFalse(pmp.allows(0x1000, 8, R, Privilege.U));
  }

  @Test
  void na4MatchesFourBytes() {
    pmp.writeAddr(0, 0x1000 >> 2);
    pmp.writeCfg(0, NA4 | R);
    assertTrue(reads(0x1000, 4));
    assertFalse(reads(0x0ffc, 4));
    assertFalse(reads(0x1004, 4));
  }

  @Test
  void napotMatchesAnAlignedPowerOfTwo() {
    pmp.writeAddr(0, 0x2000 >> 2 | 0x1ff);
    pmp.writeCfg(0, NAPOT | R);
    assertTrue(reads(0x2000, 8));
    assertTrue(reads(0x2ff8, 8));
    assertFalse(reads(0x1ff8, 8));
    assertFalse(reads(0x3000, 8));
  }

  @Test
  void anEmptyRangeMatchesNothingAndCutsNoAccessInTwo() {
    pmp.writeAddr(0, 0x1004 >> 2);
    pmp.writeAddr(1, 0x1004 >> 2);
    pmp.writeAddr(2, 0x0ff0 >> 2);
    pmp.writeAddr(3, -1);
    pmp.writeCfg(0, (TOR | R) << 8 | (TOR | R) << 16 | (NAPOT | R) << 24);
    assertTrue(reads(0x1000, 8));
    assertTrue(reads(0x0fec, 8));
    assertTrue(pmp.isUniformPage(0x1000));
  }

  @Test
  void napotOfAllOnesMatchesEverything() {
    pmp.writeAddr(0, -1);
    pmp.writeCfg(0, NAPOT | R);
    assertTrue(reads(0, 8));
    assertTrue(reads(0x00ff_ffff_ffff_fff8L, 8));
  }

  @Test
  void torMatchesFromThePreviousAddressOn() {
    pmp.writeAddr(0, 0x1000 >> 2);
    pmp.writeAddr(1, 0x3000 >> 2);
    pmp.writeCfg(0, (TOR | R) << 8);
    assertFalse(reads(0x0ff8, 8));
    assertTrue(reads(0x1000, 8));
    assertTrue(reads(0x2ff8, 8));
    assertFalse(reads(0x3000, 8));
  }

  @Test
  void theFirstTorEntryBeginsAtZero() {
    pmp.writeAddr(0, 0x1000 >> 2);
    pmp.writeCfg(0, TOR | R);
    assertTrue(reads(0, 8));
  }

  @Test
  void anEmptyTorRangeMatchesNothing() {
    pmp.writeAddr(0, 0x3000 >> 2);
    pmp.writeAddr(1, 0x1000 >> 2);
    pmp.writeAddr(2, -1);
    pmp.writeCfg(0, (TOR | X) << 8 | (NAPOT | R) << 16);
    assertTrue(reads(0x2000, 8));
    assertTrue(reads(0x1000, 8));
  }

  @Test
  void theLowestMatchingEntryDecides() {
    pmp.writeAddr(0, 0x1000 >> 2);
    pmp.writeAddr(1, -1);
    pmp.writeCfg(0, NA4 | (NAPOT | R) << 8);
    assertFalse(reads(0x1000, 4));
    assertTrue(reads(0x1004, 4));
  }

  @Test
  void anAccessThatMatchesOnlyInPartFails() {
    pmp.writeAddr(0, 0x1000 >> 2);
    pmp.writeAddr(1, -1);
    pmp.writeCfg(0, NA4 | R | W | (NAPOT | R | W) << 8);
    assertFalse(reads(0x1000, 8));
    assertFalse(reads(0x0ffc, 8));
    assertFalse(pmp.allows(0x1000, 8, R, Privilege.M), "even in M-mode");
  }

  @Test
  void unlockedEntriesDoNotBindM() {
    pmp.writeAddr(0, -1);
    pmp.writeCfg(0, NAPOT);
    assertTrue(pmp.allows(0x1000, 8, W, Privilege.M));
  }

  @Test
  void lockedEntriesBindMAndCannotBeWritten() {
    pmp.writeAddr(0, 0x1000 >> 2);
    pmp.writeCfg(0, LOCK | NA4 | R);
    pmp.writeCfg(0, 0);
    pmp.writeAddr(0, 0);
    assertTrue(pmp.allows(0x1000, 4, R, Privilege.M));
    assertFalse(pmp.allows(0x1000, 4, W, Privilege.M));
    assertEquals(0x1000 >> 2, pmp.readAddr(0));
    assertEquals(LOCK | NA4 | R, pmp.readCfg(0));
  }

  @Test
  void aLockedTorEntryLocksTheAddressBelowItToo() {
    pmp.writeAddr(0, 5);
    pmp.writeCfg(0, (LOCK | TOR) << 8);
    pmp.writeAddr(0, 9);
    assertEquals(5, pmp.readAddr(0));
  }

  @Test
  void entriesEightToFifteenAreInTheSecondRegister() {
    pmp.writeAddr(8, -1);
    pmp.writeCfg(2, NAPOT | R);
    assertTrue(reads(0, 8));
    assertEquals(NAPOT | R, pmp.readCfg(2));
    assertEquals(0, pmp.readCfg(0));
  }

  @Test
  void addressesHaveFiftyFourBits() {
    pmp.writeAddr(3, -1);
    assertEquals((1L << 54) - 1, pmp.readAddr(3));
    assertEquals(0, pmp.readAddr(16));
  }

  @Test
  void aPageIsUniformIfNoEntryBeginsOrEndsInIt() {
    pmp.writeAddr(0, 0x1800 >> 2);
    pmp.writeAddr(1, -1);
    pmp.writeCfg(0, TOR | R | (NAPOT | R | W) << 8);
    assertTrue(pmp.isUniformPage(0x0123));
    assertFalse(pmp.isUniformPage(0x1fff));
    assertTrue(pmp.isUniformPage(0x2000));
  }

  // As programs meet it.

  private final Vm vm = new Vm();

  @Test
  void aPageThatIsProtectedInPartIsCheckedAtEveryAccess() {
    vm.set(Csr.PMPADDR0).to(DATA + 16 >> 2).set(Csr.PMPADDR0 + 1).to(DATA + 32 >> 2);
    vm.set(Csr.PMPCFG0).to((TOR | R) << 8);
    vm.set(A1, DATA).enter(Privilege.S).run(a -> a.sd(A0, 8, A1).ld(A0, 16, A1).sd(A0, 32, A1)
        .sd(A0, 24, A1));
    assertEquals(Vm.Trap.inM(Cause.STORE_ACCESS_FAULT, Vm.insn(3), DATA + 24), vm.trap());
  }

  @Test
  void codeOnAPageThatIsProtectedInPartRuns() {
    vm.set(Csr.PMPADDR0).to(Vm.insn(3) >> 2).set(Csr.PMPCFG0).to(NA4 | R);
    vm.enter(Privilege.S).run(a -> a.addi(A0, A0, 1).addi(A0, A0, 1).addi(A0, A0, 1).addi(A0, A0, 1));
    assertEquals(Vm.Trap.inM(Cause.INSTRUCTION_ACCESS_FAULT, Vm.insn(3), Vm.insn(3)), vm.trap());
    assertEquals(3, vm.x(A0));
  }

  @Test
  void codeOnAPageThatIsProtectedInPartRunsInOneSliceToo() {
    vm.set(Csr.PMPADDR0).to(Vm.insn(3) >> 2).set(Csr.PMPCFG0).to(NA4 | R);
    vm.load(a -> a.addi(A0, A0, 1).addi(A0, A0, 1).addi(A0, A0, 1).addi(A0, A0, 1));
    vm.enter(Privilege.S).step(4);
    assertEquals(Vm.Trap.inM(Cause.INSTRUCTION_ACCESS_FAULT, Vm.insn(3), Vm.insn(3)), vm.trap());
  }

  @Test
  void aProtectedPageTableIsAnAccessFaultOfTheAccess() {
    PageTable table = new PageTable(vm, 3);
    table.map(Vm.BASE, Vm.BASE, PageTable.RWX);
    table.map(0x1000, DATA, PageTable.RWX);
    vm.set(Csr.SATP).to(table.satp());
    vm.set(Csr.PMPADDR0).to(table.pteAddress(0x1000, 0) >> 2).set(Csr.PMPCFG0).to(NAPOT);
    vm.set(A1, 0x1000).enter(Privilege.S).run(a -> a.sd(A0, 0, A1));
    assertEquals(Vm.Trap.inM(Cause.STORE_ACCESS_FAULT, Vm.BASE, 0x1000), vm.trap());
  }

  @Test
  void mprvIsCheckedAsThePrivilegeItNames() {
    vm.set(Csr.PMPADDR0).to(DATA >> 2).set(Csr.PMPCFG0).to(NA4).set(Csr.MSTATUS).to(1 << 17);
    vm.set(A1, DATA).run(a -> a.lw(A0, 0, A1));
    assertEquals(Vm.Trap.inM(Cause.LOAD_ACCESS_FAULT, Vm.BASE, DATA), vm.trap());
  }

  @Test
  void aChangeTakesEffectAtTheNextAccess() {
    vm.set(A1, DATA).set(A0, LOCK | NA4 | R).set(Csr.PMPADDR0).to(DATA >> 2);
    vm.run(a -> a.sw(A1, 0, A1).csrw(Csr.PMPCFG0, A0).sw(A1, 0, A1));
    assertEquals(Vm.Trap.inM(Cause.STORE_ACCESS_FAULT, Vm.insn(2), DATA), vm.trap());
  }

  @Test
  void pmpAppliesToDevices() {
    vm.set(Csr.PMPADDR0).to(Vm.DEVICE >> 2).set(Csr.PMPCFG0).to(NA4 | R);
    vm.set(A1, Vm.DEVICE).enter(Privilege.S).run(a -> a.lw(A0, 0, A1).sw(A0, 0, A1));
    assertEquals(Vm.Trap.inM(Cause.STORE_ACCESS_FAULT, Vm.insn(1), Vm.DEVICE), vm.trap());
  }
}
