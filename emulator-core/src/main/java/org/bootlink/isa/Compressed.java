// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

/**
 * The C extension for RV64 with D: every 16-bit encoding stands for one 32-bit instruction.
 *
 * <p>Source: RISC-V Unprivileged ISA, edition 20240411, '"C" Extension for Compressed Instructions',
 * "RVC Instruction Set Listings". HINTs expand to instructions that change nothing.
 */
public final class Compressed {
  /** What {@link #expand} answers for an illegal or reserved encoding. */
  public static final int ILLEGAL = 0;

  private static final int RA = 1;
  private static final int SP = 2;

  private static final int OP_LOAD = 0x03;
  private static final int OP_LOAD_FP = 0x07;
  private static final int OP_IMM = 0x13;
  private static final int OP_IMM_32 = 0x1b;
  private static final int OP_STORE = 0x23;
  private static final int OP_STORE_FP = 0x27;
  private static final int OP = 0x33;
  private static final int OP_LUI = 0x37;
  private static final int OP_32 = 0x3b;
  private static final int OP_BRANCH = 0x63;
  private static final int OP_JALR = 0x67;
  private static final int OP_JAL = 0x6f;
  private static final int EBREAK = 0x0010_0073;
  private static final int FUNCT7_SUB = 0x20;

  /**
   * The 32-bit instruction that {@code c} stands for, or {@link #ILLEGAL}.
   *
   * @param c 16-bit encoding whose low two bits are not both 1
   */
  public static int expand(int c) {
    return switch (c >>> 13 & 7 | (c & 3) << 3) {
      case 0 -> addi4spn(c);
      case 1 -> i(OP_LOAD_FP, 3, rdLow(c), rs1Low(c), offsetD(c));
      case 2 -> i(OP_LOAD, 2, rdLow(c), rs1Low(c), offsetW(c));
      case 3 -> i(OP_LOAD, 3, rdLow(c), rs1Low(c), offsetD(c));
      case 5 -> s(OP_STORE_FP, 3, rs1Low(c), rdLow(c), offsetD(c));
      case 6 -> s(OP_STORE, 2, rs1Low(c), rdLow(c), offsetW(c));
      case 7 -> s(OP_STORE, 3, rs1Low(c), rdLow(c), offsetD(c));
      case 8 -> i(OP_IMM, 0, rd(c), rd(c), imm6(c));
      case 9 -> rd(c) == 0 ? ILLEGAL : i(OP_IMM_32, 0, rd(c), rd(c), imm6(c));
      case 10 -> i(OP_IMM, 0, rd(c), 0, imm6(c));
      case 11 -> rd(c) == SP ? addi16sp(c) : lui(c);
      case 12 -> arithmetic(c);
      case 13 -> j(0, jumpOffset(c));
      case 14 -> b(0, rs1Low(c), branchOffset(c));
      case 15 -> b(1, rs1Low(c), branchOffset(c));
      case 16 -> i(OP_IMM, 1, rd(c), rd(c), imm6(c) & 63);
      case 17 -> i(OP_LOAD_FP, 3, rd(c), SP, offsetDsp(c));
      case 18 -> rd(c) == 0 ? ILLEGAL : i(OP_LOAD, 2, rd(c), SP, offsetWsp(c));
      case 19 -> rd(c) == 0 ? ILLEGAL : i(OP_LOAD, 3, rd(c), SP, offsetDsp(c));
      case 20 -> jumpOrMove(c);
      case 21 -> s(OP_STORE_FP, 3, SP, rs2(c), storeOffsetDsp(c));
      case 22 -> s(OP_STORE, 2, SP, rs2(c), storeOffsetWsp(c));
      case 23 -> s(OP_STORE, 3, SP, rs2(c), storeOffsetDsp(c));
      default -> ILLEGAL;
    };
  }

  private static int addi4spn(int c) {
    int imm = (c >>> 7 & 15) << 6 | (c >>> 11 & 3) << 4 | (c >>> 5 & 1) << 3 | (c >>> 6 & 1) << 2;
    return imm == 0 ? ILLEGAL : i(OP_IMM, 0, rdLow(c), SP, imm);
  }

  private static int addi16sp(int c) {
    int imm = (c << 19 >> 31) << 9 | (c >>> 3 & 3) << 7 | (c >>> 5 & 1) << 6 | (c >>> 2 & 1) << 5
        | (c >>> 6 & 1) << 4;
    return imm == 0 ? ILLEGAL : i(OP_IMM, 0, SP, SP, imm);
  }

  private static int lui(int c) {
    int imm = imm6(c);
    return imm == 0 ? ILLEGAL : imm << 12 | rd(c) << 7 | OP_LUI;
  }

  private static int arithmetic(int c) {
    int rd = rs1Low(c);
    int rs2 = rdLow(c);
    switch (c >>> 10 & 3) {
      case 0:
        return i(OP_IMM, 5, rd, rd, imm6(c) & 63);
      case 1:
        return i(OP_IMM, 5, rd, rd, imm6(c) & 63 | FUNCT7_SUB << 5);
      case 2:
        return i(OP_IMM, 7, rd, rd, imm6(c));
      default:
        break;
    }
    return switch (c >>> 5 & 3 | c >>> 10 & 4) {
      case 0 -> r(OP, 0, FUNCT7_SUB, rd, rd, rs2);
      case 1 -> r(OP, 4, 0, rd, rd, rs2);
      case 2 -> r(OP, 6, 0, rd, rd, rs2);
      case 3 -> r(OP, 7, 0, rd, rd, rs2);
      case 4 -> r(OP_32, 0, FUNCT7_SUB, rd, rd, rs2);
      case 5 -> r(OP_32, 0, 0, rd, rd, rs2);
      default -> ILLEGAL;
    };
  }

  private static int jumpOrMove(int c) {
    boolean bit12 = (c & 1 << 12) != 0;
    if (rs2(c) != 0) {
      return r(OP, 0, 0, rd(c), bit12 ? rd(c) : 0, rs2(c));
    }
    if (rd(c) == 0) {
      return bit12 ? EBREAK : ILLEGAL;
    }
    return i(OP_JALR, 0, bit12 ? RA : 0, rd(c), 0);
  }

  private static int rd(int c) {
    return c >>> 7 & 31;
  }

  private static int rs2(int c) {
    return c >>> 2 & 31;
  }

  /** Register field of bits 4:2, which is rd or rs2 and names x8 to x15. */
  private static int rdLow(int c) {
    return 8 | c >>> 2 & 7;
  }

  /** Register field of bits 9:7, which is rs1 (and rd in the arithmetic group) and names x8 to x15. */
  private static int rs1Low(int c) {
    return 8 | c >>> 7 & 7;
  }

  private static int imm6(int c) {
    return (c << 19 >> 31) << 5 | c >>> 2 & 31;
  }

  private static int offsetW(int c) {
    return (c >>> 10 & 7) << 3 | (c >>> 6 & 1) << 2 | (c >>> 5 & 1) << 6;
  }

  private static int offsetD(int c) {
    return (c >>> 10 & 7) << 3 | (c >>> 5 & 3) << 6;
  }

  private static int offsetWsp(int c) {
    return (c >>> 12 & 1) << 5 | (c >>> 4 & 7) << 2 | (c >>> 2 & 3) << 6;
  }

  private static int offsetDsp(int c) {
    return (c >>> 12 & 1) << 5 | (c >>> 5 & 3) << 3 | (c >>> 2 & 7) << 6;
  }

  private static int storeOffsetWsp(int c) {
    return (c >>> 9 & 15) << 2 | (c >>> 7 & 3) << 6;
  }

  private static int storeOffsetDsp(int c) {
    return (c >>> 10 & 7) << 3 | (c >>> 7 & 7) << 6;
  }

  private static int branchOffset(int c) {
    return (c << 19 >> 31) << 8 | (c >>> 5 & 3) << 6 | (c >>> 2 & 1) << 5 | (c >>> 10 & 3) << 3
        | (c >>> 3 & 3) << 1;
  }

  private static int jumpOffset(int c) {
    return (c << 19 >> 31) << 11 | (c >>> 8 & 1) << 10 | (c >>> 9 & 3) << 8 | (c >>> 6 & 1) << 7
        | (c >>> 7 & 1) << 6 | (c >>> 2 & 1) << 5 | (c >>> 11 & 1) << 4 | (c >>> 3 & 7) << 1;
  }

  private static int i(int opcode, int funct3, int rd, int rs1, int imm) {
    return imm << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode;
  }

  private static int s(int opcode, int funct3, int rs1, int rs2, int imm) {
    return imm >> 5 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | (imm & 31) << 7 | opcode;
  }

  private static int r(int opcode, int funct3, int funct7, int rd, int rs1, int rs2) {
    return funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode;
  }

  private static int b(int funct3, int rs1, int imm) {
    return (imm >>> 12 & 1) << 31 | (imm >>> 5 & 63) << 25 | rs1 << 15 | funct3 << 12
        | (imm >>> 1 & 15) << 8 | (imm >>> 11 & 1) << 7 | OP_BRANCH;
  }

  private static int j(int rd, int imm) {
    return (imm >>> 20 & 1) << 31 | (imm >>> 1 & 0x3ff) << 21 | (imm >>> 11 & 1) << 20
        | (imm >>> 12 & 0xff) << 12 | rd << 7 | OP_JAL;
  }

  private Compressed() {}
}
