// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.exec.FloatInsn;
import org.bootlink.exec.Op;
import org.bootlink.hart.HartLayout;
import org.bootlink.isa.Insn;
import org.bootlink.softfloat.Rounding;

/**
 * Code for the F and D extensions.
 *
 * <p>Each computation is done by the stack machine's IEEE arithmetic, and its result taken if that is right and
 * raises no flag that is not raised already, for the reasons that {@link org.bootlink.softfloat.HardFloat}
 * gives; else {@link Helpers#FLOAT} computes it anew. The conditions that concern {@code fcsr} are in one
 * local, {@code limit} (HartLayout.FLOAT_LIMIT): no magnitude is below it unless they hold.
 *
 * <p>An instruction is left to the interpreter if its rounding mode is none, and at run time unless FS is Dirty
 * and frm a rounding mode, which nothing in a region but a helper can change.
 */
final class FloatEmitter {
  private static final double MIN_NORMAL_64 = 0x1p-1022;
  private static final double MIN_NORMAL_32 = 0x1p-126;
  /** Bits of a double's significand beyond binary32's, and their value at a tie. */
  private static final long EXCESS_MASK = (1L << 29) - 1;
  private static final long EXCESS_TIE = 1L << 28;
  private static final long SIGN_64 = 1L << 63;
  private static final long LOW_32 = 0xffff_ffffL;

  private final InsnEmitter insns;
  private final StackCode out;
  private final FloatRegisters registers;
  private final boolean fuses;
  /** Whether HartLayout.FS_DIRTY is known to be set at this place of the block. */
  private boolean ready;
  private int isReady;
  private int limit;
  private int value;
  private int wide;
  private int single;
  private int bits;

  /** @param fuses whether the stack machine's fused multiply-add rounds once */
  FloatEmitter(InsnEmitter insns, StackCode out, FloatRegisters registers, boolean fuses) {
    this.insns = insns;
    this.out = out;
    this.registers = registers;
    this.fuses = fuses;
    if (registers.used()) {
      isReady = out.locals(1, StackOp.I32);
    }
    if (registers.computes()) {
      limit = out.locals(3, StackOp.F64);
      value = limit + 1;
      wide = limit + 2;
      single = out.locals(1, StackOp.F32);
      bits = out.locals(1, StackOp.I64);
    }
  }

  /** Whether the computation with these decoded words has a rounding mode, if it needs one. */
  static boolean canTranslate(Insn row, int insn) {
    int rm = insn >>> 12 & 7;
    return !FloatInsn.hasRm(row) || rm <= Rounding.RMM || rm == FloatInsn.RM_DYNAMIC;
  }

  /** Reads what the region keeps in locals, at its entry and after anything that may have changed it. */
  void load() {
    registers.load();
    loadReady();
    if (registers.computes()) {
      loadLimit();
    }
  }

  /** Reads anew whether floating-point registers may be used. */
  void loadReady() {
    ready = false;
    if (registers.used()) {
      out.get(RegionEmitter.HART).memory(StackOp.I32_LOAD, HartLayout.FS_DIRTY).set(isReady);
    }
  }

  void store() {
    registers.store();
  }

  /** Control may come here from elsewhere: nothing is known. */
  void beginBlock() {
    ready = false;
    registers.beginBlock();
  }

  private void loadLimit() {
    out.get(RegionEmitter.HART).memory(StackOp.F64_LOAD, HartLayout.FLOAT_LIMIT).set(limit);
  }

  private void requireReady(int offset, int left) {
    if (!ready) {
      insns.settle();
      out.get(isReady).op(StackOp.I32_EQZ).ifUnlikely();
      insns.leave(offset, left);
      out.end();
      ready = true;
    }
  }

  /** FLW, FLD, FSW or FSD. */
  void emitAccess(int word, int imm, int offset, int left) {
    requireReady(offset, left);
    int operation = word >>> Op.OPERATION_SHIFT;
    boolean isSingle = operation == Op.FLW || operation == Op.FSW;
    boolean isStore = operation >= Op.FSW;
    int displacement = insns.addresses().address(word, imm, offset, left);
    if (isStore) {
      registers.getBits(DecodedWord.rs2(word));
      out.memory(isSingle ? StackOp.I64_STORE32 : StackOp.I64_STORE, displacement);
    } else {
      int rd = DecodedWord.rd(word);
      out.memory(isSingle ? StackOp.I64_LOAD32_U : StackOp.I64_LOAD, displacement);
      if (isSingle) {
        registers.setSingleBits(rd);
      } else {
        registers.setBits(rd);
      }
    }
  }

  void emit(Insn row, int insn, int offset, int left) {
    requireReady(offset, left);
    int rd = insn >>> 7 & 31;
    int a = insn >>> 15 & 31;
    int b = insn >>> 20 & 31;
    int rm = insn >>> 12 & 7;
    boolean nearest = rm == Rounding.RNE || rm == FloatInsn.RM_DYNAMIC;
    if (emitWithoutFlags(row, rd, a, b)) {
      return;
    }
    boolean quick = switch (row) {
      case FADD_D -> nearest && arithmetic(a, b, StackOp.F64_ADD, false);
      case FSUB_D -> nearest && arithmetic(a, b, StackOp.F64_SUB, false);
      case FMUL_D -> nearest && arithmetic(a, b, StackOp.F64_MUL, true);
      case FDIV_D -> nearest && arithmetic(a, b, StackOp.F64_DIV, true);
      case FSQRT_D -> nearest && root(a);
      case FADD_S -> nearest && singleArithmetic(a, b, StackOp.F32_ADD, false);
      case FSUB_S -> nearest && singleArithmetic(a, b, StackOp.F32_SUB, false);
      case FMUL_S -> nearest && singleArithmetic(a, b, StackOp.F32_MUL, true);
      case FDIV_S -> nearest && singleArithmetic(a, b, StackOp.F32_DIV, true);
      case FSQRT_S -> nearest && singleRoot(a);
      case FMADD_D, FMSUB_D, FNMSUB_D, FNMADD_D -> nearest && fuses && fused(row, a, b, insn >>> 27);
      case FMADD_S, FMSUB_S, FNMSUB_S, FNMADD_S -> nearest && singleFused(row, a, b, insn >>> 27);
      case FMIN_D -> choice(a, b, StackOp.F64_MIN);
      case FMAX_D -> choice(a, b, StackOp.F64_MAX);
      case FMIN_S -> singleChoice(a, b, StackOp.F64_MIN);
      case FMAX_S -> singleChoice(a, b, StackOp.F64_MAX);
      case FEQ_D, FLT_D, FLE_D, FEQ_S, FLT_S, FLE_S -> comparison(row, a, b);
      case FCVT_W_D, FCVT_WU_D, FCVT_L_D, FCVT_LU_D, FCVT_W_S, FCVT_WU_S, FCVT_L_S, FCVT_LU_S ->
          (nearest || rm == Rounding.RTZ) && toInteger(row, a, nearest);
      case FCVT_D_L, FCVT_D_LU, FCVT_S_W, FCVT_S_WU, FCVT_S_L, FCVT_S_LU -> nearest && fromInteger(row, a);
      case FCVT_S_D -> nearest && narrowed(a);
      case FCVT_D_S -> widened(a);
      default -> false;
    };
    finish(row, insn, rd, quick);
  }

  /**
   * Takes the result: a condition is on the stack and the result in the local for its type if {@code quick},
   * else the helper's is the only one.
   */
  private void finish(Insn row, int insn, int rd, boolean quick) {
    if (quick) {
      out.op(StackOp.I32_EQZ).ifUnlikely();
    }
    callHelper(row, insn);
    if (FloatInsn.writesInteger(row)) {
      setInteger(rd);
    } else if (givesSingle(row)) {
      registers.setBoxed(rd);
    } else {
      registers.setBits(rd);
    }
    loadLimit();
    if (quick) {
      out.otherwise();
      takeQuickResult(row, rd);
      out.end();
    }
  }

  private void takeQuickResult(Insn row, int rd) {
    if (FloatInsn.writesInteger(row)) {
      out.get(bits);
      setInteger(rd);
    } else if (givesSingle(row)) {
      out.get(single);
      registers.setSingle(rd);
    } else {
      out.get(value);
      registers.setDouble(rd);
    }
  }

  private void callHelper(Insn row, int insn) {
    out.get(RegionEmitter.HART).i32(FloatInsn.operation(row, insn));
    if (FloatInsn.readsInteger(row)) {
      insns.get(insn >>> 15 & 31);
    } else {
      registers.getBits(insn >>> 15 & 31);
    }
    if (FloatInsn.readsSecond(row)) {
      registers.getBits(insn >>> 20 & 31);
    } else {
      out.i64(0);
    }
    if (FloatInsn.readsThird(row)) {
      registers.getBits(insn >>> 27);
    } else {
      out.i64(0);
    }
    out.call(Helpers.FLOAT);
  }

  /** Whether it is of the F extension. */
  private static boolean isSingle(Insn row) {
    return row.ordinal() < Insn.FMADD_D.ordinal();
  }

  private static boolean givesSingle(Insn row) {
    return isSingle(row) || row == Insn.FCVT_S_D;
  }

  private void setInteger(int rd) {
    if (rd == 0) {
      out.set(bits);
    } else {
      insns.set(rd);
    }
  }

  // What raises no flag and always succeeds.

  private boolean emitWithoutFlags(Insn row, int rd, int a, int b) {
    switch (row) {
      case FSGNJ_D, FSGNJN_D, FSGNJX_D -> signInjection(row, rd, a, b);
      case FSGNJ_S, FSGNJN_S, FSGNJX_S -> singleSignInjection(row, rd, a, b);
      case FMV_X_D -> {
        registers.getBits(a);
        setInteger(rd);
      }
      case FMV_X_W -> {
        registers.getBits(a);
        out.op(StackOp.I64_EXTEND32_S);
        setInteger(rd);
      }
      case FMV_D_X -> {
        insns.get(a);
        registers.setBits(rd);
      }
      case FMV_W_X -> {
        insns.get(a);
        out.i64(LOW_32).op(StackOp.I64_AND);
        registers.setSingleBits(rd);
      }
      case FCVT_D_W -> {
        insns.get(a);
        out.op(StackOp.I64_EXTEND32_S).op(StackOp.F64_CONVERT_I64_S);
        registers.setDouble(rd);
      }
      case FCVT_D_WU -> {
        insns.get(a);
        out.i64(LOW_32).op(StackOp.I64_AND).op(StackOp.F64_CONVERT_I64_S);
        registers.setDouble(rd);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void signInjection(Insn row, int rd, int a, int b) {
    if (a == b && row != Insn.FSGNJX_D) {
      registers.getDouble(a);
      if (row == Insn.FSGNJN_D) {
        out.op(StackOp.F64_NEG);
      }
      registers.setDouble(rd);
      return;
    }
    registers.getBits(a);
    if (row != Insn.FSGNJX_D) {
      out.i64(~SIGN_64).op(StackOp.I64_AND);
    }
    registers.getBits(b);
    if (row == Insn.FSGNJN_D) {
      out.i64(-1).op(StackOp.I64_XOR);
    }
    out.i64(SIGN_64).op(StackOp.I64_AND).op(row == Insn.FSGNJX_D ? StackOp.I64_XOR : StackOp.I64_OR);
    registers.setBits(rd);
  }

  private void singleSignInjection(Insn row, int rd, int a, int b) {
    registers.getSingleBits(a);
    if (a != b || row != Insn.FSGNJ_S) {
      if (row != Insn.FSGNJX_S) {
        out.i32(Integer.MAX_VALUE).op(StackOp.I32_AND);
      }
      registers.getSingleBits(b);
      if (row == Insn.FSGNJN_S) {
        out.i32(Integer.MIN_VALUE).op(StackOp.I32_ADD);
      }
      out.i32(Integer.MIN_VALUE).op(StackOp.I32_AND);
      out.op(row == Insn.FSGNJX_S ? StackOp.I32_XOR : StackOp.I32_OR);
    }
    out.op(StackOp.I64_EXTEND_I32_U);
    registers.setSingleBits(rd);
  }

  // What may succeed: each leaves the condition on the stack and returns true.

  private boolean arithmetic(int a, int b, int opcode, boolean mayUnderflow) {
    registers.getDouble(a);
    registers.getDouble(b);
    out.op(opcode).set(value);
    return isRight(value, mayUnderflow ? MIN_NORMAL_64 : -1);
  }

  private boolean root(int a) {
    registers.getDouble(a);
    out.op(StackOp.F64_SQRT).set(value);
    return isRight(value, -1);
  }

  private boolean singleArithmetic(int a, int b, int opcode, boolean mayUnderflow) {
    registers.getSingle(a);
    registers.getSingle(b);
    out.op(opcode);
    return singleIsRight(mayUnderflow ? MIN_NORMAL_32 : -1);
  }

  /** Rounding twice is harmless: 53 >= 2 * 24 + 2. */
  private boolean singleRoot(int a) {
    registers.getSingle(a);
    out.op(StackOp.F64_PROMOTE_F32).op(StackOp.F64_SQRT).op(StackOp.F32_DEMOTE_F64);
    return singleIsRight(-1);
  }

  private boolean narrowed(int a) {
    registers.getDouble(a);
    out.op(StackOp.F32_DEMOTE_F64);
    return singleIsRight(MIN_NORMAL_32);
  }

  private boolean widened(int a) {
    registers.getSingle(a);
    out.op(StackOp.F64_PROMOTE_F32).set(value);
    return isOrdered(value);
  }

  /** Takes a single from the stack and keeps it. */
  private boolean singleIsRight(double above) {
    out.tee(single).op(StackOp.F64_PROMOTE_F32).set(wide);
    return isRight(wide, above);
  }

  /** Whether {@code above} < |local| < limit. */
  private boolean isRight(int local, double above) {
    out.get(local).op(StackOp.F64_ABS).get(limit).op(StackOp.F64_LT);
    if (above > 0) {
      out.get(local).op(StackOp.F64_ABS).f64(above).op(StackOp.F64_GT).op(StackOp.I32_AND);
    }
    return true;
  }

  private boolean isOrdered(int local) {
    out.get(local).get(local).op(StackOp.F64_EQ);
    return true;
  }

  private boolean fused(Insn row, int a, int b, int c) {
    registers.getDouble(a);
    negateProduct(row);
    out.op(StackOp.F64X2_SPLAT);
    registers.getDouble(b);
    out.op(StackOp.F64X2_SPLAT);
    registers.getDouble(c);
    negateAddend(row);
    out.op(StackOp.F64X2_SPLAT).op(StackOp.F64X2_RELAXED_MADD).op(StackOp.F64X2_EXTRACT_LANE_0).set(value);
    return isRight(value, MIN_NORMAL_64);
  }

  /** Through binary64, where the product is exact; the sum goes wrong only by landing on a tie. */
  private boolean singleFused(Insn row, int a, int b, int c) {
    registers.getSingle(a);
    out.op(StackOp.F64_PROMOTE_F32);
    negateProduct(row);
    registers.getSingle(b);
    out.op(StackOp.F64_PROMOTE_F32).op(StackOp.F64_MUL);
    registers.getSingle(c);
    out.op(StackOp.F64_PROMOTE_F32);
    negateAddend(row);
    out.op(StackOp.F64_ADD).tee(value).op(StackOp.F32_DEMOTE_F64);
    singleIsRight(MIN_NORMAL_32);
    out.get(value).op(StackOp.I64_REINTERPRET_F64).i64(EXCESS_MASK).op(StackOp.I64_AND)
        .i64(EXCESS_TIE).op(StackOp.I64_NE).op(StackOp.I32_AND);
    return true;
  }

  private void negateProduct(Insn row) {
    switch (row) {
      case FNMSUB_D, FNMADD_D, FNMSUB_S, FNMADD_S -> out.op(StackOp.F64_NEG);
      default -> { }
    }
  }

  private void negateAddend(Insn row) {
    switch (row) {
      case FMSUB_D, FNMADD_D, FMSUB_S, FNMADD_S -> out.op(StackOp.F64_NEG);
      default -> { }
    }
  }

  /** The stack machine's minimum and maximum differ from RISC-V's only if there is a NaN. */
  private boolean choice(int a, int b, int opcode) {
    registers.getDouble(a);
    registers.getDouble(b);
    out.op(opcode).set(value);
    return isOrdered(value);
  }

  private boolean singleChoice(int a, int b, int opcode) {
    registers.getSingle(a);
    out.op(StackOp.F64_PROMOTE_F32);
    registers.getSingle(b);
    out.op(StackOp.F64_PROMOTE_F32).op(opcode).tee(value).op(StackOp.F32_DEMOTE_F64).set(single);
    return isOrdered(value);
  }

  private boolean comparison(Insn row, int a, int b) {
    boolean isSingle = isSingle(row);
    getWide(a, isSingle);
    out.set(value);
    getWide(b, isSingle);
    out.set(wide);
    int opcode = switch (row) {
      case FEQ_D, FEQ_S -> StackOp.F64_EQ;
      case FLT_D, FLT_S -> StackOp.F64_LT;
      default -> StackOp.F64_LE;
    };
    out.get(value).get(wide).op(opcode).op(StackOp.I64_EXTEND_I32_U).set(bits);
    isOrdered(value);
    isOrdered(wide);
    out.op(StackOp.I32_AND);
    return true;
  }

  private void getWide(int register, boolean isSingle) {
    if (isSingle) {
      registers.getSingle(register);
      out.op(StackOp.F64_PROMOTE_F32);
    } else {
      registers.getDouble(register);
    }
  }

  /** To nearest, or towards zero, which is the stack machine's way. */
  private boolean toInteger(Insn row, int a, boolean nearest) {
    getWide(a, isSingle(row));
    if (nearest) {
      out.op(StackOp.F64_NEAREST);
    }
    out.set(value);
    double bound = switch (row) {
      case FCVT_W_D, FCVT_W_S -> 0x1p31;
      case FCVT_WU_D, FCVT_WU_S -> 0x1p32;
      default -> 0x1p63;
    };
    boolean unsigned = switch (row) {
      case FCVT_WU_D, FCVT_WU_S, FCVT_LU_D, FCVT_LU_S -> true;
      default -> false;
    };
    out.get(value).op(StackOp.I64_TRUNC_SAT_F64_S);
    if (bound == 0x1p32) {
      out.op(StackOp.I64_EXTEND32_S);
    }
    out.set(bits);
    out.get(value).op(StackOp.F64_ABS).f64(bound).op(StackOp.F64_LT);
    if (unsigned) {
      out.get(value).f64(0).op(StackOp.F64_GE).op(StackOp.I32_AND);
    }
    isQuick();
    out.op(StackOp.I32_AND);
    return true;
  }

  private boolean fromInteger(Insn row, int a) {
    insns.get(a);
    switch (row) {
      case FCVT_S_W -> out.op(StackOp.I64_EXTEND32_S);
      case FCVT_S_WU -> out.i64(LOW_32).op(StackOp.I64_AND);
      default -> { }
    }
    if (isSingle(row)) {
      out.op(StackOp.F32_CONVERT_I64_S).set(single);
    } else {
      out.op(StackOp.F64_CONVERT_I64_S).set(value);
    }
    isQuick();
    if (row == Insn.FCVT_D_LU || row == Insn.FCVT_S_LU) {
      insns.get(a);
      out.i64(0).op(StackOp.I64_GE_S).op(StackOp.I32_AND);
    }
    return true;
  }

  /** Whether a result of any magnitude is right. */
  private void isQuick() {
    out.get(limit).f64(0).op(StackOp.F64_GT);
  }
}
