// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.hart.Hart;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Insn;
import org.bootlink.isa.Privilege;

/**
 * CSR accesses, cache-block operations, waits, fences of translation, and what changes the privilege level.
 *
 * <p>Source: RISC-V Unprivileged ISA, edition 20240411, "Zicsr", "CMO", "Zawrs"; Privileged Architecture,
 * edition 20240411, "Machine-Mode Privileged Instructions", "Supervisor Memory-Management Fence
 * Instruction", "Svinval".
 */
final class ExecSystem {
  private static final Insn[] INSNS = Insn.values();

  private final Hart hart;

  ExecSystem(Hart hart) {
    this.hart = hart;
  }

  /** Executes an instruction after which the next one in memory follows, unless it traps. */
  void execute(int ordinal, int insn) {
    int rd = insn >>> 7 & 31;
    int rs1 = insn >>> 15 & 31;
    long value = hart.x(rs1);
    switch (INSNS[ordinal]) {
      case CSRRW -> csrWrite(insn, rd, value);
      case CSRRS -> csrSetOrClear(insn, rd, rs1, value, 0);
      case CSRRC -> csrSetOrClear(insn, rd, rs1, 0, value);
      case CSRRWI -> csrWrite(insn, rd, rs1);
      case CSRRSI -> csrSetOrClear(insn, rd, rs1, rs1, 0);
      case CSRRCI -> csrSetOrClear(insn, rd, rs1, 0, rs1);
      case CBO_ZERO -> {
        require(hart.permissions().mayZeroCacheBlock());
        hart.loadStore().zeroBlock(value);
      }
      case CBO_CLEAN, CBO_FLUSH -> {
        require(hart.permissions().mayCleanCacheBlock());
        hart.loadStore().checkBlock(value);
      }
      case CBO_INVAL -> {
        require(hart.permissions().cacheBlockInvalidate() != 0);
        hart.loadStore().checkBlock(value);
      }
      case WRS_NTO -> {
        require(hart.permissions().mayWaitOnReservation());
        hart.yieldTurn();
      }
      // PAUSE is a FENCE; the decoder lets only that one come here.
      case WRS_STO, FENCE -> hart.yieldTurn();
      // Loads into x0: only their faults and side effects matter.
      case LB, LBU -> discardLoad(value, insn, 1);
      case LH, LHU -> discardLoad(value, insn, 2);
      case LW, LWU -> discardLoad(value, insn, 4);
      case LD -> discardLoad(value, insn, 8);
      default -> throw new IllegalStateException("not a system instruction: " + INSNS[ordinal]);
    }
  }

  private void discardLoad(long base, int insn, int size) {
    hart.loadStore().load(base + (insn >> 20), size);
  }

  private void csrWrite(int insn, int rd, long value) {
    int csr = insn >>> 20;
    hart.permissions().checkCsr(csr, true);
    long old = rd == 0 ? 0 : hart.csr().read(csr);
    hart.csr().write(csr, value);
    hart.setX(rd, old);
  }

  private void csrSetOrClear(int insn, int rd, int rs1, long set, long clear) {
    int csr = insn >>> 20;
    hart.permissions().checkCsr(csr, rs1 != 0);
    long old = hart.csr().read(csr);
    if (rs1 != 0) {
      hart.csr().write(csr, (hart.csr().readForModify(csr) | set) & ~clear);
    }
    hart.setX(rd, old);
  }

  /** Executes an instruction that leaves the loop; sets pc itself. */
  void control(int ordinal, int insn, int length) {
    switch (INSNS[ordinal]) {
      // Not thrown: unwinding costs more than the rest of a system call.
      case ECALL -> hart.traps().takeException(
          switch (hart.privilege()) {
            case Privilege.U -> Cause.ECALL_FROM_U;
            case Privilege.S -> Cause.ECALL_FROM_S;
            default -> Cause.ECALL_FROM_M;
          }, 0);
      case EBREAK -> throw hart.exception(Cause.BREAKPOINT, hart.pc());
      case MRET -> {
        require(hart.permissions().mayReturnFromM());
        hart.traps().returnFromM();
      }
      case SRET -> {
        require(hart.permissions().mayReturnFromS());
        hart.traps().returnFromS();
      }
      case WFI -> {
        require(hart.permissions().mayWait());
        advance(length);
        hart.waitForInterrupt();
      }
      case SFENCE_VMA, SINVAL_VMA -> {
        require(hart.permissions().mayFenceTranslation());
        advance(length);
        boolean everyPage = (insn >>> 15 & 31) == 0;
        boolean everyAddressSpace = (insn >>> 20 & 31) == 0;
        if (!everyPage) {
          hart.tlb().flushPage(hart.x(insn >>> 15 & 31));
        } else if (everyAddressSpace) {
          hart.tlb().flush();
        } else {
          hart.tlb().flushNonGlobal();
        }
      }
      case SFENCE_W_INVAL, SFENCE_INVAL_IR -> {
        require(hart.privilege() != Privilege.U);
        advance(length);
      }
      default -> throw new IllegalStateException("not a control instruction: " + INSNS[ordinal]);
    }
  }

  private void advance(int length) {
    hart.setPc(hart.pc() + length);
  }

  private void require(boolean allowed) {
    if (!allowed) {
      throw hart.illegalInstruction();
    }
  }
}
