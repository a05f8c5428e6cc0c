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
public final class Op {

  /** Nothing decoded here yet. */
  public static final int DECODE = 0;

  /** Behind the page's last halfword: go on in the next page; imm: distance from this page's address. */
  public static final int PAGE_END = 1;

  /** Not an instruction of this machine. */
  public static final int ILLEGAL = 2;

  /** Does nothing: fences, hints, and results for x0. */
  public static final int NOP = 3;

  /** rd = imm. */
  public static final int LI = 4;

  /** rd = address of the page + imm. */
  public static final int AUIPC = 5;
  public static final int LB = 6;
  public static final int LH = 7;
  public static final int LW = 8;
  public static final int LD = 9;
  public static final int LBU = 10;
  public static final int LHU = 11;
  public static final int LWU = 12;
  public static final int SB = 13;
  public static final int SH = 14;
  public static final int SW = 15;
  public static final int SD = 16;
  public static final int FLW = 17;
  public static final int FLD = 18;
  public static final int FSW = 19;
  public static final int FSD = 20;
  public static final int ADDI = 21;
  public static final int SLTI = 22;
  public static final int SLTIU = 23;
  public static final int XORI = 24;
  public static final int ORI = 25;
  public static final int ANDI = 26;
  public static final int SLLI = 27;
  public static final int SRLI = 28;
  public static final int SRAI = 29;
  public static final int ADDIW = 30;
  public static final int SLLIW = 31;
  public static final int SRLIW = 32;
  public static final int SRAIW = 33;
  public static final int ADD = 34;
  public static final int SUB = 35;
  public static final int SLL = 36;
  public static final int SLT = 37;
  public static final int SLTU = 38;
  public static final int XOR = 39;
  public static final int SRL = 40;
  public static final int SRA = 41;
  public static final int OR = 42;
  public static final int AND = 43;
  public static final int ADDW = 44;
  public static final int SUBW = 45;
  public static final int SLLW = 46;
  public static final int SRLW = 47;
  public static final int SRAW = 48;
  public static final int MUL = 49;
  public static final int MULH = 50;
  public static final int MULHSU = 51;
  public static final int MULHU = 52;
  public static final int DIV = 53;
  public static final int DIVU = 54;
  public static final int REM = 55;
  public static final int REMU = 56;
  public static final int MULW = 57;
  public static final int DIVW = 58;
  public static final int DIVUW = 59;
  public static final int REMW = 60;
  public static final int REMUW = 61;

  /** Branches to a target in the same page; imm: distance in slot bytes from the next instruction's slot. */
  public static final int BEQ = 62;
  public static final int BNE = 63;
  public static final int BLT = 64;
  public static final int BGE = 65;
  public static final int BLTU = 66;
  public static final int BGEU = 67;

  /** Branches to another page; imm: distance in bytes from this page's address. */
  public static final int BEQ_FAR = 68;
  public static final int BNE_FAR = 69;
  public static final int BLT_FAR = 70;
  public static final int BGE_FAR = 71;
  public static final int BLTU_FAR = 72;
  public static final int BGEU_FAR = 73;

  /** JAL without and with a link register; imm as for branches, LINK: distance of what is linked. */
  public static final int J = 74;
  public static final int JAL = 75;
  public static final int J_FAR = 76;
  public static final int JAL_FAR = 77;

  /** JALR without and with a link register; imm of JALR: 31:16 its immediate, 12:0 what is linked. */
  public static final int JR = 78;
  public static final int JALR = 79;

  /** Everything else, by Insn ordinal in bits 8 to 23; imm: the 32-bit encoding. */
  public static final int ATOMIC = 80;
  public static final int FLOAT = 81;
  public static final int BITMANIP = 82;
  public static final int SYSTEM = 83;
  public static final int CONTROL = 84;

  /** Translated code begins here, see {@link Translations}; imm: what it is called by. */
  public static final int ENTER = 85;

  public static final int SLOT_BYTES = 8;
  public static final int OPERATION_SHIFT = 24;
  public static final int RS2_SHIFT = 16;
  public static final int RS1_SHIFT = 8;
  public static final int REGISTER_MASK = 0xf8;
  public static final int LENGTH_MASK = 7;
  /** Address to be linked, in bytes from the page's address; a 32-bit JAL may end two bytes behind it. */
  public static final int LINK_SHIFT = 8;
  public static final int LINK_MASK = 0x1fff;
  public static final int JALR_SHIFT = 16;
  public static final int ORDINAL_SHIFT = 8;
  public static final int ORDINAL_MASK = 0xffff;

  private Op() {}
}
