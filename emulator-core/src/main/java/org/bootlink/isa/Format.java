// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

/**
 * Where an instruction keeps its operands.
 *
 * <p>Source: RISC-V Unprivileged ISA, edition 20240411, "RV32I Base Instruction Formats" and the chapters of
 * the extensions.
 */
public enum Format {
  /** rd, rs1, rs2. */
  R,
  /** rd, rs1. */
  R1,
  /** rd, rs1, rs2, rs3. */
  R4,
  /** rd, rs1, 12-bit signed immediate. */
  I,
  /** rd, 12-bit signed offset(rs1). */
  LOAD,
  /** rd, rs1, 6-bit shift amount. */
  SHIFT,
  /** rd, rs1, 5-bit shift amount. */
  SHIFTW,
  /** rs2, 12-bit signed offset(rs1). */
  S,
  /** rs1, rs2, 13-bit signed branch offset. */
  B,
  /** rd, upper 20 bits. */
  U,
  /** rd, 21-bit signed jump offset. */
  J,
  /** rd, csr, rs1. */
  CSR,
  /** rd, csr, 5-bit zero-extended immediate. */
  CSRI,
  /** rd, rs2, (rs1). */
  AMO,
  /** (rs1). */
  MEMORY,
  /** rs1, rs2. */
  RS1_RS2,
  /** predecessor, successor. */
  FENCE,
  /** No operands. */
  NONE;

  /** The instruction's immediate, sign-extended; 0 for formats without one. */
  public int immediate(int insn) {
    return switch (this) {
      case I, LOAD -> insn >> 20;
      case SHIFT -> insn >>> 20 & 63;
      case SHIFTW -> insn >>> 20 & 31;
      case S -> insn >> 25 << 5 | insn >>> 7 & 31;
      case B -> insn >> 31 << 12 | (insn >>> 7 & 1) << 11 | (insn >>> 25 & 63) << 5 | (insn >>> 8 & 15) << 1;
      case U -> insn & 0xffff_f000;
      case J -> insn >> 31 << 20 | insn & 0xff000 | (insn >>> 20 & 1) << 11 | (insn >>> 21 & 0x3ff) << 1;
      case CSR, CSRI -> insn >>> 20;
      default -> 0;
    };
  }
}
