// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

/** Mnemonics of M, Zba, Zbb, Zbc, Zbs and Zicond. */
abstract class MultiplyBitMnemonics<T extends MultiplyBitMnemonics<T>> extends IntegerMnemonics<T> {
  MultiplyBitMnemonics(long originPa) {
    super(originPa);
  }

  public T mul(int rd, int rs1, int rs2) {
    return r(0x33, 0, 0x01, rd, rs1, rs2);
  }

  public T mulh(int rd, int rs1, int rs2) {
    return r(0x33, 1, 0x01, rd, rs1, rs2);
  }

  public T mulhsu(int rd, int rs1, int rs2) {
    return r(0x33, 2, 0x01, rd, rs1, rs2);
  }

  public T mulhu(int rd, int rs1, int rs2) {
    return r(0x33, 3, 0x01, rd, rs1, rs2);
  }

  public T div(int rd, int rs1, int rs2) {
    return r(0x33, 4, 0x01, rd, rs1, rs2);
  }

  public T divu(int rd, int rs1, int rs2) {
    return r(0x33, 5, 0x01, rd, rs1, rs2);
  }

  public T rem(int rd, int rs1, int rs2) {
    return r(0x33, 6, 0x01, rd, rs1, rs2);
  }

  public T remu(int rd, int rs1, int rs2) {
    return r(0x33, 7, 0x01, rd, rs1, rs2);
  }

  public T mulw(int rd, int rs1, int rs2) {
    return r(0x3b, 0, 0x01, rd, rs1, rs2);
  }

  public T divw(int rd, int rs1, int rs2) {
    return r(0x3b, 4, 0x01, rd, rs1, rs2);
  }

  public T divuw(int rd, int rs1, int rs2) {
    return r(0x3b, 5, 0x01, rd, rs1, rs2);
  }

  public T remw(int rd, int rs1, int rs2) {
    return r(0x3b, 6, 0x01, rd, rs1, rs2);
  }

  public T remuw(int rd, int rs1, int rs2) {
    return r(0x3b, 7, 0x01, rd, rs1, rs2);
  }

  public T sh1add(int rd, int rs1, int rs2) {
    return r(0x33, 2, 0x10, rd, rs1, rs2);
  }

  public T sh2add(int rd, int rs1, int rs2) {
    return r(0x33, 4, 0x10, rd, rs1, rs2);
  }

  public T sh3add(int rd, int rs1, int rs2) {
    return r(0x33, 6, 0x10, rd, rs1, rs2);
  }

  public T addUw(int rd, int rs1, int rs2) {
    return r(0x3b, 0, 0x04, rd, rs1, rs2);
  }

  public T sh1addUw(int rd, int rs1, int rs2) {
    return r(0x3b, 2, 0x10, rd, rs1, rs2);
  }

  public T sh2addUw(int rd, int rs1, int rs2) {
    return r(0x3b, 4, 0x10, rd, rs1, rs2);
  }

  public T sh3addUw(int rd, int rs1, int rs2) {
    return r(0x3b, 6, 0x10, rd, rs1, rs2);
  }

  public T andn(int rd, int rs1, int rs2) {
    return r(0x33, 7, 0x20, rd, rs1, rs2);
  }

  public T orn(int rd, int rs1, int rs2) {
    return r(0x33, 6, 0x20, rd, rs1, rs2);
  }

  public T xnor(int rd, int rs1, int rs2) {
    return r(0x33, 4, 0x20, rd, rs1, rs2);
  }

  public T max(int rd, int rs1, int rs2) {
    return r(0x33, 6, 0x05, rd, rs1, rs2);
  }

  public T maxu(int rd, int rs1, int rs2) {
    return r(0x33, 7, 0x05, rd, rs1, rs2);
  }

  public T min(int rd, int rs1, int rs2) {
    return r(0x33, 4, 0x05, rd, rs1, rs2);
  }

  public T minu(int rd, int rs1, int rs2) {
    return r(0x33, 5, 0x05, rd, rs1, rs2);
  }

  public T rol(int rd, int rs1, int rs2) {
    return r(0x33, 1, 0x30, rd, rs1, rs2);
  }

  public T ror(int rd, int rs1, int rs2) {
    return r(0x33, 5, 0x30, rd, rs1, rs2);
  }

  public T rolw(int rd, int rs1, int rs2) {
    return r(0x3b, 1, 0x30, rd, rs1, rs2);
  }

  public T rorw(int rd, int rs1, int rs2) {
    return r(0x3b, 5, 0x30, rd, rs1, rs2);
  }

  public T clmul(int rd, int rs1, int rs2) {
    return r(0x33, 1, 0x05, rd, rs1, rs2);
  }

  public T clmulh(int rd, int rs1, int rs2) {
    return r(0x33, 3, 0x05, rd, rs1, rs2);
  }

  public T clmulr(int rd, int rs1, int rs2) {
    return r(0x33, 2, 0x05, rd, rs1, rs2);
  }

  public T bset(int rd, int rs1, int rs2) {
    return r(0x33, 1, 0x14, rd, rs1, rs2);
  }

  public T bclr(int rd, int rs1, int rs2) {
    return r(0x33, 1, 0x24, rd, rs1, rs2);
  }

  public T bext(int rd, int rs1, int rs2) {
    return r(0x33, 5, 0x24, rd, rs1, rs2);
  }

  public T binv(int rd, int rs1, int rs2) {
    return r(0x33, 1, 0x34, rd, rs1, rs2);
  }

  public T czeroEqz(int rd, int rs1, int rs2) {
    return r(0x33, 5, 0x07, rd, rs1, rs2);
  }

  public T czeroNez(int rd, int rs1, int rs2) {
    return r(0x33, 7, 0x07, rd, rs1, rs2);
  }

  public T clz(int rd, int rs1) {
    return word(Formats.iUnsigned(0x13, 1, rd, rs1, 0x600));
  }

  public T ctz(int rd, int rs1) {
    return word(Formats.iUnsigned(0x13, 1, rd, rs1, 0x601));
  }

  public T cpop(int rd, int rs1) {
    return word(Formats.iUnsigned(0x13, 1, rd, rs1, 0x602));
  }

  public T sextB(int rd, int rs1) {
    return word(Formats.iUnsigned(0x13, 1, rd, rs1, 0x604));
  }

  public T sextH(int rd, int rs1) {
    return word(Formats.iUnsigned(0x13, 1, rd, rs1, 0x605));
  }

  public T clzw(int rd, int rs1) {
    return word(Formats.iUnsigned(0x1b, 1, rd, rs1, 0x600));
  }

  public T ctzw(int rd, int rs1) {
    return word(Formats.iUnsigned(0x1b, 1, rd, rs1, 0x601));
  }

  public T cpopw(int rd, int rs1) {
    return word(Formats.iUnsigned(0x1b, 1, rd, rs1, 0x602));
  }

  public T orcB(int rd, int rs1) {
    return word(Formats.iUnsigned(0x13, 5, rd, rs1, 0x287));
  }

  public T rev8(int rd, int rs1) {
    return word(Formats.iUnsigned(0x13, 5, rd, rs1, 0x6b8));
  }

  public T zextH(int rd, int rs1) {
    return r(0x3b, 4, 0x04, rd, rs1, 0);
  }

  public T slliUw(int rd, int rs1, int shift) {
    return shift(0x1b, 1, 0x80, rd, rs1, Formats.field(shift, 6));
  }

  public T rori(int rd, int rs1, int shift) {
    return shift(0x13, 5, 0x600, rd, rs1, Formats.field(shift, 6));
  }

  public T roriw(int rd, int rs1, int shift) {
    return shift(0x1b, 5, 0x600, rd, rs1, Formats.field(shift, 5));
  }

  public T bseti(int rd, int rs1, int shift) {
    return shift(0x13, 1, 0x280, rd, rs1, Formats.field(shift, 6));
  }

  public T bclri(int rd, int rs1, int shift) {
    return shift(0x13, 1, 0x480, rd, rs1, Formats.field(shift, 6));
  }

  public T bexti(int rd, int rs1, int shift) {
    return shift(0x13, 5, 0x480, rd, rs1, Formats.field(shift, 6));
  }

  public T binvi(int rd, int rs1, int shift) {
    return shift(0x13, 1, 0x680, rd, rs1, Formats.field(shift, 6));
  }
}
