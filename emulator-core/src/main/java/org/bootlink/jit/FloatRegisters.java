// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.Arrays;
import java.util.List;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.exec.FloatInsn;
import org.bootlink.exec.Op;
import org.bootlink.hart.HartLayout;
import org.bootlink.isa.Insn;

/**
 * The floating-point registers of a region: binary64 locals, whatever they hold, if the region computes with
 * any; in a region that only loads and stores they stay in memory.
 */
final class FloatRegisters {
  private static final int REGISTERS = 32;
  private static final long BOX = 0xffff_ffff_0000_0000L;
  private static final int CANONICAL_NAN_32 = 0x7fc0_0000;

  private final StackCode out;
  private final int[] local = new int[REGISTERS];
  private final boolean[] written = new boolean[REGISTERS];
  private final int temporary;
  private boolean used;
  private boolean computes;
  /** Registers that are known to hold a boxed single at this place of the block. */
  private final boolean[] boxed = new boolean[REGISTERS];

  FloatRegisters(PageCode code, List<Block> blocks, StackCode out) {
    this.out = out;
    boolean[] touched = new boolean[REGISTERS];
    for (Block block : blocks) {
      int offset = block.start;
      for (int i = 0; i < block.length; i++) {
        note(touched, code.word0(offset), code.word1(offset));
        offset = code.next(offset);
      }
    }
    for (int register = 0; register < REGISTERS; register++) {
      local[register] = computes && touched[register] ? out.locals(1, StackOp.F64) : -1;
    }
    this.temporary = used ? out.locals(1, StackOp.I64) : -1;
  }

  private void note(boolean[] touched, int word, int insn) {
    int operation = word >>> Op.OPERATION_SHIFT;
    if (operation == Op.FLW || operation == Op.FLD) {
      write(touched, DecodedWord.rd(word));
    } else if (operation == Op.FSW || operation == Op.FSD) {
      touched[DecodedWord.rs2(word)] = true;
      used = true;
    } else if (operation == Op.FLOAT) {
      Insn row = DecodedWord.row(word);
      used = true;
      computes = true;
      if (!FloatInsn.readsInteger(row)) {
        touched[insn >>> 15 & 31] = true;
      }
      if (FloatInsn.readsSecond(row)) {
        touched[insn >>> 20 & 31] = true;
      }
      if (FloatInsn.readsThird(row)) {
        touched[insn >>> 27] = true;
      }
      if (!FloatInsn.writesInteger(row)) {
        write(touched, insn >>> 7 & 31);
      }
    }
  }

  private void write(boolean[] touched, int register) {
    touched[register] = true;
    written[register] = true;
    used = true;
  }

  /** Whether the region has floating-point instructions at all. */
  boolean used() {
    return used;
  }

  /** Whether the region computes with floating-point registers. */
  boolean computes() {
    return computes;
  }

  void load() {
    for (int register = 0; register < REGISTERS; register++) {
      if (local[register] >= 0) {
        out.get(RegionEmitter.HART).memory(StackOp.F64_LOAD, HartLayout.F + 8 * register);
        out.set(local[register]);
      }
    }
  }

  void store() {
    for (int register = 0; register < REGISTERS; register++) {
      if (local[register] >= 0 && written[register]) {
        out.get(RegionEmitter.HART).get(local[register]);
        out.memory(StackOp.F64_STORE, HartLayout.F + 8 * register);
      }
    }
  }

  /** Control may come here from elsewhere: nothing is known. */
  void beginBlock() {
    Arrays.fill(boxed, false);
  }

  /** Puts all 64 bits on the stack, as an integer. */
  void getBits(int register) {
    if (local[register] >= 0) {
      out.get(local[register]).op(StackOp.I64_REINTERPRET_F64);
    } else {
      out.get(RegionEmitter.HART).memory(StackOp.I64_LOAD, HartLayout.F + 8 * register);
    }
  }

  /** Takes all 64 bits from the stack. */
  void setBits(int register) {
    boxed[register] = false;
    if (local[register] >= 0) {
      out.op(StackOp.F64_REINTERPRET_I64).set(local[register]);
    } else {
      out.set(temporary).get(RegionEmitter.HART).get(temporary);
      out.memory(StackOp.I64_STORE, HartLayout.F + 8 * register);
    }
  }

  /** Takes 64 bits from the stack that are a boxed single. */
  void setBoxed(int register) {
    setBits(register);
    boxed[register] = true;
  }

  /** Takes a single from the stack, an integer of 64 bits of which the low 32 count. */
  void setSingleBits(int register) {
    out.i64(BOX).op(StackOp.I64_OR);
    setBoxed(register);
  }

  /** Puts a double on the stack; only in a region that computes. */
  void getDouble(int register) {
    out.get(local[register]);
  }

  /** Takes a double from the stack; only in a region that computes. */
  void setDouble(int register) {
    out.set(local[register]);
    boxed[register] = false;
  }

  /** Puts a single on the stack as an integer of 32 bits: the canonical NaN unless properly boxed. */
  void getSingleBits(int register) {
    getBits(register);
    out.op(StackOp.I32_WRAP_I64);
    if (!boxed[register]) {
      out.i32(CANONICAL_NAN_32);
      getBits(register);
      out.i64(32).op(StackOp.I64_SHR_S).i64(-1).op(StackOp.I64_EQ).op(StackOp.SELECT);
    }
  }

  void getSingle(int register) {
    getSingleBits(register);
    out.op(StackOp.F32_REINTERPRET_I32);
  }

  void setSingle(int register) {
    out.op(StackOp.I32_REINTERPRET_F32).op(StackOp.I64_EXTEND_I32_U);
    setSingleBits(register);
  }
}
