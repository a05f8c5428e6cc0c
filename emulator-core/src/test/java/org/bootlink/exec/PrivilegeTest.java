// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import static org.bootlink.testing.Reg.*;
import static org.bootlink.testing.Vm.DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.function.Consumer;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Privilege;
import org.bootlink.testing.Assembler;
import org.bootlink.testing.PageTable;
import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;

/** Which instruction may be executed at which privilege, and what takes the right away. */
class PrivilegeTest {
  private static final long TVM = 1 << 20;
  private static final long TW = 1 << 21;
  private static final long TSR = 1 << 22;
  private static final long CBIE_FLUSH = 1 << 4;
  private static final long CBIE_INVALIDATE = 3 << 4;
  private static final long CBCFE = 1 << 6;
  private static final long CBZE = 1 << 7;

  private static final Consumer<Assembler> SRET = a -> a.sret();
  private static final Consumer<Assembler> WFI = a -> a.wfi();
  private static final Consumer<Assembler> SFENCE = a -> a.sfenceVma(ZERO, ZERO);
  private static final Consumer<Assembler> SINVAL = a -> a.sinvalVma(A0, A1);
  private static final Consumer<Assembler> SFENCE_W_INVAL = a -> a.word(0x1800_0073);
  private static final Consumer<Assembler> SFENCE_INVAL_IR = a -> a.word(0x1810_0073);
  private static final Consumer<Assembler> CBO_ZERO = a -> a.cboZero(A1);
  private static final Consumer<Assembler> CBO_CLEAN = a -> a.cboClean(A1);
  private static final Consumer<Assembler> CBO_FLUSH = a -> a.cboFlush(A1);
  private static final Consumer<Assembler> CBO_INVAL = a -> a.cboInval(A1);

  private Vm vm;

  private boolean legal(int privilege, long mstatus, Consumer<Assembler> code) {
    return legal(privilege, mstatus, 0, 0, code);
  }

  private boolean legal(int privilege, long mstatus, long menvcfg, long senvcfg, Consumer<Assembler> code) {
    vm = new Vm();
    vm.set(Csr.MSTATUS).to(mstatus).set(Csr.MENVCFG).to(menvcfg).set(Csr.SENVCFG).to(senvcfg);
    vm.set(A1, DATA + 24).enter(privilege).load(code);
    vm.step(1);
    boolean illegal = vm.trap() != null;
    if (illegal) {
      long encoding = vm.ram().readI32(Vm.BASE) & 0xffff_ffffL;
      assertEquals(Vm.Trap.inM(Cause.ILLEGAL_INSTRUCTION, Vm.BASE, encoding), vm.trap());
    }
    return !illegal;
  }

  private String legalIn(long mstatus, Consumer<Assembler> code) {
    return (legal(Privilege.U, mstatus, code) ? "U" : "")
        + (legal(Privilege.S, mstatus, code) ? "S" : "")
        + (legal(Privilege.M, mstatus, code) ? "M" : "");
  }

  private String legalIn(long menvcfg, long senvcfg, Consumer<Assembler> code) {
    return (legal(Privilege.U, 0, menvcfg, senvcfg, code) ? "U" : "")
        + (legal(Privilege.S, 0, menvcfg, senvcfg, code) ? "S" : "")
        + (legal(Privilege.M, 0, menvcfg, senvcfg, code) ? "M" : "");
  }

  @Test
  void mretIsForM() {
    assertEquals("M", legalIn(0, a -> a.mret()));
  }

  @Test
  void sretIsForSUnlessTsr() {
    assertEquals("SM", legalIn(0, SRET));
    assertEquals("M", legalIn(TSR, SRET));
  }

  @Test
  void wfiIsForSUnlessTw() {
    assertEquals("SM", legalIn(0, WFI));
    assertEquals("M", legalIn(TW, WFI));
  }

  @Test
  void translationFencesAreForSUnlessTvm() {
    assertEquals("SM", legalIn(0, SFENCE));
    assertEquals("M", legalIn(TVM, SFENCE));
    assertEquals("SM", legalIn(0, SINVAL));
    assertEquals("M", legalIn(TVM, SINVAL));
  }

  @Test
  void svinvalsFencesAreForSWhateverTvmSays() {
    assertEquals("SM", legalIn(TVM, SFENCE_W_INVAL));
    assertEquals("SM", legalIn(TVM, SFENCE_INVAL_IR));
  }

  @Test
  void wrsNtoBelowMIsIllegalUnderTwAndWrsStoNever() {
    assertEquals("USM", legalIn(0, a -> a.wrsNto()));
    assertEquals("M", legalIn(TW, a -> a.wrsNto()));
    assertEquals("USM", legalIn(TW, a -> a.wrsSto()));
  }

  @Test
  void fencesAndPauseAreForAll() {
    assertEquals("USM", legalIn(TVM | TW | TSR, a -> a.fence()));
    assertEquals("USM", legalIn(TVM | TW | TSR, a -> a.fencei()));
    assertEquals("USM", legalIn(TVM | TW | TSR, a -> a.word(0x0100_000f)));
  }

  // Cache blocks.

  @Test
  void cboZeroNeedsCbzeOfEveryHigherPrivilege() {
    assertEquals("M", legalIn(0, CBZE, CBO_ZERO));
    assertEquals("SM", legalIn(CBZE, 0, CBO_ZERO));
    assertEquals("USM", legalIn(CBZE, CBZE, CBO_ZERO));
  }

  @Test
  void cboCleanAndFlushNeedCbcfe() {
    for (Consumer<Assembler> code : java.util.List.of(CBO_CLEAN, CBO_FLUSH)) {
      assertEquals("M", legalIn(CBZE | CBIE_INVALIDATE, CBCFE, code));
      assertEquals("SM", legalIn(CBCFE, 0, code));
      assertEquals("USM", legalIn(CBCFE, CBCFE, code));
    }
  }

  @Test
  void cboInvalNeedsCbie() {
    assertEquals("M", legalIn(0, CBIE_FLUSH, CBO_INVAL));
    assertEquals("SM", legalIn(CBIE_FLUSH, 0, CBO_INVAL));
    assertEquals("USM", legalIn(CBIE_INVALIDATE, CBIE_FLUSH, CBO_INVAL));
    assertEquals("USM", legalIn(CBIE_FLUSH, CBIE_INVALIDATE, CBO_INVAL));
  }

  @Test
  void cboZeroClearsTheWholeBlockOfItsAddress() {
    vm = new Vm();
    for (int i = 0; i < 192; i += 8) {
      vm.ram().writeI64(DATA + i, -1);
    }
    vm.set(A1, DATA + 64 + 63).run(CBO_ZERO);
    for (int i = 0; i < 192; i += 8) {
      assertEquals(i >= 64 && i < 128 ? 0 : -1, vm.ram().readI64(DATA + i), "offset " + i);
    }
  }

  @Test
  void cboFaultsTellTheAddressGivenAsAStoreFault() {
    vm = new Vm();
    vm.set(A1, 0x123).run(CBO_ZERO);
    assertEquals(Vm.Trap.inM(Cause.STORE_ACCESS_FAULT, Vm.BASE, 0x123), vm.trap());
    for (Consumer<Assembler> code : java.util.List.of(CBO_CLEAN, CBO_ZERO)) {
      vm = new Vm();
      PageTable table = new PageTable(vm, 3);
      table.map(Vm.BASE, Vm.BASE, PageTable.RWX);
      vm.set(Csr.SATP).to(table.satp()).set(Csr.MENVCFG).to(CBCFE | CBZE);
      vm.set(A1, 0x5123).enter(Privilege.S).run(code);
      assertEquals(Vm.Trap.inM(Cause.STORE_PAGE_FAULT, Vm.BASE, 0x5123), vm.trap());
    }
  }

  @Test
  void cboCleanNeedsOnlyReadPermissionAndZeroWrite() {
    vm = new Vm();
    PageTable table = new PageTable(vm, 3);
    table.map(Vm.BASE, Vm.BASE, PageTable.RWX);
    table.map(DATA, DATA, PageTable.V | PageTable.R | PageTable.A);
    vm.set(Csr.SATP).to(table.satp()).set(Csr.MENVCFG).to(CBCFE | CBZE);
    vm.set(A1, DATA).enter(Privilege.S).run(a -> a.cboClean(A1).cboZero(A1));
    assertEquals(Vm.Trap.inM(Cause.STORE_PAGE_FAULT, Vm.insn(1), DATA), vm.trap());
  }

  @Test
  void prefetchesChangeNothing() {
    vm = new Vm();
    vm.set(A1, 0x10).run(a -> a.ori(ZERO, A1, 0).ori(ZERO, A1, 1).ori(ZERO, A1, 3));
    assertNull(vm.trap());
  }
}
