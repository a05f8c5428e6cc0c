// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

/**
 * The instruction formats as functions from fields to words; each checks that its fields fit.
 *
 * <p>Specification: RISC-V Unprivileged ISA Manual, "Base Instruction Formats" and "Immediate Encoding
 * Variants", "Compressed Instruction Formats".
 */
public final class Formats {
  public static int r(int opcode, int funct3, int funct7, int rd, int rs1, int rs2) {
    return field(funct7, 7) << 25 | reg(rs2) << 20 | reg(rs1) << 15 | field(funct3, 3) << 12
        | reg(rd) << 7 | field(opcode, 7);
  }

  /** Four registers, as the fused multiply-adds have: {@code fmt} 0 for single, 1 for double. */
  public static int r4(int opcode, int funct3, int fmt, int rd, int rs1, int rs2, int rs3) {
    return r(opcode, funct3, reg(rs3) << 2 | field(fmt, 2), rd, rs1, rs2);
  }

  /** {@code imm} -2,048 to 2,047. */
  public static int i(int opcode, int funct3, int rd, int rs1, int imm) {
    return signed(imm, 12) << 20 | reg(rs1) << 15 | field(funct3, 3) << 12 | reg(rd) << 7
        | field(opcode, 7);
  }

  /** The I format with an unsigned 12-bit field: CSR numbers and shifts. */
  public static int iUnsigned(int opcode, int funct3, int rd, int rs1, int imm) {
    return field(imm, 12) << 20 | reg(rs1) << 15 | field(funct3, 3) << 12 | reg(rd) << 7
        | field(opcode, 7);
  }

  public static int s(int opcode, int funct3, int rs1, int rs2, int imm) {
    int bits = signed(imm, 12);
    return bits >>> 5 << 25 | reg(rs2) << 20 | reg(rs1) << 15 | field(funct3, 3) << 12
        | (bits & 31) << 7 | field(opcode, 7);
  }

  /** {@code offset} from the instruction's own address, even, within 4 KiB. */
  public static int b(int opcode, int funct3, int rs1, int rs2, long offset) {
    int bits = even(offset, 13);
    return (bits >>> 12 & 1) << 31 | (bits >>> 5 & 63) << 25 | reg(rs2) << 20 | reg(rs1) << 15
        | field(funct3, 3) << 12 | (bits >>> 1 & 15) << 8 | (bits >>> 11 & 1) << 7 | field(opcode, 7);
  }

  /** {@code imm20} is what ends up in bits 31 to 12, -2^19 to 2^20 - 1. */
  public static int u(int opcode, int rd, int imm20) {
    if (imm20 < -(1 << 19) || imm20 >= 1 << 20) {
      throw new IllegalArgumentException("upper immediate " + imm20);
    }
    return imm20 << 12 | reg(rd) << 7 | field(opcode, 7);
  }

  /** {@code offset} from the instruction's own address, even, within 1 MiB. */
  public static int j(int opcode, int rd, long offset) {
    int bits = even(offset, 21);
    return (bits >>> 20 & 1) << 31 | (bits >>> 1 & 1023) << 21 | (bits >>> 11 & 1) << 20
        | (bits >>> 12 & 255) << 12 | reg(rd) << 7 | field(opcode, 7);
  }

  /** Compressed, two full register fields: c.mv, c.add, c.jr, c.jalr, c.ebreak. */
  public static int cr(int funct4, int rdOrRs1, int rs2) {
    return field(funct4, 4) << 12 | reg(rdOrRs1) << 7 | reg(rs2) << 2 | 2;
  }

  /** Compressed with a six-bit immediate, given as its bits 5 to 0: c.li, c.addi, c.addiw, c.slli, c.lui. */
  public static int ci(int opcode, int funct3, int rd, int imm6) {
    return field(funct3, 3) << 13 | (imm6 >>> 5 & 1) << 12 | reg(rd) << 7 | (imm6 & 31) << 2
        | field(opcode, 2);
  }

  /** A register of the x8 to x15 that short compressed forms reach, as its three bits. */
  static int shortReg(int register) {
    if (register < 8 || register > 15) {
      throw new IllegalArgumentException("x" + register + " is not x8 to x15");
    }
    return register - 8;
  }

  static int field(int value, int width) {
    if (value < 0 || value >= 1 << width) {
      throw new IllegalArgumentException("0x" + Integer.toHexString(value) + " in " + width + " bits");
    }
    return value;
  }

  /** The low {@code width} bits of a number that fits them as a signed one. */
  static int signed(long value, int width) {
    if (value < -(1L << (width - 1)) || value >= 1L << (width - 1)) {
      throw new IllegalArgumentException(value + " in " + width + " signed bits");
    }
    return (int) value & ((1 << width) - 1);
  }

  static int even(long offset, int width) {
    if ((offset & 1) != 0) {
      throw new IllegalArgumentException("odd offset " + offset);
    }
    return signed(offset, width);
  }

  private static int reg(int register) {
    if (register < 0 || register > 31) {
      throw new IllegalArgumentException("register " + register);
    }
    return register;
  }

  private Formats() {}
}
