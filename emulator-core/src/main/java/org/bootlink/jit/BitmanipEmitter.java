// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.code.Helper;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.isa.Insn;

/** Code for Zba, Zbb, Zbc, Zbs and Zicond. */
final class BitmanipEmitter {
  private static final long LOW_32 = 0xffff_ffffL;

  /**
   * Leaves the result of {@code insn} on {@code a} and {@code b} on the stack.
   *
   * @param temporary a 64-bit local that nobody uses
   */
  static void emit(InsnEmitter x, StackCode out, Insn insn, int a, int b, int shamt,
      int temporary) {
    switch (insn) {
      case SH1ADD -> shiftAdd(x, out, a, b, 1, false);
      case SH2ADD -> shiftAdd(x, out, a, b, 2, false);
      case SH3ADD -> shiftAdd(x, out, a, b, 3, false);
      case ADD_UW -> shiftAdd(x, out, a, b, 0, true);
      case SH1ADD_UW -> shiftAdd(x, out, a, b, 1, true);
      case SH2ADD_UW -> shiftAdd(x, out, a, b, 2, true);
      case SH3ADD_UW -> shiftAdd(x, out, a, b, 3, true);
      case SLLI_UW -> {
        x.get(a);
        out.i64(LOW_32).op(StackOp.I64_AND).i64(shamt).op(StackOp.I64_SHL);
      }
      case XNOR -> {
        binary(x, out, a, b, StackOp.I64_XOR);
        out.i64(-1).op(StackOp.I64_XOR);
      }
      case ORN -> withInverse(x, out, a, b, StackOp.I64_OR);
      case ANDN -> withInverse(x, out, a, b, StackOp.I64_AND);
      case CLZ -> unary(x, out, a, StackOp.I64_CLZ);
      case CTZ -> unary(x, out, a, StackOp.I64_CTZ);
      case CPOP -> unary(x, out, a, StackOp.I64_POPCNT);
      case CLZW -> unaryW(x, out, a, StackOp.I32_CLZ);
      case CTZW -> unaryW(x, out, a, StackOp.I32_CTZ);
      case CPOPW -> unaryW(x, out, a, StackOp.I32_POPCNT);
      case SEXT_B -> unary(x, out, a, StackOp.I64_EXTEND8_S);
      case SEXT_H -> unary(x, out, a, StackOp.I64_EXTEND16_S);
      case ZEXT_H -> {
        x.get(a);
        out.i64(0xffff).op(StackOp.I64_AND);
      }
      case MIN -> choose(x, out, a, b, StackOp.I64_LT_S);
      case MAX -> choose(x, out, a, b, StackOp.I64_GT_S);
      case MINU -> choose(x, out, a, b, StackOp.I64_LT_U);
      case MAXU -> choose(x, out, a, b, StackOp.I64_GT_U);
      case ROL -> binary(x, out, a, b, StackOp.I64_ROTL);
      case ROR -> binary(x, out, a, b, StackOp.I64_ROTR);
      case RORI -> {
        x.get(a);
        out.i64(shamt).op(StackOp.I64_ROTR);
      }
      case ROLW -> rotateW(x, out, a, b, StackOp.I32_ROTL);
      case RORW -> rotateW(x, out, a, b, StackOp.I32_ROTR);
      case RORIW -> {
        x.get(a);
        out.op(StackOp.I32_WRAP_I64).i32(shamt).op(StackOp.I32_ROTR).op(StackOp.I64_EXTEND_I32_S);
      }
      case ORC_B -> {
        x.get(a);
        orShifted(out, temporary, 4, 0x0f0f_0f0f_0f0f_0f0fL);
        orShifted(out, temporary, 2, 0x3333_3333_3333_3333L);
        orShifted(out, temporary, 1, -1);
        out.i64(0x0101_0101_0101_0101L).op(StackOp.I64_AND).i64(0xff).op(StackOp.I64_MUL);
      }
      case REV8 -> {
        x.get(a);
        swap(out, temporary, 8, 0x00ff_00ff_00ff_00ffL);
        swap(out, temporary, 16, 0x0000_ffff_0000_ffffL);
        out.i64(32).op(StackOp.I64_ROTL);
      }
      case CLMUL -> product(x, out, a, b, Helpers.CLMUL);
      case CLMULH -> {
        product(x, out, a, b, Helpers.CLMULR);
        out.i64(1).op(StackOp.I64_SHR_U);
      }
      case CLMULR -> product(x, out, a, b, Helpers.CLMULR);
      case BCLR -> bit(x, out, a, b, StackOp.I64_AND, true);
      case BINV -> bit(x, out, a, b, StackOp.I64_XOR, false);
      case BSET -> bit(x, out, a, b, StackOp.I64_OR, false);
      case BEXT -> {
        binary(x, out, a, b, StackOp.I64_SHR_U);
        out.i64(1).op(StackOp.I64_AND);
      }
      case BCLRI -> constant(x, out, a, ~(1L << shamt), StackOp.I64_AND);
      case BINVI -> constant(x, out, a, 1L << shamt, StackOp.I64_XOR);
      case BSETI -> constant(x, out, a, 1L << shamt, StackOp.I64_OR);
      case BEXTI -> {
        x.get(a);
        out.i64(shamt).op(StackOp.I64_SHR_U).i64(1).op(StackOp.I64_AND);
      }
      case CZERO_EQZ -> zeroIf(x, out, a, b, false);
      case CZERO_NEZ -> zeroIf(x, out, a, b, true);
      default -> throw new IllegalStateException("not translated: " + insn);
    }
  }

  /** The value on the stack, or the bits of it in {@code mask} after a shift to the right. */
  private static void orShifted(StackCode out, int temporary, int shift, long mask) {
    out.tee(temporary).get(temporary).i64(shift).op(StackOp.I64_SHR_U).i64(mask).op(StackOp.I64_AND)
        .op(StackOp.I64_OR);
  }

  /** Changes neighbouring groups of {@code bits} bits; {@code mask} has every other one. */
  private static void swap(StackCode out, int temporary, int bits, long mask) {
    out.tee(temporary).i64(bits).op(StackOp.I64_SHR_U).i64(mask).op(StackOp.I64_AND)
        .get(temporary).i64(mask).op(StackOp.I64_AND).i64(bits).op(StackOp.I64_SHL).op(StackOp.I64_OR);
  }

  private static void shiftAdd(InsnEmitter x, StackCode out, int a, int b, int shift, boolean unsignedWord) {
    x.get(a);
    if (unsignedWord) {
      out.i64(LOW_32).op(StackOp.I64_AND);
    }
    if (shift != 0) {
      out.i64(shift).op(StackOp.I64_SHL);
    }
    x.get(b);
    out.op(StackOp.I64_ADD);
  }

  private static void binary(InsnEmitter x, StackCode out, int a, int b, int opcode) {
    x.get(a);
    x.get(b);
    out.op(opcode);
  }

  private static void withInverse(InsnEmitter x, StackCode out, int a, int b, int opcode) {
    x.get(a);
    x.get(b);
    out.i64(-1).op(StackOp.I64_XOR).op(opcode);
  }

  private static void unary(InsnEmitter x, StackCode out, int a, int opcode) {
    x.get(a);
    out.op(opcode);
  }

  private static void unaryW(InsnEmitter x, StackCode out, int a, int opcode) {
    x.get(a);
    out.op(StackOp.I32_WRAP_I64).op(opcode).op(StackOp.I64_EXTEND_I32_U);
  }

  /** {@code a} if the comparison holds, else {@code b}. */
  private static void choose(InsnEmitter x, StackCode out, int a, int b, int comparison) {
    x.get(a);
    x.get(b);
    binary(x, out, a, b, comparison);
    out.op(StackOp.SELECT);
  }

  private static void rotateW(InsnEmitter x, StackCode out, int a, int b, int opcode) {
    x.get(a);
    out.op(StackOp.I32_WRAP_I64);
    x.get(b);
    out.op(StackOp.I32_WRAP_I64).op(opcode).op(StackOp.I64_EXTEND_I32_S);
  }

  private static void bit(InsnEmitter x, StackCode out, int a, int b, int opcode, boolean inverse) {
    x.get(a);
    out.i64(1);
    x.get(b);
    out.op(StackOp.I64_SHL);
    if (inverse) {
      out.i64(-1).op(StackOp.I64_XOR);
    }
    out.op(opcode);
  }

  private static void constant(InsnEmitter x, StackCode out, int a, long constant, int opcode) {
    x.get(a);
    out.i64(constant).op(opcode);
  }

  private static void product(InsnEmitter x, StackCode out, int a, int b, Helper helper) {
    x.get(a);
    x.get(b);
    out.call(helper);
  }

  private static void zeroIf(InsnEmitter x, StackCode out, int a, int b, boolean nonZero) {
    out.i64(0);
    x.get(a);
    x.get(b);
    out.op(StackOp.I64_EQZ);
    if (nonZero) {
      out.op(StackOp.I32_EQZ);
    }
    out.op(StackOp.SELECT);
  }

  private BitmanipEmitter() {}
}
