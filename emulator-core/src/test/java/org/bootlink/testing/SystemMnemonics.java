// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

/** Mnemonics of Zicsr, Zifencei, Zawrs, the cache block and the privileged instructions. */
abstract class SystemMnemonics<T extends SystemMnemonics<T>> extends FloatMnemonics<T> {
  SystemMnemonics(long originPa) {
    super(originPa);
  }

  public T csrrw(int rd, int csr, int rs1) {
    return word(Formats.iUnsigned(0x73, 1, rd, rs1, csr));
  }

  public T csrrs(int rd, int csr, int rs1) {
    return word(Formats.iUnsigned(0x73, 2, rd, rs1, csr));
  }

  public T csrrc(int rd, int csr, int rs1) {
    return word(Formats.iUnsigned(0x73, 3, rd, rs1, csr));
  }

  public T csrrwi(int rd, int csr, int imm5) {
    return word(Formats.iUnsigned(0x73, 5, rd, imm5, csr));
  }

  public T csrrsi(int rd, int csr, int imm5) {
    return word(Formats.iUnsigned(0x73, 6, rd, imm5, csr));
  }

  public T csrrci(int rd, int csr, int imm5) {
    return word(Formats.iUnsigned(0x73, 7, rd, imm5, csr));
  }

  public T csrr(int rd, int csr) {
    return csrrs(rd, csr, 0);
  }

  public T csrw(int csr, int rs1) {
    return csrrw(0, csr, rs1);
  }

  public T ecall() {
    return word(0x00000073);
  }

  public T ebreak() {
    return word(0x00100073);
  }

  public T sret() {
    return word(0x10200073);
  }

  public T mret() {
    return word(0x30200073);
  }

  public T wfi() {
    return word(0x10500073);
  }

  public T fence() {
    return word(0x0ff0000f);
  }

  public T fencei() {
    return word(0x0000100f);
  }

  public T wrsNto() {
    return word(0x00d00073);
  }

  public T wrsSto() {
    return word(0x01d00073);
  }

  public T sfenceVma(int rs1, int rs2) {
    return r(0x73, 0, 0x09, 0, rs1, rs2);
  }

  public T sinvalVma(int rs1, int rs2) {
    return r(0x73, 0, 0x0b, 0, rs1, rs2);
  }

  public T cboInval(int rs1) {
    return i(0x0f, 2, 0, rs1, 0);
  }

  public T cboClean(int rs1) {
    return i(0x0f, 2, 0, rs1, 1);
  }

  public T cboFlush(int rs1) {
    return i(0x0f, 2, 0, rs1, 2);
  }

  public T cboZero(int rs1) {
    return i(0x0f, 2, 0, rs1, 4);
  }
}
