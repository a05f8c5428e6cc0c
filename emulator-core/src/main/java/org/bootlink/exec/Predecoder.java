// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.isa.Compressed;
import org.bootlink.isa.Decoder;
import org.bootlink.isa.Format;
import org.bootlink.isa.Insn;

/** Turns an instruction's encoding into the two words of a slot, see {@link Op}. */
final class Predecoder {
  private static final int PAGE_SIZE = 4096;

  /** PAUSE: a FENCE with predecessor W and nothing else. */
  private static final int PAUSE = 0x0100_000f;

  private int word0;
  private int word1;

  int word0() {
    return word0;
  }

  int word1() {
    return word1;
  }

  /**
   * Decodes the instruction at {@code offset} in its page.
   *
   * @param parcels its 16 or 32 bits as fetched
   */
  void decode(int parcels, int offset) {
    int halfwords = Decoder.length(parcels) / 2;
    int insn = halfwords == 1 ? Compressed.expand(parcels & 0xffff) : parcels;
    Insn row = Decoder.decode(insn);
    if (row == null) {
      set(Op.ILLEGAL, halfwords, 0);
      return;
    }
    int operation = operation(row);
    if (operation != 0) {
      decodeHot(row, operation, insn, halfwords, offset);
    } else {
      decodeOther(row, insn, halfwords);
    }
  }

  private void decodeHot(Insn row, int operation, int insn, int halfwords, int offset) {
    int rd = insn >>> 7 & 31;
    int rs1 = insn >>> 15 & 31;
    int rs2 = insn >>> 20 & 31;
    int imm = row.format().immediate(insn);
    switch (row.format()) {
      case R -> setUnlessX0(operation, rd, rs1, rs2, halfwords, 0);
      case I, SHIFT, SHIFTW -> {
        if (row == Insn.JALR && rd == 0) {
          set(Op.JR, rd, rs1, 0, halfwords, imm);
        } else if (row == Insn.JALR) {
          set(Op.JALR, rd, rs1, 0, halfwords, imm << Op.JALR_SHIFT | offset + 2 * halfwords);
        } else if (row == Insn.ADDI && rs1 == 0) {
          setUnlessX0(Op.LI, rd, 0, 0, halfwords, imm);
        } else {
          setUnlessX0(operation, rd, rs1, 0, halfwords, imm);
        }
      }
      case U -> setUnlessX0(operation, rd, 0, 0, halfwords, operation == Op.AUIPC ? offset + imm : imm);
      case LOAD -> {
        boolean toX0 = rd == 0 && operation != Op.FLW && operation != Op.FLD;
        if (toX0) {
          setOther(Op.SYSTEM, row, insn, halfwords);
        } else {
          set(operation, rd, rs1, 0, halfwords, imm);
        }
      }
      case S -> set(operation, 0, rs1, rs2, halfwords, imm);
      case B -> {
        if (isInPage(offset, imm)) {
          set(operation, 0, rs1, rs2, halfwords, slotDistance(imm, halfwords));
        } else {
          set(operation + Op.BEQ_FAR - Op.BEQ, 0, rs1, rs2, halfwords, offset + imm);
        }
      }
      case J -> {
        boolean inPage = isInPage(offset, imm);
        int jump = rd == 0 ? inPage ? Op.J : Op.J_FAR : inPage ? Op.JAL : Op.JAL_FAR;
        set(jump, rd, 0, 0, halfwords, inPage ? slotDistance(imm, halfwords) : offset + imm);
        word0 |= offset + 2 * halfwords << Op.LINK_SHIFT;
      }
      default -> throw new IllegalStateException("no slot form for " + row);
    }
  }

  private void decodeOther(Insn row, int insn, int halfwords) {
    if (row == Insn.FENCE || row == Insn.FENCE_I) {
      if (insn == PAUSE) {
        setOther(Op.SYSTEM, row, insn, halfwords);
      } else {
        set(Op.NOP, halfwords, 0);
      }
      return;
    }
    setOther(group(row), row, insn, halfwords);
  }

  private static int group(Insn row) {
    if (row.format() == Format.AMO) {
      return Op.ATOMIC;
    }
    int ordinal = row.ordinal();
    if (ordinal >= Insn.FMADD_S.ordinal() && ordinal <= Insn.FCVT_D_S.ordinal()) {
      return Op.FLOAT;
    }
    if (ordinal >= Insn.SH1ADD.ordinal() && ordinal <= Insn.CZERO_NEZ.ordinal()) {
      return Op.BITMANIP;
    }
    return switch (row) {
      case ECALL, EBREAK, MRET, SRET, WFI, SFENCE_VMA, SINVAL_VMA, SFENCE_W_INVAL, SFENCE_INVAL_IR ->
          Op.CONTROL;
      default -> Op.SYSTEM;
    };
  }

  private static boolean isInPage(int offset, int distance) {
    int target = offset + distance;
    return target >= 0 && target < PAGE_SIZE;
  }

  /** From the slot of the next instruction to that of the one {@code distance} bytes from this one. */
  private static int slotDistance(int distance, int halfwords) {
    return (distance / 2 - halfwords) * Op.SLOT_BYTES;
  }

  private void setUnlessX0(int operation, int rd, int rs1, int rs2, int halfwords, int imm) {
    if (rd == 0) {
      set(Op.NOP, halfwords, 0);
    } else {
      set(operation, rd, rs1, rs2, halfwords, imm);
    }
  }

  private void set(int operation, int halfwords, int imm) {
    set(operation, 0, 0, 0, halfwords, imm);
  }

  private void set(int operation, int rd, int rs1, int rs2, int halfwords, int imm) {
    word0 = operation << Op.OPERATION_SHIFT
        | rs2 * 8 << Op.RS2_SHIFT
        | rs1 * 8 << Op.RS1_SHIFT
        | rd * 8
        | halfwords;
    word1 = imm;
  }

  private void setOther(int operation, Insn row, int insn, int halfwords) {
    word0 = operation << Op.OPERATION_SHIFT | row.ordinal() << Op.ORDINAL_SHIFT | halfwords;
    word1 = insn;
  }

  /** The interpreter's own operation for {@code row}, or 0. */
  private static int operation(Insn row) {
    return switch (row) {
      case LUI -> Op.LI;
      case AUIPC -> Op.AUIPC;
      case JAL -> Op.JAL;
      case JALR -> Op.JALR;
      case LB -> Op.LB;
      case LH -> Op.LH;
      case LW -> Op.LW;
      case LD -> Op.LD;
      case LBU -> Op.LBU;
      case LHU -> Op.LHU;
      case LWU -> Op.LWU;
      case SB -> Op.SB;
      case SH -> Op.SH;
      case SW -> Op.SW;
      case SD -> Op.SD;
      case FLW -> Op.FLW;
      case FLD -> Op.FLD;
      case FSW -> Op.FSW;
      case FSD -> Op.FSD;
      case ADDI -> Op.ADDI;
      case SLTI -> Op.SLTI;
      case SLTIU -> Op.SLTIU;
      case XORI -> Op.XORI;
      case ORI -> Op.ORI;
      case ANDI -> Op.ANDI;
      case SLLI -> Op.SLLI;
      case SRLI -> Op.SRLI;
      case SRAI -> Op.SRAI;
      case ADDIW -> Op.ADDIW;
      case SLLIW -> Op.SLLIW;
      case SRLIW -> Op.SRLIW;
      case SRAIW -> Op.SRAIW;
      case ADD -> Op.ADD;
      case SUB -> Op.SUB;
      case SLL -> Op.SLL;
      case SLT -> Op.SLT;
      case SLTU -> Op.SLTU;
      case XOR -> Op.XOR;
      case SRL -> Op.SRL;
      case SRA -> Op.SRA;
      case OR -> Op.OR;
      case AND -> Op.AND;
      case ADDW -> Op.ADDW;
      case SUBW -> Op.SUBW;
      case SLLW -> Op.SLLW;
      case SRLW -> Op.SRLW;
      case SRAW -> Op.SRAW;
      case MUL -> Op.MUL;
      case MULH -> Op.MULH;
      case MULHSU -> Op.MULHSU;
      case MULHU -> Op.MULHU;
      case DIV -> Op.DIV;
      case DIVU -> Op.DIVU;
      case REM -> Op.REM;
      case REMU -> Op.REMU;
      case MULW -> Op.MULW;
      case DIVW -> Op.DIVW;
      case DIVUW -> Op.DIVUW;
      case REMW -> Op.REMW;
      case REMUW -> Op.REMUW;
      case BEQ -> Op.BEQ;
      case BNE -> Op.BNE;
      case BLT -> Op.BLT;
      case BGE -> Op.BGE;
      case BLTU -> Op.BLTU;
      case BGEU -> Op.BGEU;
      default -> 0;
    };
  }
}
