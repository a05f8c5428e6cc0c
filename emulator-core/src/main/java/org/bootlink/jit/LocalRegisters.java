// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.hart.HartLayout;

/** Each register that a region uses is a local throughout: best for loops, dear to enter and to leave. */
final class LocalRegisters implements IntegerRegisters {
  private final StackCode out;
  private final RegisterUse use;
  private final int first;

  LocalRegisters(StackCode out, RegisterUse use) {
    this.out = out;
    this.use = use;
    this.first = out.locals(use.count(), StackOp.I64);
  }

  @Override
  public void load() {
    for (int register = 1; register < COUNT; register++) {
      if (use.index(register) >= 0) {
        out.get(RegionEmitter.HART).memory(StackOp.I64_LOAD, HartLayout.X + 8 * register);
        set(register);
      }
    }
  }

  @Override
  public void store() {
    for (int register = 1; register < COUNT; register++) {
      if (use.isWritten(register)) {
        out.get(RegionEmitter.HART);
        get(register);
        out.memory(StackOp.I64_STORE, HartLayout.X + 8 * register);
      }
    }
  }

  @Override
  public void get(int register) {
    if (register == 0) {
      out.i64(0);
    } else {
      out.get(first + use.index(register));
    }
  }

  @Override
  public void set(int register) {
    out.set(first + use.index(register));
  }

  @Override
  public void settle() {}

  @Override
  public boolean isSettled() {
    return true;
  }

  @Override
  public void beginBlock(boolean fromElsewhere) {}
}
