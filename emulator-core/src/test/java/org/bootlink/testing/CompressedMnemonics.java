// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

/** A few mnemonics of C. */
abstract class CompressedMnemonics<T extends CompressedMnemonics<T>> extends SystemMnemonics<T> {
  CompressedMnemonics(long originPa) {
    super(originPa);
  }

  public T cNop() {
    return half(0x0001);
  }

  public T cEbreak() {
    return half(0x9002);
  }

  public T cLi(int rd, int imm) {
    return half(Formats.ci(1, 2, rd, Formats.signed(imm, 6)));
  }

  /** {@code imm6} is what ends up in bits 17 to 12 and above, -32 to 31. */
  public T cLui(int rd, int imm6) {
    return half(Formats.ci(1, 3, rd, Formats.signed(imm6, 6)));
  }

  public T cAddi(int rd, int imm) {
    return half(Formats.ci(1, 0, rd, Formats.signed(imm, 6)));
  }

  public T cAddiw(int rd, int imm) {
    return half(Formats.ci(1, 1, rd, Formats.signed(imm, 6)));
  }

  public T cSlli(int rd, int shift) {
    return half(Formats.ci(2, 0, rd, Formats.field(shift, 6)));
  }

  public T cMv(int rd, int rs2) {
    return half(Formats.cr(8, rd, rs2));
  }

  public T cAdd(int rd, int rs2) {
    return half(Formats.cr(9, rd, rs2));
  }

  public T cJr(int rs1) {
    return half(Formats.cr(8, rs1, 0));
  }

  public T cJalr(int rs1) {
    return half(Formats.cr(9, rs1, 0));
  }

  /** Registers x8 to x15; {@code offset} 0 to 124. */
  public T cLw(int rd, int offset, int rs1) {
    return half(cMemory(2, wordOffset(offset), rd, rs1));
  }

  /** Registers x8 to x15; {@code offset} 0 to 124. */
  public T cSw(int rs2, int offset, int rs1) {
    return half(cMemory(6, wordOffset(offset), rs2, rs1));
  }

  /** Registers x8 to x15; {@code offset} 0 to 248. */
  public T cLd(int rd, int offset, int rs1) {
    return half(cMemory(3, doubleOffset(offset), rd, rs1));
  }

  /** Registers x8 to x15; {@code offset} 0 to 248. */
  public T cSd(int rs2, int offset, int rs1) {
    return half(cMemory(7, doubleOffset(offset), rs2, rs1));
  }

  /** Within 2 KiB. */
  public T cJ(String target) {
    return fixup(2, target, (pa, targetPa) -> cJump(targetPa - pa));
  }

  /** Register x8 to x15, within 256 bytes. */
  public T cBeqz(int rs1, String target) {
    return fixup(2, target, (pa, targetPa) -> cBranch(6, rs1, targetPa - pa));
  }

  /** Register x8 to x15, within 256 bytes. */
  public T cBnez(int rs1, String target) {
    return fixup(2, target, (pa, targetPa) -> cBranch(7, rs1, targetPa - pa));
  }

  private static int cMemory(int funct3, int offsetBits, int data, int base) {
    return funct3 << 13 | offsetBits | Formats.shortReg(base) << 7 | Formats.shortReg(data) << 2;
  }

  private static int wordOffset(int offset) {
    int scaled = Formats.field(Math.floorDiv(offset, 4), 5);
    requireMultiple(offset, 4);
    return (scaled >>> 1 & 7) << 10 | (scaled & 1) << 6 | (scaled >>> 4) << 5;
  }

  private static int doubleOffset(int offset) {
    int scaled = Formats.field(Math.floorDiv(offset, 8), 5);
    requireMultiple(offset, 8);
    return (scaled & 7) << 10 | scaled >>> 3 << 5;
  }

  private static void requireMultiple(int offset, int size) {
    if (offset % size != 0) {
      throw new IllegalArgumentException("offset " + offset + " of a compressed load or store");
    }
  }

  private static int cJump(long offset) {
    int bits = Formats.even(offset, 12);
    return 5 << 13 | (bits >>> 11 & 1) << 12 | (bits >>> 4 & 1) << 11 | (bits >>> 8 & 3) << 9
        | (bits >>> 10 & 1) << 8 | (bits >>> 6 & 1) << 7 | (bits >>> 7 & 1) << 6 | (bits >>> 1 & 7) << 3
        | (bits >>> 5 & 1) << 2 | 1;
  }

  private static int cBranch(int funct3, int rs1, long offset) {
    int bits = Formats.even(offset, 9);
    return funct3 << 13 | (bits >>> 8 & 1) << 12 | (bits >>> 3 & 3) << 10 | Formats.shortReg(rs1) << 7
        | (bits >>> 6 & 3) << 5 | (bits >>> 1 & 3) << 3 | (bits >>> 5 & 1) << 2 | 1;
  }
}
