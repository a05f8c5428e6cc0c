// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.exec.Op;
import org.bootlink.hart.HartLayout;
import org.bootlink.hart.Mstatus;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Insn;
import org.bootlink.isa.Privilege;
import org.bootlink.softfloat.Rounding;

/**
 * Code for what a kernel does all the time: system calls and returns from traps, accesses to the registers
 * of S-mode traps and to {@code sstatus}, CBO.ZERO. Whatever is unusual leaves the region before the
 * instruction: another privilege level, a change of MXR, an interrupt that may have to be taken.
 *
 * <p>Source: as exec.ExecSystem, hart.CsrFile and hart.TrapUnit, which do the same in all cases.
 */
final class SystemEmitter {
  private static final int BLOCK_BYTES = 64;
  private static final int SPIE_FROM_SIE = 4;

  private final InsnEmitter insns;
  private final StackCode out;
  private final int next;
  private final int old;
  private final int tlb;

  /**
   * @param next a 64-bit local that nobody uses meanwhile
   * @param old another
   * @param tlb the local that holds DATA_TLB
   */
  SystemEmitter(InsnEmitter insns, StackCode out, int next, int old, int tlb) {
    this.insns = insns;
    this.out = out;
    this.next = next;
    this.old = old;
    this.tlb = tlb;
  }

  static boolean canTranslate(int word, int insn) {
    int operation = word >>> Op.OPERATION_SHIFT;
    Insn row = DecodedWord.row(word);
    if (operation == Op.CONTROL) {
      return row == Insn.ECALL || row == Insn.SRET;
    }
    return switch (row) {
      case CBO_ZERO -> true;
      case CSRRW, CSRRWI, CSRRS, CSRRSI, CSRRC, CSRRCI -> insn >>> 20 == Csr.SSTATUS || field(insn) != 0;
      default -> false;
    };
  }

  /** Whether the integer register rs1 is read. */
  static boolean readsRs1(Insn row) {
    return row == Insn.CBO_ZERO || row == Insn.CSRRW || row == Insn.CSRRS || row == Insn.CSRRC;
  }

  static boolean writesRd(Insn row) {
    return row != Insn.CBO_ZERO && row != Insn.ECALL && row != Insn.SRET;
  }

  /** Where a register lies that holds whatever was written to it; 0 for others. */
  private static int field(int insn) {
    return switch (insn >>> 20) {
      case Csr.SSCRATCH -> HartLayout.SSCRATCH;
      case Csr.SEPC -> HartLayout.SEPC;
      case Csr.SCAUSE -> HartLayout.SCAUSE;
      case Csr.STVAL -> HartLayout.STVAL;
      default -> 0;
    };
  }

  void emit(int word, int insn, int offset, int left) {
    insns.settle();
    Insn row = DecodedWord.row(word);
    int rd = insn >>> 7 & 31;
    int rs1 = insn >>> 15 & 31;
    if (row == Insn.CBO_ZERO) {
      zeroBlock(rs1, offset, left);
      return;
    }
    leaveUnlessS(offset, left);
    if (insn >>> 20 == Csr.SSTATUS) {
      sstatus(row, rd, rs1, offset, left);
      return;
    }
    int field = field(insn);
    hart().memory(StackOp.I64_LOAD, field).set(old);
    boolean writes = row == Insn.CSRRW || row == Insn.CSRRWI || rs1 != 0;
    if (writes) {
      hart();
      newValue(row, rs1);
      if (field == HartLayout.SEPC) {
        out.i64(-2).op(StackOp.I64_AND);
      }
      out.memory(StackOp.I64_STORE, field);
    }
    setRd(rd);
  }

  /** The value of an instruction that writes, from {@code old} and its operand. */
  private void newValue(Insn row, int rs1) {
    boolean immediate = row == Insn.CSRRWI || row == Insn.CSRRSI || row == Insn.CSRRCI;
    boolean clears = row == Insn.CSRRC || row == Insn.CSRRCI;
    boolean sets = row == Insn.CSRRS || row == Insn.CSRRSI;
    if (sets || clears) {
      out.get(old);
    }
    if (immediate) {
      out.i64(rs1);
    } else {
      insns.get(rs1);
    }
    if (clears) {
      out.i64(-1).op(StackOp.I64_XOR).op(StackOp.I64_AND);
    } else if (sets) {
      out.op(StackOp.I64_OR);
    }
  }

  private void sstatus(Insn row, int rd, int rs1, int offset, int left) {
    hart().memory(StackOp.I64_LOAD, HartLayout.MSTATUS).set(old);
    if (row == Insn.CSRRW || row == Insn.CSRRWI || rs1 != 0) {
      newValue(row, rs1);
      // What changes.
      out.get(old).op(StackOp.I64_XOR).i64(Mstatus.SSTATUS_WRITABLE).op(StackOp.I64_AND).set(next);
      out.get(next).i64(Mstatus.MXR).op(StackOp.I64_AND).op(StackOp.I64_EQZ).op(StackOp.I32_EQZ);
      leaveIf(offset, left);
      out.get(next).i64(Mstatus.SIE).op(StackOp.I64_AND).op(StackOp.I64_EQZ)
          .op(StackOp.I32_EQZ).ifThen();
      leaveIfPending(offset, left);
      out.end();
      hart().get(old).get(next).op(StackOp.I64_XOR).memory(StackOp.I64_STORE, HartLayout.MSTATUS);
      out.get(next).i64(Mstatus.FS).op(StackOp.I64_AND).op(StackOp.I64_EQZ).op(StackOp.I32_EQZ).ifThen();
      hart().get(old).get(next).op(StackOp.I64_XOR).i64(Mstatus.FS).op(StackOp.I64_AND)
          .i64(Mstatus.FS).op(StackOp.I64_EQ)
          .get(RegionEmitter.HART).memory(StackOp.I32_LOAD, HartLayout.FRM).i32(Rounding.RMM + 1)
          .op(StackOp.I32_LT_S).op(StackOp.I32_AND).memory(StackOp.I32_STORE, HartLayout.FS_DIRTY);
      out.end();
      insns.floatReadinessChanged();
      out.get(next).i64(Mstatus.SUM).op(StackOp.I64_AND).op(StackOp.I64_EQZ).op(StackOp.I32_EQZ).ifThen();
      hart();
      dataTlb(() -> out.get(old).get(next).op(StackOp.I64_XOR));
      out.tee(tlb).memory(StackOp.I32_STORE, HartLayout.DATA_TLB);
      out.end();
    }
    if (rd != 0) {
      out.get(old).i64(Mstatus.SSTATUS_READABLE & ~Mstatus.SD).op(StackOp.I64_AND)
          .get(old).i64(Mstatus.FS).op(StackOp.I64_AND).i64(Mstatus.FS).op(StackOp.I64_EQ)
          .op(StackOp.I64_EXTEND_I32_U).i64(63).op(StackOp.I64_SHL).op(StackOp.I64_OR);
      insns.set(rd);
    }
  }

  /** Address of the read array in S-mode, by SUM in the mstatus that {@code mstatus} leaves on the stack. */
  private void dataTlb(Runnable mstatus) {
    hart().i32(HartLayout.TLB + HartLayout.TLB_CONTEXT_BYTES).op(StackOp.I32_ADD);
    mstatus.run();
    out.op(StackOp.I32_WRAP_I64).i32(Long.numberOfTrailingZeros(Mstatus.SUM)).op(StackOp.I32_SHR_U)
        .i32(1).op(StackOp.I32_AND).i32(HartLayout.TLB_CONTEXT_BYTES).op(StackOp.I32_MUL)
        .op(StackOp.I32_ADD);
  }

  private void setRd(int rd) {
    if (rd != 0) {
      out.get(old);
      insns.set(rd);
    }
  }

  private void zeroBlock(int rs1, int offset, int left) {
    hart().get(RegionEmitter.HART).memory(StackOp.I32_LOAD, HartLayout.PRIVILEGE).op(StackOp.I32_ADD)
        .memory(StackOp.I64_LOAD8_U, HartLayout.MAY_ZERO).op(StackOp.I64_EQZ);
    leaveIf(offset, left);
    insns.addresses().addressOfBlock(rs1, BLOCK_BYTES, offset, left);
    for (int at = 0; at < BLOCK_BYTES; at += 8) {
      insns.addresses().repeatAddress();
      out.i64(0).memory(StackOp.I64_STORE, at);
    }
  }

  /** ECALL or SRET: sets pc; leaves the region before the instruction if it is not the usual case. */
  void transfer(int word, int offset, int pc) {
    if (DecodedWord.row(word) == Insn.ECALL) {
      ecall(offset, pc);
    } else {
      sret(offset, pc);
    }
    hart().i32(0).memory(StackOp.I32_STORE, HartLayout.RESERVED);
  }

  private void ecall(int offset, int pc) {
    hart().memory(StackOp.I32_LOAD, HartLayout.PRIVILEGE)
        .get(RegionEmitter.HART).memory(StackOp.I32_LOAD, HartLayout.ECALL_TO_S).op(StackOp.I32_EQZ)
        .op(StackOp.I32_ADD);
    leaveIf(offset, 1);
    hart().i64(Cause.ECALL_FROM_U).memory(StackOp.I64_STORE, HartLayout.SCAUSE);
    hart().get(RegionEmitter.PAGE_VA).i64(offset).op(StackOp.I64_ADD)
        .memory(StackOp.I64_STORE, HartLayout.SEPC);
    hart().i64(0).memory(StackOp.I64_STORE, HartLayout.STVAL);
    hart().get(RegionEmitter.HART).memory(StackOp.I64_LOAD, HartLayout.EXCEPTIONS).i64(1)
        .op(StackOp.I64_ADD).memory(StackOp.I64_STORE, HartLayout.EXCEPTIONS);
    // SPIE becomes SIE, and SIE and SPP 0.
    hart().memory(StackOp.I64_LOAD, HartLayout.MSTATUS).set(old);
    hart().get(old).i64(~(Mstatus.SPIE | Mstatus.SIE | Mstatus.SPP)).op(StackOp.I64_AND)
        .get(old).i64(Mstatus.SIE).op(StackOp.I64_AND).i64(SPIE_FROM_SIE).op(StackOp.I64_SHL)
        .op(StackOp.I64_OR).memory(StackOp.I64_STORE, HartLayout.MSTATUS);
    enter(Privilege.S);
    hart();
    dataTlb(() -> out.get(old));
    out.memory(StackOp.I32_STORE, HartLayout.DATA_TLB);
    hart().memory(StackOp.I64_LOAD, HartLayout.STVEC).i64(~3L).op(StackOp.I64_AND).set(pc);
  }

  /** Only to U-mode, with no interrupt to be taken. */
  private void sret(int offset, int pc) {
    leaveUnlessS(offset, 1);
    leaveIfPending(offset, 1);
    hart().memory(StackOp.I64_LOAD, HartLayout.MSTATUS).tee(old)
        .i64(Mstatus.TSR | Mstatus.MPRV).op(StackOp.I64_AND).op(StackOp.I64_EQZ).op(StackOp.I32_EQZ);
    leaveIf(offset, 1);
    hart().get(old).i64(~(Mstatus.SIE | Mstatus.SPP)).op(StackOp.I64_AND).i64(Mstatus.SPIE).op(StackOp.I64_OR)
        .get(old).i64(Mstatus.SPIE).op(StackOp.I64_AND).i64(SPIE_FROM_SIE).op(StackOp.I64_SHR_U)
        .op(StackOp.I64_OR).memory(StackOp.I64_STORE, HartLayout.MSTATUS);
    out.get(old).i64(Mstatus.SPP).op(StackOp.I64_AND).op(StackOp.I64_EQZ).ifThen();
    enter(Privilege.U);
    hart().get(RegionEmitter.HART).i32(HartLayout.TLB).op(StackOp.I32_ADD)
        .memory(StackOp.I32_STORE, HartLayout.DATA_TLB);
    out.end();
    hart().memory(StackOp.I64_LOAD, HartLayout.SEPC).set(pc);
  }

  private void enter(int privilege) {
    hart().i32(privilege).memory(StackOp.I32_STORE, HartLayout.PRIVILEGE);
    hart().get(RegionEmitter.HART)
        .i32(HartLayout.TLB + privilege * HartLayout.TLB_CONTEXT_BYTES + HartLayout.TLB_FETCH)
        .op(StackOp.I32_ADD).memory(StackOp.I32_STORE, HartLayout.FETCH_TLB);
  }

  private void leaveUnlessS(int offset, int left) {
    hart().memory(StackOp.I32_LOAD, HartLayout.PRIVILEGE).i32(Privilege.S).op(StackOp.I32_NE);
    leaveIf(offset, left);
  }

  private void leaveIfPending(int offset, int left) {
    hart().memory(StackOp.I64_LOAD, HartLayout.PENDING).op(StackOp.I64_EQZ).op(StackOp.I32_EQZ);
    leaveIf(offset, left);
  }

  private void leaveIf(int offset, int left) {
    out.ifUnlikely();
    insns.leave(offset, left);
    out.end();
  }

  private StackCode hart() {
    return out.get(RegionEmitter.HART);
  }
}
