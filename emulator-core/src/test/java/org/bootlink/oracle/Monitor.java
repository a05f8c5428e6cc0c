// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import static org.bootlink.testing.Reg.*;

import org.bootlink.isa.Csr;
import org.bootlink.testing.Assembler;

/**
 * The program that runs programs: sets the hart to what a run's record says, enters its code, logs its traps
 * and goes on behind the instruction that trapped, stores what is left at the end, then does the next.
 *
 * <p>A run ends at its last instruction, after more traps than the record has room for, or when an
 * instruction fetch failed and {@code ra} does not lead back into its code. {@code mscratch} and
 * {@code sscratch} hold the record's address while it runs.
 */
final class Monitor {
  private static final long FS = 3L << 13;
  private static final long MTIMECMP = 0x200_4000;
  private static final long TEST_FINISHER = 0x10_0000;
  private static final int FINISHER_PASS = 0x5555;
  private static final int JAL = 0x6f;
  private static final int MPRV_BIT = 17;
  /** Exceptions and interrupts 1 to 15. */
  private static final int VECTORS = 16;
  private static final int[] TEMPORARIES = {T3, T4, T5};
  /** Instruction address misaligned, access fault, page fault. */
  private static final int FETCH_CAUSES = 1 << 0 | 1 << 1 | 1 << 12;

  private final Assembler asm = new Assembler(Layout.RAM);

  static byte[] assemble(int runs) {
    return new Monitor().build(runs);
  }

  private byte[] build(int runs) {
    asm.csrr(T0, Csr.MHARTID).bnez(T0, "park")
        .li(T0, MTIMECMP).li(T1, -1).sd(T1, 0, T0).j("next")
        .label("park").wfi().j("park");
    nextRun();
    trapHandler("machine", true);
    trapHandler("supervisor", false);
    endOfRun();
    asm.align(8).label("record").dword(Layout.record(0))
        .label("end").dword(Layout.record(runs))
        .label("done").dword(0);
    return asm.assemble();
  }

  private void nextRun() {
    asm.label("next").la(T0, "record").ld(T6, 0, T0).ld(T1, 8, T0).beq(T6, T1, "allDone")
        .csrw(Csr.MSCRATCH, T6).csrw(Csr.SSCRATCH, T6)
        .la(T0, "supervisorTrap").csrw(Csr.STVEC, T0)
        .csrw(Csr.SCAUSE, ZERO).csrw(Csr.SEPC, ZERO).csrw(Csr.STVAL, ZERO)
        .csrw(Csr.MCAUSE, ZERO).csrw(Csr.MTVAL, ZERO)
        .li(T0, -1).csrw(Csr.STIMECMP, T0)
        .la(T0, "machineTrap").csrw(Csr.MTVEC, T0).csrw(Csr.MCOUNTINHIBIT, ZERO);
    for (int i = 0; i < 15; i++) {
      asm.csrw(Csr.PMPADDR0 + i, ZERO);
    }
    setPmp();
    asm.li(T0, FS).csrw(Csr.MSTATUS, T0);
    for (int i = 0; i < 32; i++) {
      asm.fld(i, Layout.F + 8 * i, T6);
    }
    set(Csr.FCSR, Layout.IN_FCSR);
    set(Csr.MEDELEG, Layout.IN_MEDELEG);
    set(Csr.MIDELEG, Layout.IN_MIDELEG);
    set(Csr.MENVCFG, Layout.IN_MENVCFG);
    set(Csr.SENVCFG, Layout.IN_SENVCFG);
    set(Csr.MCOUNTEREN, Layout.IN_MCOUNTEREN);
    set(Csr.SCOUNTEREN, Layout.IN_SCOUNTEREN);
    set(Csr.SATP, Layout.IN_SATP);
    set(Csr.MIE, Layout.IN_MIE);
    set(Csr.MEPC, Layout.IN_ENTRY);
    set(Csr.MSTATUS, Layout.IN_MSTATUS);
    asm.sfenceVma(ZERO, ZERO).fencei();
    for (int i = 1; i < 32; i++) {
      asm.ld(i, 8 * i, T6);
    }
    asm.mret();
  }

  /** Everything is allowed everything, and then what the record says. */
  private void setPmp() {
    asm.csrw(Csr.PMPCFG0, ZERO).li(T0, 0x1fL << 56).csrw(Csr.PMPCFG0 + 2, T0)
        .li(T0, -1).csrw(Csr.PMPADDR0 + 15, T0)
        .ld(T1, Layout.IN_PMP, T6).beqz(T1, "pmpDone");
    for (int i = 0; i < 16; i++) {
      asm.ld(T0, 8 * i, T1).csrw(Csr.PMPADDR0 + i, T0);
    }
    asm.ld(T0, 128, T1).csrw(Csr.PMPCFG0, T0).ld(T0, 136, T1).csrw(Csr.PMPCFG0 + 2, T0)
        .label("pmpDone");
  }

  private void set(int csr, int offset) {
    asm.ld(T0, offset, T6).csrw(csr, T0);
  }

  private void trapHandler(String mode, boolean inM) {
    int scratch = inM ? Csr.MSCRATCH : Csr.SSCRATCH;
    int epc = inM ? Csr.MEPC : Csr.SEPC;
    asm.align(4).label(mode + "Trap");
    for (int i = 0; i < VECTORS; i++) {
      asm.jLabel(JAL, ZERO, mode + "Entry");
    }
    asm.label(mode + "Entry").csrrw(T6, scratch, T6);
    for (int register : TEMPORARIES) {
      asm.sd(register, 8 * register, T6);
    }
    asm.csrr(T5, scratch).sd(T5, 8 * T6, T6).csrw(scratch, T6);
    if (inM) {
      // The way out of S-mode is not part of the run.
      asm.csrr(T3, epc).la(T5, "supervisorExit").bltu(T3, T5, "ofTheRun")
          .la(T5, "supervisorExitEnd").bltu(T3, T5, "endOfRun").label("ofTheRun");
    }
    log(inM, epc);
    asm.ld(T5, Layout.IN_END, T6).beq(T3, T5, mode + "Leave")
        .ld(T5, Layout.IN_NEXT_TRAP, T6).srli(T5, T5, 12).bnez(T5, mode + "Leave");
    interrupt(mode, T4, inM);
    asm.li(T5, FETCH_CAUSES).srl(T5, T5, T4).andi(T5, T5, 1).bnez(T5, mode + "Fetch");
    boundsCheck(mode, T3);
    asm.lhu(T4, 0, T5).andi(T4, T4, 3).addi(T3, T3, 2).addi(T4, T4, -3).bnez(T4, mode + "Resume")
        .addi(T3, T3, 2).j(mode + "Resume")
        .label(mode + "Fetch").mv(T3, RA);
    boundsCheckOnly(mode, T3);
    asm.label(mode + "Resume").csrw(epc, T3).label(mode + "ResumeHere");
    if (inM) {
      // With MPRV, MRET's change of MPP is one of translation, which QEMU 7.2 sees after a fence only.
      asm.csrr(T3, Csr.MSTATUS).slli(T3, T3, 63 - MPRV_BIT).srli(T3, T3, 63).beqz(T3, "noMprv")
          .sfenceVma(ZERO, ZERO).label("noMprv");
    }
    restoreTemporaries();
    if (inM) {
      asm.mret().label("machineLeave").j("endOfRun");
    } else {
      asm.sret().label("supervisorLeave");
      leaveS();
    }
  }

  private void leaveS() {
    asm.ld(T4, Layout.IN_EXIT_BY_EBREAK, T6).bnez(T4, "byEbreak").label("supervisorExit");
    restoreTemporaries();
    asm.ecall().label("byEbreak");
    restoreTemporaries();
    asm.ebreak().label("supervisorExitEnd");
  }

  private void restoreTemporaries() {
    for (int register : TEMPORARIES) {
      asm.ld(register, 8 * register, T6);
    }
    asm.ld(T6, 8 * T6, T6);
  }

  /**
   * Logs a trap; leaves its epc in t3 and its cause in t4. The program does not see either, since both sides
   * may have different ones.
   */
  private void log(boolean inM, int epc) {
    asm.ld(T5, Layout.IN_NEXT_TRAP, T6).add(T4, T6, T5).addi(T5, T5, Layout.TRAP_SIZE)
        .sd(T5, Layout.IN_NEXT_TRAP, T6)
        .csrr(T5, inM ? Csr.MCAUSE : Csr.SCAUSE);
    if (!inM) {
      asm.li(T3, 1L << Layout.TAKEN_IN_S_BIT).add(T5, T5, T3);
    }
    asm.sd(T5, 0, T4)
        .csrr(T5, inM ? Csr.MTVAL : Csr.STVAL).sd(T5, 16, T4)
        .csrr(T5, inM ? Csr.MSTATUS : Csr.SSTATUS).sd(T5, 24, T4)
        .csrr(T3, epc).sd(T3, 8, T4)
        .csrr(T4, inM ? Csr.MCAUSE : Csr.SCAUSE)
        .csrw(inM ? Csr.MTVAL : Csr.STVAL, ZERO).csrw(inM ? Csr.MCAUSE : Csr.SCAUSE, ZERO);
  }

  /** An interrupt is taken once; then all are disabled, and the run goes on where it was. */
  private void interrupt(String mode, int cause, boolean inM) {
    asm.slti(T5, cause, 0).beqz(T5, mode + "Exception")
        .csrw(inM ? Csr.MIE : Csr.SIE, ZERO).j(mode + "ResumeHere")
        .label(mode + "Exception");
  }

  /** Ends the run unless {@code pc} is in its code; leaves the physical address in t5. */
  private void boundsCheck(String mode, int pc) {
    asm.li(T5, ~Layout.USER_ALIAS).and(T5, pc, T5)
        .ld(T4, Layout.IN_CODE_LOW, T6).bltu(T5, T4, mode + "Fetch")
        .ld(T4, Layout.IN_CODE_HIGH, T6).bgeu(T5, T4, mode + "Fetch");
  }

  private void boundsCheckOnly(String mode, int pc) {
    asm.li(T5, ~Layout.USER_ALIAS).and(T5, pc, T5)
        .ld(T4, Layout.IN_CODE_LOW, T6).bltu(T5, T4, mode + "Leave")
        .ld(T4, Layout.IN_CODE_HIGH, T6).bgeu(T5, T4, mode + "Leave");
  }

  private void endOfRun() {
    asm.label("endOfRun");
    for (int i = 1; i < T3; i++) {
      asm.sd(i, 8 * i, T6);
    }
    asm.csrr(T0, Csr.MSTATUS).sd(T0, Layout.OUT, T6)
        .li(T1, FS).csrrs(ZERO, Csr.MSTATUS, T1);
    for (int i = 1; i < Layout.OUTPUT_CSRS.length; i++) {
      asm.csrr(T0, Layout.OUTPUT_CSRS[i]).sd(T0, Layout.OUT + 8 * i, T6);
    }
    for (int i = 0; i < 32; i++) {
      asm.fsd(i, Layout.F + 8 * i, T6);
    }
    asm.csrw(Csr.PMPCFG0, ZERO).csrw(Csr.PMPCFG0 + 2, ZERO)
        .csrw(Csr.SATP, ZERO).csrw(Csr.MIE, ZERO).csrw(Csr.MIP, ZERO).csrw(Csr.MIDELEG, ZERO)
        .la(T0, "record").ld(T1, 0, T0).li(T2, Layout.RECORD_SIZE).add(T1, T1, T2).sd(T1, 0, T0)
        .j("next")
        .label("allDone").la(T0, "done").li(T1, Layout.DONE_MARK).sd(T1, 0, T0)
        .li(T0, TEST_FINISHER).li(T1, FINISHER_PASS).sw(T1, 0, T0).label("wait").j("wait");
  }

  private Monitor() {}
}
