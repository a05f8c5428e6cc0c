// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

/** Mnemonics of RV64I without the system instructions. */
abstract class IntegerMnemonics<T extends IntegerMnemonics<T>> extends AssemblerBase<T> {
  IntegerMnemonics(long originPa) {
    super(originPa);
  }

  public T add(int rd, int rs1, int rs2) {
    return r(0x33, 0, 0x00, rd, rs1, rs2);
  }

  public T sub(int rd, int rs1, int rs2) {
    return r(0x33, 0, 0x20, rd, rs1, rs2);
  }

  public T sll(int rd, int rs1, int rs2) {
    return r(0x33, 1, 0x00, rd, rs1, rs2);
  }

  public T slt(int rd, int rs1, int rs2) {
    return r(0x33, 2, 0x00, rd, rs1, rs2);
  }

  public T sltu(int rd, int rs1, int rs2) {
    return r(0x33, 3, 0x00, rd, rs1, rs2);
  }

  public T xor(int rd, int rs1, int rs2) {
    return r(0x33, 4, 0x00, rd, rs1, rs2);
  }

  public T srl(int rd, int rs1, int rs2) {
    return r(0x33, 5, 0x00, rd, rs1, rs2);
  }

  public T sra(int rd, int rs1, int rs2) {
    return r(0x33, 5, 0x20, rd, rs1, rs2);
  }

  public T or(int rd, int rs1, int rs2) {
    return r(0x33, 6, 0x00, rd, rs1, rs2);
  }

  public T and(int rd, int rs1, int rs2) {
    return r(0x33, 7, 0x00, rd, rs1, rs2);
  }

  public T addw(int rd, int rs1, int rs2) {
    return r(0x3b, 0, 0x00, rd, rs1, rs2);
  }

  public T subw(int rd, int rs1, int rs2) {
    return r(0x3b, 0, 0x20, rd, rs1, rs2);
  }

  public T sllw(int rd, int rs1, int rs2) {
    return r(0x3b, 1, 0x00, rd, rs1, rs2);
  }

  public T srlw(int rd, int rs1, int rs2) {
    return r(0x3b, 5, 0x00, rd, rs1, rs2);
  }

  public T sraw(int rd, int rs1, int rs2) {
    return r(0x3b, 5, 0x20, rd, rs1, rs2);
  }

  public T addi(int rd, int rs1, int imm) {
    return i(0x13, 0, rd, rs1, imm);
  }

  public T slti(int rd, int rs1, int imm) {
    return i(0x13, 2, rd, rs1, imm);
  }

  public T sltiu(int rd, int rs1, int imm) {
    return i(0x13, 3, rd, rs1, imm);
  }

  public T xori(int rd, int rs1, int imm) {
    return i(0x13, 4, rd, rs1, imm);
  }

  public T ori(int rd, int rs1, int imm) {
    return i(0x13, 6, rd, rs1, imm);
  }

  public T andi(int rd, int rs1, int imm) {
    return i(0x13, 7, rd, rs1, imm);
  }

  public T addiw(int rd, int rs1, int imm) {
    return i(0x1b, 0, rd, rs1, imm);
  }

  public T slli(int rd, int rs1, int shift) {
    return shift(0x13, 1, 0x0, rd, rs1, Formats.field(shift, 6));
  }

  public T srli(int rd, int rs1, int shift) {
    return shift(0x13, 5, 0x0, rd, rs1, Formats.field(shift, 6));
  }

  public T srai(int rd, int rs1, int shift) {
    return shift(0x13, 5, 0x400, rd, rs1, Formats.field(shift, 6));
  }

  public T slliw(int rd, int rs1, int shift) {
    return shift(0x1b, 1, 0x0, rd, rs1, Formats.field(shift, 5));
  }

  public T srliw(int rd, int rs1, int shift) {
    return shift(0x1b, 5, 0x0, rd, rs1, Formats.field(shift, 5));
  }

  public T sraiw(int rd, int rs1, int shift) {
    return shift(0x1b, 5, 0x400, rd, rs1, Formats.field(shift, 5));
  }

  /** {@code imm20} is what ends up in bits 31 to 12. */
  public T lui(int rd, int imm20) {
    return word(Formats.u(0x37, rd, imm20));
  }

  /** {@code imm20} is what ends up in bits 31 to 12. */
  public T auipc(int rd, int imm20) {
    return word(Formats.u(0x17, rd, imm20));
  }

  public T lb(int rd, int imm, int rs1) {
    return i(0x03, 0, rd, rs1, imm);
  }

  public T lh(int rd, int imm, int rs1) {
    return i(0x03, 1, rd, rs1, imm);
  }

  public T lw(int rd, int imm, int rs1) {
    return i(0x03, 2, rd, rs1, imm);
  }

  public T ld(int rd, int imm, int rs1) {
    return i(0x03, 3, rd, rs1, imm);
  }

  public T lbu(int rd, int imm, int rs1) {
    return i(0x03, 4, rd, rs1, imm);
  }

  public T lhu(int rd, int imm, int rs1) {
    return i(0x03, 5, rd, rs1, imm);
  }

  public T lwu(int rd, int imm, int rs1) {
    return i(0x03, 6, rd, rs1, imm);
  }

  public T sb(int rs2, int imm, int rs1) {
    return s(0x23, 0, rs1, rs2, imm);
  }

  public T sh(int rs2, int imm, int rs1) {
    return s(0x23, 1, rs1, rs2, imm);
  }

  public T sw(int rs2, int imm, int rs1) {
    return s(0x23, 2, rs1, rs2, imm);
  }

  public T sd(int rs2, int imm, int rs1) {
    return s(0x23, 3, rs1, rs2, imm);
  }

  public T flw(int fd, int imm, int rs1) {
    return i(0x07, 2, fd, rs1, imm);
  }

  public T fld(int fd, int imm, int rs1) {
    return i(0x07, 3, fd, rs1, imm);
  }

  public T fsw(int fs2, int imm, int rs1) {
    return s(0x27, 2, rs1, fs2, imm);
  }

  public T fsd(int fs2, int imm, int rs1) {
    return s(0x27, 3, rs1, fs2, imm);
  }

  public T beq(int rs1, int rs2, String target) {
    return b(0x63, 0, rs1, rs2, target);
  }

  public T bne(int rs1, int rs2, String target) {
    return b(0x63, 1, rs1, rs2, target);
  }

  public T blt(int rs1, int rs2, String target) {
    return b(0x63, 4, rs1, rs2, target);
  }

  public T bge(int rs1, int rs2, String target) {
    return b(0x63, 5, rs1, rs2, target);
  }

  public T bltu(int rs1, int rs2, String target) {
    return b(0x63, 6, rs1, rs2, target);
  }

  public T bgeu(int rs1, int rs2, String target) {
    return b(0x63, 7, rs1, rs2, target);
  }

  public T beqz(int rs1, String target) {
    return beq(rs1, 0, target);
  }

  public T bnez(int rs1, String target) {
    return bne(rs1, 0, target);
  }

  public T jal(int rd, String target) {
    return jLabel(0x6f, rd, target);
  }

  public T j(String target) {
    return jal(0, target);
  }

  /** Within 1 MiB, return address in {@code ra}. */
  public T call(String target) {
    return jal(1, target);
  }

  public T jalr(int rd, int rs1, int imm) {
    return i(0x67, 0, rd, rs1, imm);
  }

  public T jr(int rs1) {
    return jalr(0, rs1, 0);
  }

  public T ret() {
    return jr(1);
  }

  final T shift(int opcode, int funct3, int top, int rd, int rs1, int shift) {
    return word(Formats.iUnsigned(opcode, funct3, rd, rs1, top | shift));
  }
}
