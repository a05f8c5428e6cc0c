// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.function.Consumer;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.isa.IsaExtensions;
import org.bootlink.isa.Privilege;
import org.bootlink.testing.Assembler;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which CSR may be accessed from where, what its legal values are, and how the six instructions use it. */
class CsrTest {
  private static final long MPP_M = 3L << 11;
  private static final long FS_INITIAL = 1L << 13;
  private static final long TVM = 1L << 20;
  private static final long STCE = 1L << 63;

  private final Vm vm = new Vm();

  private static Vm.Trap illegal(int index, long encoding) {
    return Vm.Trap.inM(Cause.ILLEGAL_INSTRUCTION, Vm.insn(index), encoding);
  }

  private long encoding() {
    return vm.ram().readI32(Vm.BASE) & 0xffff_ffffL;
  }

  private void assertIllegal(int privilege, Consumer<Assembler> program) {
    vm.enter(privilege).run(program);
    assertEquals(illegal(0, encoding()), vm.trap());
  }

  private void assertLegal(int privilege, Consumer<Assembler> program) {
    vm.enter(privilege).run(program);
    assertNull(vm.trap());
  }

  @Test
  void theSixInstructionsReadOldAndWriteNew() {
    vm.set(Csr.MSCRATCH).to(0xf0).set(A1, 0x3c);
    vm.run(a -> a.csrrw(A2, Csr.MSCRATCH, A1).csrrs(A3, Csr.MSCRATCH, A2).csrrc(A4, Csr.MSCRATCH, A1)
        .csrrwi(A5, Csr.MSCRATCH, 9).csrrsi(A6, Csr.MSCRATCH, 18).csrrci(A7, Csr.MSCRATCH, 1));
    long[] olds = {0xf0, 0x3c, 0xfc, 0xc0, 9, 27};
    for (int i = 0; i < olds.length; i++) {
      assertEquals(olds[i], vm.x(A2 + i), "instruction " + i);
    }
    assertEquals(26, vm.csr(Csr.MSCRATCH));
  }

  @Test
  void setAndClearWithX0DoNotWrite() {
    vm.run(a -> a.csrrs(A0, Csr.MHARTID, ZERO).csrrc(A0, Csr.CYCLE, ZERO).csrrsi(A0, Csr.MVENDORID, 0));
    assertNull(vm.trap());
  }

  @Test
  void setWithARegisterThatHoldsZeroIsAWriteAllTheSame() {
    vm.set(A1, 0).run(a -> a.csrrs(A0, Csr.MHARTID, A1));
    assertEquals(illegal(0, encoding()), vm.trap());
  }

  @Test
  void writingAReadOnlyCsrIsIllegal() {
    vm.run(a -> a.csrrw(ZERO, Csr.INSTRET, A0));
    assertEquals(illegal(0, encoding()), vm.trap());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x000, 0x004, 0x5c0, 0x600, 0x7a0, 0x7b0, 0x7c0, 0x8ff, 0xc20, 0xc80, 0x3a1, 0x154})
  void whatIsNotThereIsIllegal(int csr) {
    assertIllegal(Privilege.M, a -> a.csrr(A0, csr));
  }

  @Test
  void aLowerPrivilegeMayNotTouchAHigherOnesCsrs() {
    assertIllegal(Privilege.S, a -> a.csrr(A0, Csr.MSCRATCH));
  }

  @Test
  void userModeMayNotTouchSupervisorCsrs() {
    assertIllegal(Privilege.U, a -> a.csrr(A0, Csr.SSCRATCH));
  }

  @Test
  void anIllegalAccessHasNoEffect() {
    vm.set(A0, 7).set(A1, 9).run(a -> a.csrrw(A0, Csr.MHARTID, A1));
    assertEquals(7, vm.x(A0));
  }

  @Test
  void countersBelowMNeedMcounteren() {
    assertIllegal(Privilege.S, a -> a.csrr(A0, Csr.TIME));
  }

  @Test
  void countersInUNeedScounterenToo() {
    vm.set(Csr.MCOUNTEREN).to(7);
    assertIllegal(Privilege.U, a -> a.csrr(A0, Csr.CYCLE));
  }

  @Test
  void countersEnabledOnBothLevelsAreReadInU() {
    vm.set(Csr.MCOUNTEREN).to(7).set(Csr.SCOUNTEREN).to(7);
    assertLegal(Privilege.U, a -> a.csrr(A0, Csr.CYCLE).csrr(A0, Csr.TIME).csrr(A0, Csr.INSTRET));
  }

  @Test
  void eachCounterHasItsOwnEnableBit() {
    vm.set(Csr.MCOUNTEREN).to(5);
    assertIllegal(Privilege.S, a -> a.csrr(A0, Csr.TIME));
  }

  @Test
  void satpUnderTvmIsIllegalInSAndLegalInM() {
    vm.set(Csr.MSTATUS).to(TVM);
    assertLegal(Privilege.M, a -> a.csrr(A0, Csr.SATP));
    vm.hart().setPc(Vm.BASE);
    assertIllegal(Privilege.S, a -> a.csrr(A0, Csr.SATP));
  }

  @Test
  void stimecmpInSNeedsStce() {
    vm.set(Csr.MCOUNTEREN).to(7);
    assertIllegal(Privilege.S, a -> a.csrr(A0, Csr.STIMECMP));
  }

  @Test
  void stimecmpInSNeedsMcounterenTm() {
    vm.set(Csr.MENVCFG).to(STCE).set(Csr.MCOUNTEREN).to(5);
    assertIllegal(Privilege.S, a -> a.csrr(A0, Csr.STIMECMP));
  }

  @Test
  void stimecmpInSWithBothIsLegal() {
    vm.set(Csr.MENVCFG).to(STCE).set(Csr.MCOUNTEREN).to(2);
    assertLegal(Privilege.S, a -> a.csrr(A0, Csr.STIMECMP));
  }

  @Test
  void floatingPointCsrsAreIllegalWhileFloatingPointIsOff() {
    assertIllegal(Privilege.M, a -> a.csrr(A0, Csr.FCSR));
  }

  @Test
  void misaNamesTheExtensions() {
    assertEquals(2L << 62 | IsaExtensions.misaExtensions(), vm.csr(Csr.MISA));
    vm.set(Csr.MISA).to(0);
    assertEquals(2L << 62 | IsaExtensions.misaExtensions(), vm.csr(Csr.MISA));
  }

  @Test
  void reservedMppIsNotTaken() {
    vm.set(Csr.MSTATUS).to(MPP_M).set(Csr.MSTATUS).to(2L << 11);
    assertEquals(MPP_M, vm.csr(Csr.MSTATUS) & MPP_M);
  }

  @Test
  void sstatusShowsAndWritesItsPartOnly() {
    vm.set(Csr.MSTATUS).to(-1);
    assertEquals(0x8000_0002_000c_6122L, vm.csr(Csr.SSTATUS));
    vm.set(Csr.SSTATUS).to(0);
    assertEquals(0x0000_000a_0072_1888L, vm.csr(Csr.MSTATUS));
  }

  @Test
  void sdSaysThatFsIsDirty() {
    vm.set(Csr.MSTATUS).to(FS_INITIAL);
    assertEquals(0, vm.csr(Csr.MSTATUS) >>> 63);
    vm.set(Csr.MSTATUS).to(3L << 13);
    assertEquals(1, vm.csr(Csr.MSTATUS) >>> 63);
  }

  @Test
  void sieAndSipShowDelegatedInterruptsOnly() {
    vm.set(Csr.MIE).to(-1).set(Csr.MIP).to(-1).set(Csr.MIDELEG).to(1 << 1);
    assertEquals(0xaaa, vm.csr(Csr.MIE));
    assertEquals(0x222, vm.csr(Csr.MIP));
    assertEquals(2, vm.csr(Csr.SIE));
    assertEquals(2, vm.csr(Csr.SIP));
    vm.set(Csr.SIE).to(0).set(Csr.SIP).to(0);
    assertEquals(0xaa8, vm.csr(Csr.MIE));
    assertEquals(0x220, vm.csr(Csr.MIP));
  }

  @Test
  void onlyStandardExceptionsAndSupervisorInterruptsCanBeDelegated() {
    vm.set(Csr.MEDELEG).to(-1).set(Csr.MIDELEG).to(-1);
    assertEquals(0xb3ff, vm.csr(Csr.MEDELEG));
    assertEquals(0x222, vm.csr(Csr.MIDELEG));
  }

  @Test
  void anUnsupportedSatpModeLeavesSatpAlone() {
    vm.set(Csr.SATP).to(8L << 60 | 5).set(Csr.SATP).to(11L << 60 | 6);
    assertEquals(8L << 60 | 5, vm.csr(Csr.SATP));
  }

  @Test
  void exceptionPcsAreEven() {
    vm.set(Csr.MEPC).to(7).set(Csr.SEPC).to(7);
    assertEquals(6, vm.csr(Csr.MEPC));
    assertEquals(6, vm.csr(Csr.SEPC));
  }

  @Test
  void vectorsHaveTwoModesAndKeepTheirValueWhenAnotherIsWritten() {
    vm.set(Csr.STVEC).to(0x1001).set(Csr.STVEC).to(0x2002);
    assertEquals(0x1001, vm.csr(Csr.STVEC));
  }

  @Test
  void environmentConfigurationsKeepWhatTheyImplement() {
    vm.set(Csr.MENVCFG).to(-1).set(Csr.SENVCFG).to(-1);
    assertEquals(0xe000_0000_0000_00f1L, vm.csr(Csr.MENVCFG));
    assertEquals(0xf1, vm.csr(Csr.SENVCFG));
    vm.set(Csr.SENVCFG).to(0x20);
    assertEquals(0x30, vm.csr(Csr.SENVCFG));
  }

  @Test
  void fcsrIsFrmAndFflags() {
    vm.set(Csr.MSTATUS).to(FS_INITIAL).set(A1, 0x1ff);
    vm.run(a -> a.csrw(Csr.FCSR, A1).csrr(A2, Csr.FCSR).csrr(A3, Csr.FRM).csrr(A4, Csr.FFLAGS)
        .csrrwi(ZERO, Csr.FRM, 2).csrr(A5, Csr.FCSR));
    assertEquals(0xff, vm.x(A2));
    assertEquals(7, vm.x(A3));
    assertEquals(31, vm.x(A4));
    assertEquals(0x5f, vm.x(A5));
    assertEquals(3, vm.csr(Csr.MSTATUS) >> 13 & 3);
  }

  // Counters.

  @Test
  void instretCountsTheInstructionsBefore() {
    vm.run(a -> a.csrr(A0, Csr.INSTRET).nop().csrr(A1, Csr.MINSTRET).csrr(A2, Csr.CYCLE));
    assertEquals(0, vm.x(A0));
    assertEquals(2, vm.x(A1));
    assertEquals(3, vm.x(A2));
  }

  @Test
  void instretIsTheSameInOneSlice() {
    vm.load(a -> a.csrr(A0, Csr.INSTRET).nop().csrr(A1, Csr.MINSTRET).csrr(A2, Csr.CYCLE));
    vm.step(4);
    assertEquals(0, vm.x(A0));
    assertEquals(2, vm.x(A1));
    assertEquals(3, vm.x(A2));
  }

  @Test
  void aTrapRetiresNothing() {
    vm.set(Csr.MTVEC).to(Vm.insn(2));
    vm.run(a -> a.nop().ecall().csrr(A0, Csr.INSTRET));
    assertEquals(1, vm.x(A0));
  }

  @Test
  void whatIsWrittenToACounterIsReadByTheNextInstruction() {
    vm.set(A1, 1000).run(a -> a.csrw(Csr.MINSTRET, A1).csrr(A0, Csr.MINSTRET).csrr(A2, Csr.MINSTRET));
    assertEquals(1000, vm.x(A0));
    assertEquals(1001, vm.x(A2));
  }

  @Test
  void anInhibitedCounterStandsStillAndGoesOnFromThere() {
    vm.run(a -> a.csrrwi(ZERO, Csr.MCOUNTINHIBIT, 5).nop().nop().csrr(A0, Csr.MINSTRET).csrr(A1, Csr.MCYCLE)
        .csrrwi(ZERO, Csr.MCOUNTINHIBIT, 0).nop().csrr(A2, Csr.MINSTRET));
    assertEquals(vm.x(A0), vm.x(A1));
    assertEquals(vm.x(A0) + 2, vm.x(A2) + 0, "the instruction that lifts it, and one more");
  }

  @Test
  void anInhibitedCounterKeepsWhatIsWritten() {
    vm.set(A1, 77).run(a -> a.csrrwi(ZERO, Csr.MCOUNTINHIBIT, 4).csrw(Csr.MINSTRET, A1).nop()
        .csrr(A0, Csr.MINSTRET));
    assertEquals(77, vm.x(A0));
  }

  @Test
  void timeIsTheClocks() {
    vm.time(1234).run(a -> a.csrr(A0, Csr.TIME));
    assertEquals(1234, vm.x(A0));
  }

  @Test
  void theOtherCountersAreZero() {
    vm.set(A1, 5).run(a -> a.csrw(Csr.MHPMCOUNTER3, A1).csrr(A0, Csr.MHPMCOUNTER3)
        .csrr(A2, Csr.MHPMEVENT31).csrr(A3, Csr.HPMCOUNTER31));
    assertNull(vm.trap());
    assertEquals(0, vm.x(A0) | vm.x(A2) | vm.x(A3));
  }
}
