// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.hart.CsrFile;
import org.bootlink.hart.FloatState;
import org.bootlink.hart.Hart;
import org.bootlink.isa.Insn;
import org.bootlink.softfloat.FloatStatus;
import org.bootlink.softfloat.Rounding;

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
      case Op.FLW -> setLoaded(rd, BOX | hart.loadStore().load(va, 4));
      case Op.FLD -> setLoaded(rd, hart.loadStore().load(va, 8));
      case Op.FSW -> hart.loadStore().store(va, hart.f(rs2), 4);
      default -> hart.loadStore().store(va, hart.f(rs2), 8);
    }
  }

  /** Ends a load: it has no result if it raised a trap. */
  private void setLoaded(int rd, long value) {
    if (!hart.hasRaised()) {
      writeF(rd, value);
    }
  }

  /** Executes the computational instruction of {@code ordinal} that {@code insn} encodes. */
  void execute(int ordinal, int insn) {
    hart.requireFloat();
    Insn row = INSNS[ordinal];
    int rm = FloatInsn.hasRm(row) ? rm(insn) : Rounding.RNE;
    int flags = csr.fflags();
    status.flags = flags;
    int rs1 = insn >>> 15 & 31;
    long a = FloatInsn.readsInteger(row) ? hart.x(rs1) : hart.f(rs1);
    long result = FloatInsn.compute(row, a, hart.f(insn >>> 20 & 31), hart.f(insn >>> 27), rm, status);
    int rd = insn >>> 7 & 31;
    if (FloatInsn.writesInteger(row)) {
      hart.setX(rd, result);
    } else {
      writeF(rd, result);
    }
    if (status.flags != flags) {
      FloatState.accrue(hart.memory(), hart.base(), status.flags);
      hart.markFloatDirty();
    }
  }

  /** The rounding mode that {@code insn} asks for; traps if there is none such. */
  private int rm(int insn) {
    int rm = insn >>> 12 & FloatInsn.RM_DYNAMIC;
    if (rm == FloatInsn.RM_DYNAMIC) {
      rm = csr.frm();
    }
    if (rm > Rounding.RMM) {
      throw hart.illegalInstruction();
    }
    return rm;
  }

  private void writeF(int rd, long value) {
    hart.markFloatDirty();
    hart.setF(rd, value);
  }
}
