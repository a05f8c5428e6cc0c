// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

/** Mnemonics of F and D; the rounding mode is the dynamic one where there is one. */
abstract class FloatMnemonics<T extends FloatMnemonics<T>> extends AtomicMnemonics<T> {
  private static final int DYNAMIC = 7;

  FloatMnemonics(long originPa) {
    super(originPa);
  }

  public T faddS(int fd, int fs1, int fs2) {
    return fp(0x00, DYNAMIC, fd, fs1, fs2);
  }

  public T faddD(int fd, int fs1, int fs2) {
    return fp(0x01, DYNAMIC, fd, fs1, fs2);
  }

  public T fsubS(int fd, int fs1, int fs2) {
    return fp(0x04, DYNAMIC, fd, fs1, fs2);
  }

  public T fsubD(int fd, int fs1, int fs2) {
    return fp(0x05, DYNAMIC, fd, fs1, fs2);
  }

  public T fmulS(int fd, int fs1, int fs2) {
    return fp(0x08, DYNAMIC, fd, fs1, fs2);
  }

  public T fmulD(int fd, int fs1, int fs2) {
    return fp(0x09, DYNAMIC, fd, fs1, fs2);
  }

  public T fdivS(int fd, int fs1, int fs2) {
    return fp(0x0c, DYNAMIC, fd, fs1, fs2);
  }

  public T fdivD(int fd, int fs1, int fs2) {
    return fp(0x0d, DYNAMIC, fd, fs1, fs2);
  }

  public T fsqrtS(int fd, int fs1) {
    return fp(0x2c, DYNAMIC, fd, fs1, 0);
  }

  public T fsqrtD(int fd, int fs1) {
    return fp(0x2d, DYNAMIC, fd, fs1, 0);
  }

  public T fsgnjS(int fd, int fs1, int fs2) {
    return fp(0x10, 0, fd, fs1, fs2);
  }

  public T fsgnjD(int fd, int fs1, int fs2) {
    return fp(0x11, 0, fd, fs1, fs2);
  }

  public T fsgnjnS(int fd, int fs1, int fs2) {
    return fp(0x10, 1, fd, fs1, fs2);
  }

  public T fsgnjnD(int fd, int fs1, int fs2) {
    return fp(0x11, 1, fd, fs1, fs2);
  }

  public T fsgnjxS(int fd, int fs1, int fs2) {
    return fp(0x10, 2, fd, fs1, fs2);
  }

  public T fsgnjxD(int fd, int fs1, int fs2) {
    return fp(0x11, 2, fd, fs1, fs2);
  }

  public T fminS(int fd, int fs1, int fs2) {
    return fp(0x14, 0, fd, fs1, fs2);
  }

  public T fminD(int fd, int fs1, int fs2) {
    return fp(0x15, 0, fd, fs1, fs2);
  }

  public T fmaxS(int fd, int fs1, int fs2) {
    return fp(0x14, 1, fd, fs1, fs2);
  }

  public T fmaxD(int fd, int fs1, int fs2) {
    return fp(0x15, 1, fd, fs1, fs2);
  }

  public T feqS(int rd, int fs1, int fs2) {
    return fp(0x50, 2, rd, fs1, fs2);
  }

  public T feqD(int rd, int fs1, int fs2) {
    return fp(0x51, 2, rd, fs1, fs2);
  }

  public T fltS(int rd, int fs1, int fs2) {
    return fp(0x50, 1, rd, fs1, fs2);
  }

  public T fltD(int rd, int fs1, int fs2) {
    return fp(0x51, 1, rd, fs1, fs2);
  }

  public T fleS(int rd, int fs1, int fs2) {
    return fp(0x50, 0, rd, fs1, fs2);
  }

  public T fleD(int rd, int fs1, int fs2) {
    return fp(0x51, 0, rd, fs1, fs2);
  }

  public T fmaddS(int fd, int fs1, int fs2, int fs3) {
    return word(Formats.r4(0x43, DYNAMIC, 0, fd, fs1, fs2, fs3));
  }

  public T fmaddD(int fd, int fs1, int fs2, int fs3) {
    return word(Formats.r4(0x43, DYNAMIC, 1, fd, fs1, fs2, fs3));
  }

  public T fmsubS(int fd, int fs1, int fs2, int fs3) {
    return word(Formats.r4(0x47, DYNAMIC, 0, fd, fs1, fs2, fs3));
  }

  public T fmsubD(int fd, int fs1, int fs2, int fs3) {
    return word(Formats.r4(0x47, DYNAMIC, 1, fd, fs1, fs2, fs3));
  }

  public T fnmsubS(int fd, int fs1, int fs2, int fs3) {
    return word(Formats.r4(0x4b, DYNAMIC, 0, fd, fs1, fs2, fs3));
  }

  public T fnmsubD(int fd, int fs1, int fs2, int fs3) {
    return word(Formats.r4(0x4b, DYNAMIC, 1, fd, fs1, fs2, fs3));
  }

  public T fnmaddS(int fd, int fs1, int fs2, int fs3) {
    return word(Formats.r4(0x4f, DYNAMIC, 0, fd, fs1, fs2, fs3));
  }

  public T fnmaddD(int fd, int fs1, int fs2, int fs3) {
    return word(Formats.r4(0x4f, DYNAMIC, 1, fd, fs1, fs2, fs3));
  }

  public T fcvtWS(int rd, int fs1) {
    return fp(0x60, DYNAMIC, rd, fs1, 0);
  }

  public T fcvtWuS(int rd, int fs1) {
    return fp(0x60, DYNAMIC, rd, fs1, 1);
  }

  public T fcvtLS(int rd, int fs1) {
    return fp(0x60, DYNAMIC, rd, fs1, 2);
  }

  public T fcvtLuS(int rd, int fs1) {
    return fp(0x60, DYNAMIC, rd, fs1, 3);
  }

  public T fcvtWD(int rd, int fs1) {
    return fp(0x61, DYNAMIC, rd, fs1, 0);
  }

  public T fcvtWuD(int rd, int fs1) {
    return fp(0x61, DYNAMIC, rd, fs1, 1);
  }

  public T fcvtLD(int rd, int fs1) {
    return fp(0x61, DYNAMIC, rd, fs1, 2);
  }

  public T fcvtLuD(int rd, int fs1) {
    return fp(0x61, DYNAMIC, rd, fs1, 3);
  }

  public T fcvtSW(int fd, int rs1) {
    return fp(0x68, DYNAMIC, fd, rs1, 0);
  }

  public T fcvtSWu(int fd, int rs1) {
    return fp(0x68, DYNAMIC, fd, rs1, 1);
  }

  public T fcvtSL(int fd, int rs1) {
    return fp(0x68, DYNAMIC, fd, rs1, 2);
  }

  public T fcvtSLu(int fd, int rs1) {
    return fp(0x68, DYNAMIC, fd, rs1, 3);
  }

  public T fcvtDW(int fd, int rs1) {
    return fp(0x69, 0, fd, rs1, 0);
  }

  public T fcvtDWu(int fd, int rs1) {
    return fp(0x69, 0, fd, rs1, 1);
  }

  public T fcvtDL(int fd, int rs1) {
    return fp(0x69, DYNAMIC, fd, rs1, 2);
  }

  public T fcvtDLu(int fd, int rs1) {
    return fp(0x69, DYNAMIC, fd, rs1, 3);
  }

  public T fcvtSD(int fd, int fs1) {
    return fp(0x20, DYNAMIC, fd, fs1, 1);
  }

  public T fcvtDS(int fd, int fs1) {
    return fp(0x21, 0, fd, fs1, 0);
  }

  public T fmvXW(int rd, int fs1) {
    return fp(0x70, 0, rd, fs1, 0);
  }

  public T fmvXD(int rd, int fs1) {
    return fp(0x71, 0, rd, fs1, 0);
  }

  public T fmvWX(int fd, int rs1) {
    return fp(0x78, 0, fd, rs1, 0);
  }

  public T fmvDX(int fd, int rs1) {
    return fp(0x79, 0, fd, rs1, 0);
  }

  public T fclassS(int rd, int fs1) {
    return fp(0x70, 1, rd, fs1, 0);
  }

  public T fclassD(int rd, int fs1) {
    return fp(0x71, 1, rd, fs1, 0);
  }

  /** OP-FP; {@code rm} is the rounding mode or what the instruction has there. */
  public T fp(int funct7, int rm, int rd, int rs1, int rs2) {
    return r(0x53, rm, funct7, rd, rs1, rs2);
  }
}
