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
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When interrupts are taken, which first, and who waits for them. With devices: MachineTimingTest. */
class InterruptTest {
  private static final long SIE = 1 << 1;
  private static final long MIE = 1 << 3;
  private static final long STCE = 1L << 63;

  private final Vm vm = new Vm();

  private static long interrupt(int bit) {
    return Cause.INTERRUPT | bit;
  }

  private void raise(int bit) {
    vm.hart().interruptWire(bit).set(true);
  }

  private void lower(int bit) {
    vm.hart().interruptWire(bit).set(false);
  }

  @Test
  void aPendingEnabledInterruptIsTakenBeforeTheNextInstruction() {
    vm.set(Csr.MIE).to(-1).set(Csr.MSTATUS).to(MIE);
    vm.load(a -> a.nop().nop());
    vm.step(1);
    raise(Cause.MEI_BIT);
    vm.step(1);
    assertEquals(interrupt(Cause.MEI_BIT), vm.csr(Csr.MCAUSE));
    assertEquals(Vm.insn(1), vm.csr(Csr.MEPC));
    assertEquals(0, vm.csr(Csr.MTVAL));
  }

  @Test
  void withoutMieMModeIsNotInterrupted() {
    vm.set(Csr.MIE).to(-1);
    raise(Cause.MTI_BIT);
    vm.run(a -> a.nop());
    assertNull(vm.trap());
  }

  @Test
  void lowerPrivilegesAreInterruptedForMWhateverMieSays() {
    vm.set(Csr.MIE).to(-1);
    raise(Cause.MTI_BIT);
    vm.enter(Privilege.S).load(a -> a.nop());
    vm.step(1);
    assertEquals(interrupt(Cause.MTI_BIT), vm.csr(Csr.MCAUSE));
  }

  @Test
  void enablingInterruptsTakesEffectAtTheNextInstruction() {
    vm.set(Csr.MIE).to(-1);
    raise(Cause.MSI_BIT);
    vm.load(a -> a.csrrsi(ZERO, Csr.MSTATUS, (int) MIE).nop());
    vm.step(2);
    assertEquals(Vm.insn(1), vm.csr(Csr.MEPC));
  }

  @Test
  void enablingAnInterruptInMieTakesEffectAtTheNextInstruction() {
    vm.set(Csr.MSTATUS).to(MIE);
    raise(Cause.MSI_BIT);
    vm.load(a -> a.csrrsi(ZERO, Csr.MIE, 1 << Cause.MSI_BIT).nop());
    vm.step(2);
    assertEquals(Vm.insn(1), vm.csr(Csr.MEPC));
  }

  @Test
  void softwareRaisesSsiAtTheNextInstruction() {
    vm.set(Csr.MIDELEG).to(-1).set(Csr.MIE).to(-1).set(Csr.MSTATUS).to(SIE);
    vm.enter(Privilege.S).load(a -> a.csrrsi(ZERO, Csr.SIP, 2).nop());
    vm.step(2);
    assertEquals(interrupt(Cause.SSI_BIT), vm.csr(Csr.SCAUSE));
    assertEquals(Vm.insn(1), vm.csr(Csr.SEPC));
  }

  @Test
  void mretThatEnablesInterruptsIsInterruptedAtItsTarget() {
    vm.set(Csr.MIE).to(-1).set(Csr.MSTATUS).to(1 << 7 | 3L << 11).set(Csr.MEPC).to(Vm.insn(3));
    raise(Cause.MSI_BIT);
    vm.load(a -> a.mret().nop().nop().nop());
    vm.step(2);
    assertEquals(Vm.insn(3), vm.csr(Csr.MEPC));
    assertEquals(interrupt(Cause.MSI_BIT), vm.csr(Csr.MCAUSE));
  }

  @Test
  void theMostUrgentIsTakenFirst() {
    vm.set(Csr.MIE).to(-1);
    int[] order = {Cause.MEI_BIT, Cause.MSI_BIT, Cause.MTI_BIT, Cause.SEI_BIT, Cause.SSI_BIT, Cause.STI_BIT};
    for (int bit : order) {
      raise(bit);
    }
    vm.load(a -> a.nop());
    for (int bit : order) {
      vm.set(Csr.MSTATUS).to(MIE).hart().setPc(Vm.BASE);
      vm.step(1);
      assertEquals(interrupt(bit), vm.csr(Csr.MCAUSE));
      lower(bit);
    }
  }

  @Test
  void interruptsForMComeBeforeDelegatedOnes() {
    vm.set(Csr.MIDELEG).to(-1).set(Csr.MIE).to(-1).set(Csr.MSTATUS).to(SIE);
    raise(Cause.SEI_BIT);
    raise(Cause.MTI_BIT);
    vm.enter(Privilege.S).load(a -> a.nop());
    vm.step(1);
    assertEquals(Privilege.M, vm.hart().privilege());
    assertEquals(interrupt(Cause.MTI_BIT), vm.csr(Csr.MCAUSE));
  }

  @Test
  void delegatedInterruptsNeedSieInS() {
    vm.set(Csr.MIDELEG).to(-1).set(Csr.MIE).to(-1);
    raise(Cause.SEI_BIT);
    vm.enter(Privilege.S).run(a -> a.nop());
    assertNull(vm.trap());
  }

  @Test
  void delegatedInterruptsComeInUWhateverSieSays() {
    vm.set(Csr.MIDELEG).to(-1).set(Csr.MIE).to(-1);
    raise(Cause.SEI_BIT);
    vm.enter(Privilege.U).load(a -> a.nop());
    vm.step(1);
    assertEquals(Privilege.S, vm.hart().privilege());
  }

  @Test
  void delegatedInterruptsNeverComeInM() {
    vm.set(Csr.MIDELEG).to(-1).set(Csr.MIE).to(-1).set(Csr.MSTATUS).to(MIE | SIE);
    raise(Cause.SEI_BIT);
    vm.run(a -> a.nop());
    assertNull(vm.trap());
  }

  @Test
  void vectoredInterruptsJumpByTheirNumber() {
    vm.set(Csr.MTVEC).to(Vm.DATA | 1).set(Csr.MIE).to(-1).set(Csr.MSTATUS).to(MIE);
    raise(Cause.MTI_BIT);
    vm.load(Vm.DATA + 4 * Cause.MTI_BIT, a -> a.addi(A0, ZERO, 1));
    vm.step(1);
    assertEquals(1, vm.x(A0));
  }

  @Test
  void anInterruptWireAndSoftwareShareSeip() {
    vm.set(Csr.MIP).to(1 << Cause.SEI_BIT);
    raise(Cause.SEI_BIT);
    vm.set(Csr.MIP).to(0);
    assertEquals(1 << Cause.SEI_BIT, vm.csr(Csr.MIP));
    lower(Cause.SEI_BIT);
    assertEquals(0, vm.csr(Csr.MIP));
  }

  @Test
  void settingAnotherBitOfMipDoesNotLatchTheWireOfSeip() {
    raise(Cause.SEI_BIT);
    vm.run(a -> a.csrrsi(ZERO, Csr.MIP, 2));
    lower(Cause.SEI_BIT);
    assertEquals(2, vm.csr(Csr.MIP));
  }

  // The timer of Sstc.

  @Test
  void stimerPendsFromTheTickOn() {
    vm.set(Csr.MENVCFG).to(STCE).set(Csr.STIMECMP).to(100);
    assertEquals(0, vm.time(99).csr(Csr.MIP));
    assertEquals(1 << Cause.STI_BIT, vm.time(100).csr(Csr.MIP));
    assertEquals(1 << Cause.STI_BIT, vm.set(Csr.STIMECMP).to(100).csr(Csr.MIP));
    assertEquals(0, vm.set(Csr.STIMECMP).to(101).csr(Csr.MIP));
  }

  @Test
  void stimecmpIsUnsigned() {
    vm.set(Csr.MENVCFG).to(STCE).time(1000).set(Csr.STIMECMP).to(-1);
    assertEquals(0, vm.csr(Csr.MIP));
    assertEquals(Long.MAX_VALUE, vm.hart().deadlineTicks());
  }

  @Test
  void underStceSoftwareCannotWriteStip() {
    vm.set(Csr.MENVCFG).to(STCE).set(Csr.MIP).to(1 << Cause.STI_BIT);
    assertEquals(0, vm.csr(Csr.MIP));
    vm.set(Csr.MENVCFG).to(0).set(Csr.MIP).to(1 << Cause.STI_BIT);
    assertEquals(1 << Cause.STI_BIT, vm.csr(Csr.MIP));
  }

  @Test
  void withoutStceStimecmpDoesNothing() {
    vm.set(Csr.STIMECMP).to(5).time(10);
    assertEquals(0, vm.csr(Csr.MIP));
  }

  // Waiting.

  @Test
  void wfiWaitsWithoutTakingSteps() {
    vm.set(Csr.MIE).to(-1).load(a -> a.wfi().nop());
    assertEquals(1, vm.step(10));
    assertTrue(vm.hart().isWaiting());
    assertEquals(0, vm.step(10));
    assertEquals(Vm.insn(1), vm.pc());
  }

  @Test
  void wfiGoesOnAtAnEnabledInterruptEvenIfItIsNotTaken() {
    vm.set(Csr.MIE).to(1 << Cause.MTI_BIT).load(a -> a.wfi().nop());
    vm.step(10);
    raise(Cause.MEI_BIT);
    assertTrue(vm.hart().isWaiting());
    raise(Cause.MTI_BIT);
    assertFalse(vm.hart().isWaiting());
    vm.step(1);
    assertEquals(Vm.insn(2), vm.pc());
    assertNull(vm.trap());
  }

  @Test
  void wfiDoesNotWaitIfAnInterruptIsPending() {
    vm.set(Csr.MIE).to(-1);
    raise(Cause.SSI_BIT);
    vm.run(a -> a.wfi().nop());
    assertEquals(Vm.insn(2), vm.pc());
  }

  @Test
  void anInterruptThatEndsAWaitReturnsBehindIt() {
    vm.set(Csr.MIE).to(-1).set(Csr.MSTATUS).to(MIE).load(a -> a.wfi().nop());
    vm.step(10);
    raise(Cause.MTI_BIT);
    vm.step(1);
    assertEquals(Vm.insn(1), vm.csr(Csr.MEPC));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100})
  void anInterruptTakesNoStep(int length) {
    vm.set(Csr.MIE).to(-1).set(Csr.MSTATUS).to(MIE).set(Csr.MTVEC).to(Vm.insn(2));
    vm.load(a -> a.nop().nop().label("loop").addi(A0, A0, 1).j("loop"));
    raise(Cause.MTI_BIT);
    assertEquals(length, vm.step(length));
    assertEquals((length + 1) / 2, vm.x(A0));
  }
}
