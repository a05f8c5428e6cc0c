// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.hart.CsrFile;
import org.bootlink.hart.Hart;
import org.bootlink.isa.Insn;
import org.bootlink.softfloat.FloatStatus;
import org.bootlink.softfloat.Float32;
import org.bootlink.softfloat.Float64;
import org.bootlink.softfloat.HardFloat;

/**
 * The F and D extensions.
 *
 * <p>Source: RISC-V Unprivileged ISA, edition 20240411, '"F" Extension for Single-Precision
 * Floating-Point' and '"D" Extension for Double-Precision Floating-Point', "NaN Boxing of Narrower Values".
 * {@code mstatus.FS} becomes Dirty when a register is written or a flag is newly raised.
 */
final class ExecFloat {
  private static final Insn[] INSNS = Insn.values();

  private static final long BOX = 0xffff_ffff_0000_0000L;
  private static final int CANONICAL_NAN_32 = 0x7fc0_0000;
  private static final int SIGN_32 = 1 << 31;
  private static final long SIGN_64 = 1L << 63;
  private static final int RM_DYNAMIC = 7;
  private static final int RM_LAST = 4;

  private final Hart hart;
  private final CsrFile csr;
  private final FloatStatus status = new FloatStatus();

  ExecFloat(Hart hart) {
    this.hart = hart;
    this.csr = hart.csr();
  }

  /** Executes FLW, FLD, FSW or FSD as decoded into a slot. */
  void loadOrStore(int w, int imm) {
    hart.requireFloat();
    long va = hart.x((w >>> Op.RS1_SHIFT & Op.REGISTER_MASK) >> 3) + imm;
    int rd = (w & Op.REGISTER_MASK) >> 3;
    int rs2 = (w >>> Op.RS2_SHIFT & Op.REGISTER_MASK) >> 3;
    switch (w >>> Op.OPERATION_SHIFT) {
      case Op.FLW -> writeF(rd, BOX | hart.loadStore().load(va, 4));
      case Op.FLD -> writeF(rd, hart.loadStore().load(va, 8));
      case Op.FSW -> hart.loadStore().store(va, hart.f(rs2), 4);
      default -> hart.loadStore().store(va, hart.f(rs2), 8);
    }
  }

  /** Executes the computational instruction of {@code ordinal} that {@code insn} encodes. */
  void execute(int ordinal, int insn) {
    hart.requireFloat();
    int flags = csr.fflags();
    status.flags = flags;
    Insn row = INSNS[ordinal];
    int rd = insn >>> 7 & 31;
    int rs1 = insn >>> 15 & 31;
    int rs2 = insn >>> 20 & 31;
    int rs3 = insn >>> 27;
    switch (row) {
      case FADD_D -> writeF(rd, HardFloat.add64(hart.f(rs1), hart.f(rs2), rm(insn), status));
      case FSUB_D -> writeF(rd, HardFloat.sub64(hart.f(rs1), hart.f(rs2), rm(insn), status));
      case FMUL_D -> writeF(rd, HardFloat.mul64(hart.f(rs1), hart.f(rs2), rm(insn), status));
      case FDIV_D -> writeF(rd, HardFloat.div64(hart.f(rs1), hart.f(rs2), rm(insn), status));
      case FSQRT_D -> writeF(rd, HardFloat.sqrt64(hart.f(rs1), rm(insn), status));
      case FMADD_D -> fused64(rd, hart.f(rs1), hart.f(rs2), hart.f(rs3), insn);
      case FMSUB_D -> fused64(rd, hart.f(rs1), hart.f(rs2), hart.f(rs3) ^ SIGN_64, insn);
      case FNMSUB_D -> fused64(rd, hart.f(rs1) ^ SIGN_64, hart.f(rs2), hart.f(rs3), insn);
      case FNMADD_D -> fused64(rd, hart.f(rs1) ^ SIGN_64, hart.f(rs2), hart.f(rs3) ^ SIGN_64, insn);
      case FSGNJ_D -> writeF(rd, hart.f(rs1) & ~SIGN_64 | hart.f(rs2) & SIGN_64);
      case FSGNJN_D -> writeF(rd, hart.f(rs1) & ~SIGN_64 | ~hart.f(rs2) & SIGN_64);
      case FSGNJX_D -> writeF(rd, hart.f(rs1) ^ hart.f(rs2) & SIGN_64);
      case FMIN_D -> writeF(rd, Float64.min(hart.f(rs1), hart.f(rs2), status));
      case FMAX_D -> writeF(rd, Float64.max(hart.f(rs1), hart.f(rs2), status));
      case FEQ_D -> hart.setX(rd, HardFloat.eq64(hart.f(rs1), hart.f(rs2), status) ? 1 : 0);
      case FLT_D -> hart.setX(rd, HardFloat.lt64(hart.f(rs1), hart.f(rs2), status) ? 1 : 0);
      case FLE_D -> hart.setX(rd, HardFloat.le64(hart.f(rs1), hart.f(rs2), status) ? 1 : 0);
      case FCLASS_D -> hart.setX(rd, Float64.classify(hart.f(rs1)));
      case FCVT_W_D -> hart.setX(rd, HardFloat.f64ToInt32(hart.f(rs1), rm(insn), status));
      case FCVT_WU_D -> hart.setX(rd, HardFloat.f64ToUint32(hart.f(rs1), rm(insn), status));
      case FCVT_L_D -> hart.setX(rd, HardFloat.f64ToInt64(hart.f(rs1), rm(insn), status));
      case FCVT_LU_D -> hart.setX(rd, HardFloat.f64ToUint64(hart.f(rs1), rm(insn), status));
      case FCVT_D_W -> writeF(rd, exact(HardFloat.int32ToF64((int) hart.x(rs1)), insn));
      case FCVT_D_WU -> writeF(rd, exact(HardFloat.uint32ToF64((int) hart.x(rs1)), insn));
      case FCVT_D_L -> writeF(rd, HardFloat.int64ToF64(hart.x(rs1), rm(insn), status));
      case FCVT_D_LU -> writeF(rd, HardFloat.uint64ToF64(hart.x(rs1), rm(insn), status));
      case FCVT_D_S -> writeF(rd, exact(HardFloat.f32ToF64(single(rs1), status), insn));
      case FMV_X_D -> hart.setX(rd, hart.f(rs1));
      case FMV_D_X -> writeF(rd, hart.x(rs1));
      default -> execute32(row, rd, rs1, rs2, rs3, insn);
    }
    if (status.flags != flags) {
      csr.setFflags(status.flags);
      hart.markFloatDirty();
    }
  }

  private void execute32(Insn row, int rd, int rs1, int rs2, int rs3, int insn) {
    switch (row) {
      case FADD_S -> writeSingle(rd, HardFloat.add32(single(rs1), single(rs2), rm(insn), status));
      case FSUB_S -> writeSingle(rd, HardFloat.sub32(single(rs1), single(rs2), rm(insn), status));
      case FMUL_S -> writeSingle(rd, HardFloat.mul32(single(rs1), single(rs2), rm(insn), status));
      case FDIV_S -> writeSingle(rd, HardFloat.div32(single(rs1), single(rs2), rm(insn), status));
      case FSQRT_S -> writeSingle(rd, HardFloat.sqrt32(single(rs1), rm(insn), status));
      case FMADD_S -> fused32(rd, single(rs1), single(rs2), single(rs3), insn);
      case FMSUB_S -> fused32(rd, single(rs1), single(rs2), single(rs3) ^ SIGN_32, insn);
      case FNMSUB_S -> fused32(rd, single(rs1) ^ SIGN_32, single(rs2), single(rs3), insn);
      case FNMADD_S -> fused32(rd, single(rs1) ^ SIGN_32, single(rs2), single(rs3) ^ SIGN_32, insn);
      case FSGNJ_S -> writeSingle(rd, single(rs1) & ~SIGN_32 | single(rs2) & SIGN_32);
      case FSGNJN_S -> writeSingle(rd, single(rs1) & ~SIGN_32 | ~single(rs2) & SIGN_32);
      case FSGNJX_S -> writeSingle(rd, single(rs1) ^ single(rs2) & SIGN_32);
      case FMIN_S -> writeSingle(rd, Float32.min(single(rs1), single(rs2), status));
      case FMAX_S -> writeSingle(rd, Float32.max(single(rs1), single(rs2), status));
      case FEQ_S -> hart.setX(rd, HardFloat.eq32(single(rs1), single(rs2), status) ? 1 : 0);
      case FLT_S -> hart.setX(rd, HardFloat.lt32(single(rs1), single(rs2), status) ? 1 : 0);
      case FLE_S -> hart.setX(rd, HardFloat.le32(single(rs1), single(rs2), status) ? 1 : 0);
      case FCLASS_S -> hart.setX(rd, Float32.classify(single(rs1)));
      case FCVT_W_S -> hart.setX(rd, HardFloat.f32ToInt32(single(rs1), rm(insn), status));
      case FCVT_WU_S -> hart.setX(rd, HardFloat.f32ToUint32(single(rs1), rm(insn), status));
      case FCVT_L_S -> hart.setX(rd, HardFloat.f32ToInt64(single(rs1), rm(insn), status));
      case FCVT_LU_S -> hart.setX(rd, HardFloat.f32ToUint64(single(rs1), rm(insn), status));
      case FCVT_S_W -> writeSingle(rd, HardFloat.int32ToF32((int) hart.x(rs1), rm(insn), status));
      case FCVT_S_WU -> writeSingle(rd, HardFloat.uint32ToF32((int) hart.x(rs1), rm(insn), status));
      case FCVT_S_L -> writeSingle(rd, HardFloat.int64ToF32(hart.x(rs1), rm(insn), status));
      case FCVT_S_LU -> writeSingle(rd, HardFloat.uint64ToF32(hart.x(rs1), rm(insn), status));
      case FCVT_S_D -> writeSingle(rd, HardFloat.f64ToF32(hart.f(rs1), rm(insn), status));
      case FMV_X_W -> hart.setX(rd, (int) hart.f(rs1));
      case FMV_W_X -> writeSingle(rd, (int) hart.x(rs1));
      default -> throw new IllegalStateException("not a floating-point instruction: " + row);
    }
  }

  private void fused64(int rd, long a, long b, long c, int insn) {
    writeF(rd, HardFloat.fma64(a, b, c, rm(insn), status));
  }

  private void fused32(int rd, int a, int b, int c, int insn) {
    writeSingle(rd, HardFloat.fma32(a, b, c, rm(insn), status));
  }

  /** A result that no rounding mode changes; the mode must be legal all the same. */
  private long exact(long result, int insn) {
    rm(insn);
    return result;
  }

  /** The rounding mode that {@code insn} asks for; traps if there is none such. */
  private int rm(int insn) {
    int rm = insn >>> 12 & 7;
    if (rm == RM_DYNAMIC) {
      rm = csr.frm();
    }
    if (rm > RM_LAST) {
      throw hart.illegalInstruction();
    }
    return rm;
  }

  private void writeF(int rd, long value) {
    hart.markFloatDirty();
    hart.setF(rd, value);
  }

  private void writeSingle(int rd, int value) {
    writeF(rd, BOX | value & 0xffff_ffffL);
  }

  /** "the f-register is treated as if it had the canonical NaN value" unless properly boxed. */
  private int single(int register) {
    long value = hart.f(register);
    return (value & BOX) == BOX ? (int) value : CANONICAL_NAN_32;
  }
}
