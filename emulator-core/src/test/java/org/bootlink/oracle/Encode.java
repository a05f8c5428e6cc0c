// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import org.bootlink.isa.Insn;

/** Encodings whose immediate is only known when the program is placed. */
final class Encode {
  static int branch(Insn row, int rs1, int rs2, int offset) {
    return row.match() | rs1 << 15 | rs2 << 20 | (offset >>> 12 & 1) << 31 | (offset >>> 5 & 63) << 25
        | (offset >>> 1 & 15) << 8 | (offset >>> 11 & 1) << 7;
  }

  static int jal(int rd, int offset) {
    return 0x6f | rd << 7 | (offset >>> 20 & 1) << 31 | (offset >>> 1 & 0x3ff) << 21
        | (offset >>> 11 & 1) << 20 | (offset >>> 12 & 0xff) << 12;
  }

  static int compressedJump(int offset) {
    return 0xa001 | (offset >>> 11 & 1) << 12 | (offset >>> 4 & 1) << 11 | (offset >>> 8 & 3) << 9
        | (offset >>> 10 & 1) << 8 | (offset >>> 6 & 1) << 7 | (offset >>> 7 & 1) << 6
        | (offset >>> 1 & 7) << 3 | (offset >>> 5 & 1) << 2;
  }

  /** C.BEQZ, or C.BNEZ, of x8 + {@code low}. */
  static int compressedBranch(boolean ifZero, int low, int offset) {
    return (ifZero ? 0xc001 : 0xe001) | (offset >>> 8 & 1) << 12 | (offset >>> 3 & 3) << 10 | low << 7
        | (offset >>> 6 & 3) << 5 | (offset >>> 1 & 3) << 3 | (offset >>> 5 & 1) << 2;
  }

  private Encode() {}
}
