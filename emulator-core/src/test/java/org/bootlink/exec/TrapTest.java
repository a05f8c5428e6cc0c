// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Privilege;
import org.bootlink.testing.PageTable;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exceptions: cause, epc, tval, delegation, and what MRET and SRET make of it. */
class TrapTest {
  private static final long SIE = 1 << 1;
  private static final long MIE = 1 << 3;
  private static final long SPIE = 1 << 5;
  private static final long MPIE = 1 << 7;
  private static final long SPP = 1 << 8;
  private static final int MPP_SHIFT = 11;
  private static final long MPRV = 1 << 17;

  private final Vm vm = new Vm();

  @Test
  void anIllegalInstructionTellsItsEncoding() {
    vm.run(a -> a.nop().word(0xffff_f02b));
    assertEquals(Vm.Trap.inM(Cause.ILLEGAL_INSTRUCTION, Vm.insn(1), 0xffff_f02bL), vm.trap());
  }

  @Test
  void anIllegalCompressedInstructionTellsItsSixteenBits() {
    vm.run(a -> a.half(0x9c7d).nop());
    assertEquals(Vm.Trap.inM(Cause.ILLEGAL_INSTRUCTION, Vm.BASE, 0x9c7d), vm.trap());
  }

  @Test
  void anIllegalInstructionAcrossPagesTellsBothHalves() {
    long at = Vm.BASE + 4094;
    vm.load(at, a -> a.word(0x0000_0073 | 0x7f << 25));
    vm.hart().setPc(at);
    vm.step(1);
    assertEquals(Vm.Trap.inM(Cause.ILLEGAL_INSTRUCTION, at, 0xfe00_0073L), vm.trap());
  }

  @ParameterizedTest
  @CsvSource({"0, 8", "1, 9", "3, 11"})
  void environmentCallsTellThePrivilege(int privilege, int cause) {
    vm.enter(privilege).run(a -> a.nop().ecall());
    assertEquals(Vm.Trap.inM(cause, Vm.insn(1), 0), vm.trap());
    assertEquals(privilege, vm.csr(Csr.MSTATUS) >> MPP_SHIFT & 3);
  }

  @Test
  void breakpointsTellTheirAddress() {
    vm.run(a -> a.nop().ebreak());
    assertEquals(Vm.Trap.inM(Cause.BREAKPOINT, Vm.insn(1), Vm.insn(1)), vm.trap());
  }

  @Test
  void compressedBreakpointsToo() {
    vm.run(a -> a.half(1).half(0x9002));
    assertEquals(Vm.Trap.inM(Cause.BREAKPOINT, Vm.BASE + 2, Vm.BASE + 2), vm.trap());
  }

  @Test
  void delegatedExceptionsFromSGoToS() {
    vm.set(Csr.MEDELEG).to(1 << Cause.BREAKPOINT);
    vm.enter(Privilege.S).run(a -> a.ebreak());
    assertEquals(Vm.Trap.inS(Cause.BREAKPOINT, Vm.BASE, Vm.BASE), vm.trap());
    assertEquals(SPP, vm.csr(Csr.SSTATUS) & SPP);
  }

  @Test
  void delegatedExceptionsFromUGoToSWithSppClear() {
    vm.set(Csr.MEDELEG).to(1 << Cause.ECALL_FROM_U);
    vm.enter(Privilege.U).run(a -> a.ecall());
    assertEquals(Vm.Trap.inS(Cause.ECALL_FROM_U, Vm.BASE, 0), vm.trap());
    assertEquals(0, vm.csr(Csr.SSTATUS) & SPP);
  }

  @Test
  void exceptionsInMAreNeverDelegated() {
    vm.set(Csr.MEDELEG).to(-1).run(a -> a.ebreak());
    assertEquals(Privilege.M, vm.trap().privilege());
  }

  @Test
  void aTrapIntoMStacksInterruptEnableAndPrivilege() {
    vm.set(Csr.MSTATUS).to(MIE);
    vm.run(a -> a.ecall());
    assertEquals(MPIE | 3L << MPP_SHIFT, vm.csr(Csr.MSTATUS) & (MIE | MPIE | 3L << MPP_SHIFT));
  }

  @Test
  void aTrapIntoSStacksSieOnly() {
    vm.set(Csr.MEDELEG).to(1 << Cause.BREAKPOINT).set(Csr.MSTATUS).to(SIE | MIE);
    vm.enter(Privilege.S).run(a -> a.ebreak());
    assertEquals(SPIE | MIE, vm.csr(Csr.MSTATUS) & (SIE | SPIE | MIE));
  }

  @Test
  void mretUnstacksAndLeavesTheLeastPrivilegeBehind() {
    vm.set(Csr.MSTATUS).to(MPIE | 1L << MPP_SHIFT | MPRV).set(Csr.MEPC).to(Vm.insn(5));
    vm.load(a -> a.mret());
    vm.step(1);
    assertEquals(Privilege.S, vm.hart().privilege());
    assertEquals(Vm.insn(5), vm.pc());
    assertEquals(MIE | MPIE, vm.csr(Csr.MSTATUS) & (MIE | MPIE | 3L << MPP_SHIFT | MPRV));
  }

  @Test
  void mretToMKeepsMprv() {
    vm.set(Csr.MSTATUS).to(3L << MPP_SHIFT | MPRV).set(Csr.MEPC).to(Vm.insn(5));
    vm.load(a -> a.mret());
    vm.step(1);
    assertEquals(MPRV, vm.csr(Csr.MSTATUS) & MPRV);
  }

  @Test
  void sretUnstacksAndClearsMprv() {
    vm.set(Csr.MSTATUS).to(SPIE | SPP | MPRV).set(Csr.SEPC).to(Vm.insn(5));
    vm.load(a -> a.sret());
    vm.step(1);
    assertEquals(Privilege.S, vm.hart().privilege());
    assertEquals(Vm.insn(5), vm.pc());
    assertEquals(SIE | SPIE, vm.csr(Csr.MSTATUS) & (SIE | SPIE | SPP | MPRV));
  }

  @Test
  void exceptionsGoToTheVectorsBaseEvenIfItIsVectored() {
    vm.set(Csr.MTVEC).to(Vm.insn(8) | 1);
    vm.load(a -> a.ecall());
    vm.step(1);
    assertEquals(Vm.insn(8), vm.pc());
  }

  @Test
  void aPageFaultTellsTheAddress() {
    vm.set(Csr.SATP).to(new PageTable(vm, 3).satp());
    vm.enter(Privilege.S, 0x1234).step(1);
    assertEquals(Vm.Trap.inM(Cause.INSTRUCTION_PAGE_FAULT, 0x1234, 0x1234), vm.trap());
  }

  @Test
  void anInstructionWhoseSecondHalfFaultsTellsTheSecondHalfsAddress() {
    PageTable table = new PageTable(vm, 3);
    table.map(0x1000, Vm.DATA, PageTable.RWX);
    vm.ram().writeI16(Vm.DATA + 4094, 3);
    vm.set(Csr.SATP).to(table.satp());
    vm.enter(Privilege.S, 0x1ffe).step(1);
    assertEquals(Vm.Trap.inM(Cause.INSTRUCTION_PAGE_FAULT, 0x1ffe, 0x2000), vm.trap());
  }

  @Test
  void aLoadAcrossPagesThatFaultsInTheSecondTellsThatPage() {
    PageTable table = new PageTable(vm, 3);
    table.map(Vm.BASE, Vm.BASE, PageTable.RWX);
    table.map(0x1000, Vm.DATA, PageTable.RWX);
    vm.set(Csr.SATP).to(table.satp());
    vm.set(A1, 0x1ffd).enter(Privilege.S).run(a -> a.lw(A0, 0, A1));
    assertEquals(Vm.Trap.inM(Cause.LOAD_PAGE_FAULT, Vm.BASE, 0x2000), vm.trap());
  }

  @Test
  void aHandlerWhoseFirstInstructionTrapsIsStuck() {
    vm.set(Csr.MTVEC).to(0x40);
    vm.load(a -> a.ecall());
    vm.step(10);
    assertTrue(vm.hart().traps().isStuck());
    assertEquals(0x40, vm.pc());
  }

  @Test
  void aHandlerWhoseFirstInstructionTrapsForWhatTheTrapChangesIsNotStuck() {
    vm.set(Csr.MTVEC).to(Vm.BASE).set(Csr.MSTATUS).to(1 << 17); // MPRV, MPP = U: PMP has no entry for A1
    vm.set(Csr.PMPCFG0 + 2).to(0);
    vm.load(a -> a.ld(A0, 0, A1).label("loop").j("loop"));
    vm.set(A1, Vm.DATA).step(10);
    assertFalse(vm.hart().traps().isStuck());
    assertEquals(Vm.insn(1), vm.pc());
  }

  @Test
  void aLoopOfEcallsIsNotStuck() {
    vm.set(Csr.MTVEC).to(Vm.insn(1));
    vm.load(a -> a.ecall().csrw(Csr.MEPC, A1).mret());
    vm.set(A1, Vm.BASE).step(30);
    assertFalse(vm.hart().traps().isStuck());
    assertNull(vm.trap());
  }
}
