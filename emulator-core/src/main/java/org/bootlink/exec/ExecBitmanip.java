// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.hart.Hart;
import org.bootlink.isa.Insn;

/**
 * Zba, Zbb, Zbc, Zbs and Zicond.
 *
 * <p>Source: RISC-V Unprivileged ISA, edition 20240411, '"B" Extension for Bit Manipulation' and "Zicond".
 */
final class ExecBitmanip {
  private static final Insn[] INSNS = Insn.values();

  /** Executes the instruction of {@code ordinal} that {@code insn} encodes. */
  static void execute(Hart hart, int ordinal, int insn) {
    long a = hart.x(insn >>> 15 & 31);
    long b = hart.x(insn >>> 20 & 31);
    hart.setX(insn >>> 7 & 31, result(INSNS[ordinal], a, b, insn >>> 20 & 63));
  }

  private static long result(Insn insn, long a, long b, int shamt) {
    return switch (insn) {
      case SH1ADD -> (a << 1) + b;
      case SH2ADD -> (a << 2) + b;
      case SH3ADD -> (a << 3) + b;
      case ADD_UW -> (a & 0xffff_ffffL) + b;
      case SH1ADD_UW -> ((a & 0xffff_ffffL) << 1) + b;
      case SH2ADD_UW -> ((a & 0xffff_ffffL) << 2) + b;
      case SH3ADD_UW -> ((a & 0xffff_ffffL) << 3) + b;
      case SLLI_UW -> (a & 0xffff_ffffL) << shamt;
      case XNOR -> ~(a ^ b);
      case ORN -> a | ~b;
      case ANDN -> a & ~b;
      case CLZ -> Long.numberOfLeadingZeros(a);
      case CTZ -> Long.numberOfTrailingZeros(a);
      case CPOP -> Long.bitCount(a);
      case CLZW -> Integer.numberOfLeadingZeros((int) a);
      case CTZW -> Integer.numberOfTrailingZeros((int) a);
      case CPOPW -> Integer.bitCount((int) a);
      case SEXT_B -> (byte) a;
      case SEXT_H -> (short) a;
      case ZEXT_H -> a & 0xffff;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case MINU -> Long.compareUnsigned(a, b) < 0 ? a : b;
      case MAXU -> Long.compareUnsigned(a, b) < 0 ? b : a;
      case ROL -> a << b | a >>> -b;
      case ROR -> a >>> b | a << -b;
      case RORI -> a >>> shamt | a << -shamt;
      case ROLW -> (int) a << b | (int) a >>> -b;
      case RORW -> (int) a >>> b | (int) a << -b;
      case RORIW -> (int) a >>> shamt | (int) a << -shamt;
      case ORC_B -> orCombineBytes(a);
      case REV8 -> Long.reverseBytes(a);
      case CLMUL -> clmul(a, b);
      case CLMULH -> clmulr(a, b) >>> 1;
      case CLMULR -> clmulr(a, b);
      case BCLR -> a & ~(1L << b);
      case BEXT -> a >>> b & 1;
      case BINV -> a ^ 1L << b;
      case BSET -> a | 1L << b;
      case BCLRI -> a & ~(1L << shamt);
      case BEXTI -> a >>> shamt & 1;
      case BINVI -> a ^ 1L << shamt;
      case BSETI -> a | 1L << shamt;
      case CZERO_EQZ -> b == 0 ? 0 : a;
      case CZERO_NEZ -> b != 0 ? 0 : a;
      default -> throw new IllegalStateException("not a bit manipulation: " + insn);
    };
  }

  private static long orCombineBytes(long a) {
    long any = a | a >>> 4 & 0x0f0f_0f0f_0f0f_0f0fL;
    any |= any >>> 2 & 0x3333_3333_3333_3333L;
    any = (any | any >>> 1) & 0x0101_0101_0101_0101L;
    return any * 0xff;
  }

  private static long clmul(long a, long b) {
    long result = 0;
    for (int i = 0; i < 64; i++) {
      if ((b >>> i & 1) != 0) {
        result ^= a << i;
      }
    }
    return result;
  }

  /** Bits 126 to 63 of the carry-less product. */
  private static long clmulr(long a, long b) {
    return Long.reverse(clmul(Long.reverse(a), Long.reverse(b)));
  }

  private ExecBitmanip() {}
}
