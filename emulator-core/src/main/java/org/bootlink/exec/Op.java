// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

/**
 * A decoded instruction: one slot of 8 bytes per halfword of code.
 *
 * <pre>
 *  word 0   31:24 operation   23:16 rs2 * 8   15:8 rs1 * 8   7:3 rd   2:0 length in halfwords
 *  word 1   imm, signed
 * </pre>
 *
 * Register fields are byte offsets into the register file. Operation numbers are dense, so that the
 * interpreter's switch becomes a jump table (TeaVM makes one only for ranges below 256).
 */
final class Op {

  /** Nothing decoded here yet. */
  static final int DECODE = 0;

  /** Behind the page's last halfword: go on in the next page; imm: distance from this page's address. */
  static final int PAGE_END = 1;

  /** Not an instruction of this machine. */
  static final int ILLEGAL = 2;

  /** Does nothing: fences, hints, and results for x0. */
  static final int NOP = 3;

  /** rd = imm. */
  static final int LI = 4;

  /** rd = address of the page + imm. */
  static final int AUIPC = 5;
  static final int LB = 6;
  static final int LH = 7;
  static final int LW = 8;
  static final int LD = 9;
  static final int LBU = 10;
  static final int LHU = 11;
  static final int LWU = 12;
  static final int SB = 13;
  static final int SH = 14;
  static final int SW = 15;
  static final int SD = 16;
  static final int FLW = 17;
  static final int FLD = 18;
  static final int FSW = 19;
  static final int FSD = 20;
  static final int ADDI = 21;
  static final int SLTI = 22;
  static final int SLTIU = 23;
  static final int XORI = 24;
  static final int ORI = 25;
  static final int ANDI = 26;
  static final int SLLI = 27;
  static final int SRLI = 28;
  static final int SRAI = 29;
  static final int ADDIW = 30;
  static final int SLLIW = 31;
  static final int SRLIW = 32;
  static final int SRAIW = 33;
  static final int ADD = 34;
  static final int SUB = 35;
  static final int SLL = 36;
  static final int SLT = 37;
  static final int SLTU = 38;
  static final int XOR = 39;
  static final int SRL = 40;
  static final int SRA = 41;
  static final int OR = 42;
  static final int AND = 43;
  static final int ADDW = 44;
  static final int SUBW = 45;
  static final int SLLW = 46;
  static final int SRLW = 47;
  static final int SRAW = 48;
  static final int MUL = 49;
  static final int MULH = 50;
  static final int MULHSU = 51;
  static final int MULHU = 52;
  static final int DIV = 53;
  static final int DIVU = 54;
  static final int REM = 55;
  static final int REMU = 56;
  static final int MULW = 57;
  static final int DIVW = 58;
  static final int DIVUW = 59;
  static final int REMW = 60;
  static final int REMUW = 61;

  /** Branches to a target in the same page; imm: distance in slot bytes from the next instruction's slot. */
  static final int BEQ = 62;
  static final int BNE = 63;
  static final int BLT = 64;
  static final int BGE = 65;
  static final int BLTU = 66;
  static final int BGEU = 67;

  /** Branches to another page; imm: distance in bytes from this page's address. */
  static final int BEQ_FAR = 68;
  static final int BNE_FAR = 69;
  static final int BLT_FAR = 70;
  static final int BGE_FAR = 71;
  static final int BLTU_FAR = 72;
  static final int BGEU_FAR = 73;

  /** JAL without and with a link register; imm as for branches, LINK: distance of what is linked. */
  static final int J = 74;
  static final int JAL = 75;
  static final int J_FAR = 76;
  static final int JAL_FAR = 77;

  /** JALR without and with a link register; imm of JALR: 31:16 its immediate, 12:0 what is linked. */
  static final int JR = 78;
  static final int JALR = 79;

  /** Everything else, by Insn ordinal in bits 8 to 23; imm: the 32-bit encoding. */
  static final int ATOMIC = 80;
  static final int FLOAT = 81;
  static final int BITMANIP = 82;
  static final int SYSTEM = 83;
  static final int CONTROL = 84;

  static final int SLOT_BYTES = 8;
  static final int OPERATION_SHIFT = 24;
  static final int RS2_SHIFT = 16;
  static final int RS1_SHIFT = 8;
  static final int REGISTER_MASK = 0xf8;
  static final int LENGTH_MASK = 7;
  /** Address to be linked, in bytes from the page's address; a 32-bit JAL may end two bytes behind it. */
  static final int LINK_SHIFT = 8;
  static final int LINK_MASK = 0x1fff;
  static final int JALR_SHIFT = 16;
  static final int ORDINAL_SHIFT = 8;
  static final int ORDINAL_MASK = 0xffff;

  private Op() {}
}
