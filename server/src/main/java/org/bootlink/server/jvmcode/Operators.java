// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

import org.bootlink.code.StackOp;
import org.objectweb.asm.Opcodes;

/** Computation: instructions of the JVM and intrinsic methods of its library. */
final class Operators {
  private static final String LONG = "java/lang/Long";
  private static final String INTEGER = "java/lang/Integer";
  private static final String MATH = "java/lang/Math";
  private static final int I32 = StackOp.I32;
  private static final int I64 = StackOp.I64;
  private static final int F32 = StackOp.F32;
  private static final int F64 = StackOp.F64;

  private final BytecodeWriter out;

  Operators(BytecodeWriter out) {
    this.out = out;
  }

  /** The jump that is taken when {@code jump} is not. */
  static int opposite(int jump) {
    return Opcodes.IFEQ + (jump - Opcodes.IFEQ ^ 1);
  }

  /** Whether {@link #withConstant} knows a shorter way. */
  boolean takesConstant(int opcode) {
    return switch (opcode) {
      case StackOp.I64_SHL, StackOp.I64_SHR_S, StackOp.I64_SHR_U, StackOp.I64_ROTL, StackOp.I64_ROTR,
          StackOp.I64_LT_U, StackOp.I64_GT_U, StackOp.I64_GE_U -> true;
      default -> false;
    };
  }

  /** Emits an operation whose second operand is {@code constant}; the result is as for {@link #emit}. */
  int withConstant(int opcode, long constant) {
    switch (opcode) {
      case StackOp.I64_LT_U, StackOp.I64_GT_U, StackOp.I64_GE_U -> {
        flipSign();
        out.constant(constant ^ Long.MIN_VALUE);
        out.insn(Opcodes.LCMP);
        out.pop();
        return opcode == StackOp.I64_LT_U ? Opcodes.IFLT
            : opcode == StackOp.I64_GT_U ? Opcodes.IFGT : Opcodes.IFGE;
      }
      default -> {
        out.constant((int) constant & 63);
        shift(opcode);
        return 0;
      }
    }
  }

  /**
   * Emits what {@code opcode} does.
   *
   * @return 0, or for a comparison the jump that is taken when it is true: its result is not on the stack
   */
  int emit(int opcode) {
    switch (opcode) {
      case StackOp.I32_EQZ -> {
        out.pop();
        return Opcodes.IFEQ;
      }
      case StackOp.I32_EQ -> {
        return compareI32(Opcodes.IF_ICMPEQ);
      }
      case StackOp.I32_NE -> {
        return compareI32(Opcodes.IF_ICMPNE);
      }
      case StackOp.I32_LT_S -> {
        return compareI32(Opcodes.IF_ICMPLT);
      }
      case StackOp.I64_EQZ -> {
        out.constant(0L);
        out.insn(Opcodes.LCMP);
        out.pop();
        return Opcodes.IFEQ;
      }
      case StackOp.I64_EQ -> {
        return compare(Opcodes.LCMP, Opcodes.IFEQ);
      }
      case StackOp.I64_NE -> {
        return compare(Opcodes.LCMP, Opcodes.IFNE);
      }
      case StackOp.I64_LT_S -> {
        return compare(Opcodes.LCMP, Opcodes.IFLT);
      }
      case StackOp.I64_GT_S -> {
        return compare(Opcodes.LCMP, Opcodes.IFGT);
      }
      case StackOp.I64_GE_S -> {
        return compare(Opcodes.LCMP, Opcodes.IFGE);
      }
      case StackOp.I64_LT_U -> {
        return compareUnsigned(Opcodes.IFGT);
      }
      case StackOp.I64_GT_U -> {
        return compareUnsigned(Opcodes.IFLT);
      }
      case StackOp.I64_GE_U -> {
        return compareUnsigned(Opcodes.IFLE);
      }
      // With a NaN none of these is true, so the comparison has to err to the other side.
      case StackOp.F64_EQ -> {
        return compare(Opcodes.DCMPL, Opcodes.IFEQ);
      }
      case StackOp.F64_LT -> {
        return compare(Opcodes.DCMPG, Opcodes.IFLT);
      }
      case StackOp.F64_LE -> {
        return compare(Opcodes.DCMPG, Opcodes.IFLE);
      }
      case StackOp.F64_GT -> {
        return compare(Opcodes.DCMPL, Opcodes.IFGT);
      }
      case StackOp.F64_GE -> {
        return compare(Opcodes.DCMPL, Opcodes.IFGE);
      }
      default -> {
        if (!emitInteger(opcode)) {
          emitConversion(opcode);
        }
        return 0;
      }
    }
  }

  private boolean emitInteger(int opcode) {
    switch (opcode) {
      case StackOp.I32_CLZ -> call(INTEGER, "numberOfLeadingZeros", "(I)I", 1, I32);
      case StackOp.I32_CTZ -> call(INTEGER, "numberOfTrailingZeros", "(I)I", 1, I32);
      case StackOp.I32_POPCNT -> call(INTEGER, "bitCount", "(I)I", 1, I32);
      case StackOp.I32_ADD -> binary(Opcodes.IADD);
      case StackOp.I32_SUB -> binary(Opcodes.ISUB);
      case StackOp.I32_MUL -> binary(Opcodes.IMUL);
      case StackOp.I32_DIV_S -> binary(Opcodes.IDIV);
      case StackOp.I32_DIV_U -> call(INTEGER, "divideUnsigned", "(II)I", 2, I32);
      case StackOp.I32_REM_S -> binary(Opcodes.IREM);
      case StackOp.I32_REM_U -> call(INTEGER, "remainderUnsigned", "(II)I", 2, I32);
      case StackOp.I32_AND -> binary(Opcodes.IAND);
      case StackOp.I32_OR -> binary(Opcodes.IOR);
      case StackOp.I32_XOR -> binary(Opcodes.IXOR);
      case StackOp.I32_SHL -> binary(Opcodes.ISHL);
      case StackOp.I32_SHR_S -> binary(Opcodes.ISHR);
      case StackOp.I32_SHR_U -> binary(Opcodes.IUSHR);
      case StackOp.I32_ROTL -> call(INTEGER, "rotateLeft", "(II)I", 2, I32);
      case StackOp.I32_ROTR -> call(INTEGER, "rotateRight", "(II)I", 2, I32);
      case StackOp.I64_CLZ -> count("numberOfLeadingZeros");
      case StackOp.I64_CTZ -> count("numberOfTrailingZeros");
      case StackOp.I64_POPCNT -> count("bitCount");
      case StackOp.I64_ADD -> binary(Opcodes.LADD);
      case StackOp.I64_SUB -> binary(Opcodes.LSUB);
      case StackOp.I64_MUL -> binary(Opcodes.LMUL);
      case StackOp.I64_DIV_S -> binary(Opcodes.LDIV);
      case StackOp.I64_DIV_U -> call(LONG, "divideUnsigned", "(JJ)J", 2, I64);
      case StackOp.I64_REM_S -> binary(Opcodes.LREM);
      case StackOp.I64_REM_U -> call(LONG, "remainderUnsigned", "(JJ)J", 2, I64);
      case StackOp.I64_AND -> binary(Opcodes.LAND);
      case StackOp.I64_OR -> binary(Opcodes.LOR);
      case StackOp.I64_XOR -> binary(Opcodes.LXOR);
      case StackOp.I64_SHL, StackOp.I64_SHR_S, StackOp.I64_SHR_U, StackOp.I64_ROTL, StackOp.I64_ROTR -> {
        out.insn(Opcodes.L2I);
        out.pop();
        shift(opcode);
      }
      case StackOp.I64_EXTEND8_S -> convert(I64, Opcodes.L2I, Opcodes.I2B, Opcodes.I2L);
      case StackOp.I64_EXTEND16_S -> convert(I64, Opcodes.L2I, Opcodes.I2S, Opcodes.I2L);
      case StackOp.I64_EXTEND32_S -> convert(I64, Opcodes.L2I, Opcodes.I2L);
      case StackOp.I32_WRAP_I64 -> convert(I32, Opcodes.L2I);
      case StackOp.I64_EXTEND_I32_S -> convert(I64, Opcodes.I2L);
      case StackOp.I64_EXTEND_I32_U -> {
        convert(I64, Opcodes.I2L);
        out.constant(0xffff_ffffL);
        out.insn(Opcodes.LAND);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void emitConversion(int opcode) {
    switch (opcode) {
      case StackOp.F32_ADD -> binary(Opcodes.FADD);
      case StackOp.F32_SUB -> binary(Opcodes.FSUB);
      case StackOp.F32_MUL -> binary(Opcodes.FMUL);
      case StackOp.F32_DIV -> binary(Opcodes.FDIV);
      case StackOp.F64_ADD -> binary(Opcodes.DADD);
      case StackOp.F64_SUB -> binary(Opcodes.DSUB);
      case StackOp.F64_MUL -> binary(Opcodes.DMUL);
      case StackOp.F64_DIV -> binary(Opcodes.DDIV);
      case StackOp.F64_NEG -> convert(F64, Opcodes.DNEG);
      case StackOp.F64_ABS -> call(MATH, "abs", "(D)D", 1, F64);
      case StackOp.F64_SQRT -> call(MATH, "sqrt", "(D)D", 1, F64);
      case StackOp.F64_NEAREST -> call(MATH, "rint", "(D)D", 1, F64);
      case StackOp.F64_MIN -> call(MATH, "min", "(DD)D", 2, F64);
      case StackOp.F64_MAX -> call(MATH, "max", "(DD)D", 2, F64);
      // Of the vector only lane 0 counts, so a number stands for it.
      case StackOp.F64X2_SPLAT, StackOp.F64X2_EXTRACT_LANE_0 -> { }
      case StackOp.F64X2_RELAXED_MADD -> call(MATH, "fma", "(DDD)D", 3, F64);
      case StackOp.F32_CONVERT_I64_S -> convert(F32, Opcodes.L2F);
      case StackOp.F32_DEMOTE_F64 -> convert(F32, Opcodes.D2F);
      case StackOp.F64_CONVERT_I64_S -> convert(F64, Opcodes.L2D);
      case StackOp.F64_PROMOTE_F32 -> convert(F64, Opcodes.F2D);
      // The JVM's conversion to a whole number saturates, and NaN becomes 0.
      case StackOp.I64_TRUNC_SAT_F64_S -> convert(I64, Opcodes.D2L);
      case StackOp.I32_REINTERPRET_F32 -> call("java/lang/Float", "floatToRawIntBits", "(F)I", 1, I32);
      case StackOp.I64_REINTERPRET_F64 -> call("java/lang/Double", "doubleToRawLongBits", "(D)J", 1, I64);
      case StackOp.F32_REINTERPRET_I32 -> call("java/lang/Float", "intBitsToFloat", "(I)F", 1, F32);
      case StackOp.F64_REINTERPRET_I64 -> call("java/lang/Double", "longBitsToDouble", "(J)D", 1, F64);
      default -> throw new IllegalArgumentException("opcode " + Integer.toHexString(opcode));
    }
  }

  private void binary(int insn) {
    out.insn(insn);
    out.pop();
  }

  private void convert(int result, int... insns) {
    for (int insn : insns) {
      out.insn(insn);
    }
    out.pop();
    out.push(result);
  }

  private void count(String method) {
    out.invokeStatic(LONG, method, "(J)I");
    out.insn(Opcodes.I2L);
  }

  private void call(String owner, String name, String descriptor, int operands, int result) {
    out.invokeStatic(owner, name, descriptor);
    out.forgetDownTo(out.height() - operands);
    out.push(result);
  }

  /** Shifts by the int on the stack, which is not counted there. */
  private void shift(int opcode) {
    switch (opcode) {
      case StackOp.I64_SHL -> out.insn(Opcodes.LSHL);
      case StackOp.I64_SHR_S -> out.insn(Opcodes.LSHR);
      case StackOp.I64_SHR_U -> out.insn(Opcodes.LUSHR);
      case StackOp.I64_ROTL -> out.invokeStatic(LONG, "rotateLeft", "(JI)J");
      default -> out.invokeStatic(LONG, "rotateRight", "(JI)J");
    }
  }

  private int compareI32(int jump) {
    out.pop();
    out.pop();
    return jump;
  }

  private int compare(int insn, int jump) {
    out.insn(insn);
    out.pop();
    out.pop();
    return jump;
  }

  /** Compares with the operands exchanged, which is what is easily done with both on the stack. */
  private int compareUnsigned(int jump) {
    flipSign();
    out.insn(Opcodes.DUP2_X2);
    out.insn(Opcodes.POP2);
    flipSign();
    return compare(Opcodes.LCMP, jump);
  }

  private void flipSign() {
    out.constant(Long.MIN_VALUE);
    out.insn(Opcodes.LXOR);
  }
}
