// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.hart.FloatState;
import org.bootlink.isa.Format;
import org.bootlink.isa.Insn;
import org.bootlink.memory.LinearMemory;
import org.bootlink.softfloat.FloatStatus;
import org.bootlink.softfloat.Float32;
import org.bootlink.softfloat.Float64;
import org.bootlink.softfloat.HardFloat;

/**
 * What the computational instructions of the F and D extensions compute, from the contents of registers to
 * the contents of a register: 64 bits each, NaN-boxed where they hold a single.
 *
 * <p>Source: RISC-V Unprivileged ISA, edition 20240411, '"F" Extension for Single-Precision
 * Floating-Point' and '"D" Extension for Double-Precision Floating-Point', "NaN Boxing of Narrower Values".
 */
public final class FloatInsn {
  /** Value of an instruction's rm field that stands for frm. */
  public static final int RM_DYNAMIC = 7;

  private static final Insn[] INSNS = Insn.values();
  private static final int RM_FIELD = RM_DYNAMIC << 12;
  private static final int ORDINAL_SHIFT = 3;

  private static final long BOX = 0xffff_ffff_0000_0000L;
  private static final int CANONICAL_NAN_32 = 0x7fc0_0000;
  private static final int SIGN_32 = 1 << 31;
  private static final long SIGN_64 = 1L << 63;

  /** Whether {@code row} has a field for the rounding mode. */
  public static boolean hasRm(Insn row) {
    return (row.mask() & RM_FIELD) == 0;
  }

  /** Whether rs1 is an integer register. */
  public static boolean readsInteger(Insn row) {
    return switch (row) {
      case FCVT_S_W, FCVT_S_WU, FCVT_S_L, FCVT_S_LU, FMV_W_X,
          FCVT_D_W, FCVT_D_WU, FCVT_D_L, FCVT_D_LU, FMV_D_X -> true;
      default -> false;
    };
  }

  /** Whether rd is an integer register. */
  public static boolean writesInteger(Insn row) {
    return switch (row) {
      case FEQ_S, FLT_S, FLE_S, FCVT_W_S, FCVT_WU_S, FCVT_L_S, FCVT_LU_S, FMV_X_W, FCLASS_S,
          FEQ_D, FLT_D, FLE_D, FCVT_W_D, FCVT_WU_D, FCVT_L_D, FCVT_LU_D, FMV_X_D, FCLASS_D -> true;
      default -> false;
    };
  }

  /** Whether rs2 is a register. */
  public static boolean readsSecond(Insn row) {
    return row.format() != Format.R1;
  }

  /** Whether there is an rs3. */
  public static boolean readsThird(Insn row) {
    return row.format() == Format.R4;
  }

  /** What {@link #execute} needs to know of an instruction: its row and its rm field. */
  public static int operation(Insn row, int insn) {
    return row.ordinal() << ORDINAL_SHIFT | insn >>> 12 & RM_DYNAMIC;
  }

  /**
   * Computes for translated code; frm must be a rounding mode and FS Dirty.
   *
   * @param hartBase the hart's block of linear memory; its FFLAGS accrue
   * @param operation from {@link #operation}
   * @param a contents of rs1; b and c are those of rs2 and rs3
   * @param scratch overwritten
   */
  public static long execute(LinearMemory memory, int hartBase, int operation, long a, long b, long c,
      FloatStatus scratch) {
    int rm = operation & RM_DYNAMIC;
    if (rm == RM_DYNAMIC) {
      rm = FloatState.frm(memory, hartBase);
    }
    scratch.flags = FloatState.fflags(memory, hartBase);
    long result = compute(INSNS[operation >>> ORDINAL_SHIFT], a, b, c, rm, scratch);
    FloatState.accrue(memory, hartBase, scratch.flags);
    return result;
  }

  /**
   * The result for contents {@code a}, {@code b} and {@code c} of rs1, rs2 and rs3; those that {@code row}
   * has not are ignored.
   *
   * @param rm a rounding mode; ignored if {@code row} has none
   * @param st flags are raised here
   */
  static long compute(Insn row, long a, long b, long c, int rm, FloatStatus st) {
    return switch (row) {
      case FADD_D -> HardFloat.add64(a, b, rm, st);
      case FSUB_D -> HardFloat.sub64(a, b, rm, st);
      case FMUL_D -> HardFloat.mul64(a, b, rm, st);
      case FDIV_D -> HardFloat.div64(a, b, rm, st);
      case FSQRT_D -> HardFloat.sqrt64(a, rm, st);
      case FMADD_D -> HardFloat.fma64(a, b, c, rm, st);
      case FMSUB_D -> HardFloat.fma64(a, b, c ^ SIGN_64, rm, st);
      case FNMSUB_D -> HardFloat.fma64(a ^ SIGN_64, b, c, rm, st);
      case FNMADD_D -> HardFloat.fma64(a ^ SIGN_64, b, c ^ SIGN_64, rm, st);
      case FSGNJ_D -> a & ~SIGN_64 | b & SIGN_64;
      case FSGNJN_D -> a & ~SIGN_64 | ~b & SIGN_64;
      case FSGNJX_D -> a ^ b & SIGN_64;
      case FMIN_D -> Float64.min(a, b, st);
      case FMAX_D -> Float64.max(a, b, st);
      case FEQ_D -> HardFloat.eq64(a, b, st) ? 1 : 0;
      case FLT_D -> HardFloat.lt64(a, b, st) ? 1 : 0;
      case FLE_D -> HardFloat.le64(a, b, st) ? 1 : 0;
      case FCLASS_D -> Float64.classify(a);
      case FCVT_W_D -> HardFloat.f64ToInt32(a, rm, st);
      case FCVT_WU_D -> HardFloat.f64ToUint32(a, rm, st);
      case FCVT_L_D -> HardFloat.f64ToInt64(a, rm, st);
      case FCVT_LU_D -> HardFloat.f64ToUint64(a, rm, st);
      case FCVT_D_W -> HardFloat.int32ToF64((int) a);
      case FCVT_D_WU -> HardFloat.uint32ToF64((int) a);
      case FCVT_D_L -> HardFloat.int64ToF64(a, rm, st);
      case FCVT_D_LU -> HardFloat.uint64ToF64(a, rm, st);
      case FCVT_D_S -> HardFloat.f32ToF64(single(a), st);
      case FMV_X_D -> a;
      case FMV_D_X -> a;
      default -> computeSingle(row, a, b, c, rm, st);
    };
  }

  private static long computeSingle(Insn row, long a, long b, long c, int rm, FloatStatus st) {
    return switch (row) {
      case FADD_S -> box(HardFloat.add32(single(a), single(b), rm, st));
      case FSUB_S -> box(HardFloat.sub32(single(a), single(b), rm, st));
      case FMUL_S -> box(HardFloat.mul32(single(a), single(b), rm, st));
      case FDIV_S -> box(HardFloat.div32(single(a), single(b), rm, st));
      case FSQRT_S -> box(HardFloat.sqrt32(single(a), rm, st));
      case FMADD_S -> box(HardFloat.fma32(single(a), single(b), single(c), rm, st));
      case FMSUB_S -> box(HardFloat.fma32(single(a), single(b), single(c) ^ SIGN_32, rm, st));
      case FNMSUB_S -> box(HardFloat.fma32(single(a) ^ SIGN_32, single(b), single(c), rm, st));
      case FNMADD_S -> box(HardFloat.fma32(single(a) ^ SIGN_32, single(b), single(c) ^ SIGN_32, rm, st));
      case FSGNJ_S -> box(single(a) & ~SIGN_32 | single(b) & SIGN_32);
      case FSGNJN_S -> box(single(a) & ~SIGN_32 | ~single(b) & SIGN_32);
      case FSGNJX_S -> box(single(a) ^ single(b) & SIGN_32);
      case FMIN_S -> box(Float32.min(single(a), single(b), st));
      case FMAX_S -> box(Float32.max(single(a), single(b), st));
      case FEQ_S -> HardFloat.eq32(single(a), single(b), st) ? 1 : 0;
      case FLT_S -> HardFloat.lt32(single(a), single(b), st) ? 1 : 0;
      case FLE_S -> HardFloat.le32(single(a), single(b), st) ? 1 : 0;
      case FCLASS_S -> Float32.classify(single(a));
      case FCVT_W_S -> HardFloat.f32ToInt32(single(a), rm, st);
      case FCVT_WU_S -> HardFloat.f32ToUint32(single(a), rm, st);
      case FCVT_L_S -> HardFloat.f32ToInt64(single(a), rm, st);
      case FCVT_LU_S -> HardFloat.f32ToUint64(single(a), rm, st);
      case FCVT_S_W -> box(HardFloat.int32ToF32((int) a, rm, st));
      case FCVT_S_WU -> box(HardFloat.uint32ToF32((int) a, rm, st));
      case FCVT_S_L -> box(HardFloat.int64ToF32(a, rm, st));
      case FCVT_S_LU -> box(HardFloat.uint64ToF32(a, rm, st));
      case FCVT_S_D -> box(HardFloat.f64ToF32(a, rm, st));
      case FMV_X_W -> (int) a;
      case FMV_W_X -> box((int) a);
      default -> throw new IllegalStateException("not a floating-point instruction: " + row);
    };
  }

  private static long box(int value) {
    return BOX | value & 0xffff_ffffL;
  }

  /** "the f-register is treated as if it had the canonical NaN value" unless properly boxed. */
  private static int single(long value) {
    return (value & BOX) == BOX ? (int) value : CANONICAL_NAN_32;
  }

  private FloatInsn() {}
}
