// SPDX-License-Identifier: Apache-2.0
package org.bootlink.wasm;

import org.bootlink.code.Helper;
import org.bootlink.code.Signature;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackCodeVisitor;
import org.bootlink.code.StackOp;

/** A function's entry in the code section, written as its recording is gone through. */
final class WasmCode extends Bytes implements StackCodeVisitor {
  private static final int HINT_BYTES = 1;
  private static final int NOT_LIKELY = 0;

  private final WasmModule module;
  /** Branch hints: where in the function, how long, what. */
  private final Bytes hints = new Bytes();
  private int hintCount;

  WasmCode(WasmModule module, StackCode code) {
    this.module = module;
    locals(code.localTypes());
    code.accept(this);
    u8(StackOp.END);
  }

  /** Groups of neighbours of one type. */
  private void locals(int[] types) {
    Bytes groups = new Bytes();
    int count = 0;
    for (int start = 0; start < types.length; count++) {
      int end = start + 1;
      while (end < types.length && types[end] == types[start]) {
        end++;
      }
      groups.unsigned(end - start);
      groups.u8(types[start]);
      start = end;
    }
    unsigned(count);
    append(groups);
  }

  @Override
  public void op(int opcode) {
    int prefix = opcode >>> StackOp.PREFIX_SHIFT;
    if (prefix == 0) {
      u8(opcode);
      return;
    }
    u8(prefix);
    unsigned(opcode & (1 << StackOp.PREFIX_SHIFT) - 1);
    if (opcode == StackOp.F64X2_EXTRACT_LANE_0) {
      u8(0);
    }
  }

  @Override
  public void get(int local) {
    with(StackOp.LOCAL_GET, local);
  }

  @Override
  public void set(int local) {
    with(StackOp.LOCAL_SET, local);
  }

  @Override
  public void tee(int local) {
    with(StackOp.LOCAL_TEE, local);
  }

  @Override
  public void i32(int value) {
    u8(StackOp.I32_CONST);
    signed(value);
  }

  @Override
  public void i64(long value) {
    u8(StackOp.I64_CONST);
    signed(value);
  }

  @Override
  public void f64(double value) {
    long bits = Double.doubleToRawLongBits(value);
    u8(StackOp.F64_CONST);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      u8((int) (bits >>> shift) & 0xff);
    }
  }

  @Override
  public void memory(int opcode, int offset) {
    with(opcode, 0);
    unsigned(offset);
  }

  @Override
  public void call(Helper helper) {
    with(StackOp.CALL, module.function(helper));
  }

  @Override
  public void callIndirect(Signature signature) {
    with(StackOp.CALL_INDIRECT, module.type(signature));
    unsigned(0);
  }

  @Override
  public void open(int opcode, int type) {
    u8(opcode);
    u8(type);
  }

  @Override
  public void unlikely() {
    hints.unsigned(length());
    hints.unsigned(HINT_BYTES);
    hints.u8(NOT_LIKELY);
    hintCount++;
  }

  int hintCount() {
    return hintCount;
  }

  Bytes hints() {
    return hints;
  }

  @Override
  public void otherwise() {
    u8(StackOp.ELSE);
  }

  @Override
  public void end() {
    u8(StackOp.END);
  }

  @Override
  public void branch(int opcode, int target) {
    with(opcode, target);
  }

  @Override
  public void brTable(int[] targets, int fallback) {
    with(StackOp.BR_TABLE, targets.length);
    for (int target : targets) {
      unsigned(target);
    }
    unsigned(fallback);
  }

  private void with(int opcode, int immediate) {
    u8(opcode);
    unsigned(immediate);
  }
}
