// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.hart.HartLayout;

/**
 * Registers stay in the hart's memory from block to block, and are in locals only where a block reads or writes
 * them more than once: best for code that runs through a few of a region's blocks and leaves, and for the host's
 * compilers, which have few locals to carry along every way out.
 */
final class MemoryRegisters implements IntegerRegisters {
  private final StackCode out;
  /** For each register the local that has its value at this place, or -1. */
  private final int[] local = new int[COUNT];
  /** Whether memory does not have it yet. */
  private final boolean[] unsettled = new boolean[COUNT];
  private final List<Integer> locals = new ArrayList<>();
  private int localsUsed;
  private int depth;

  MemoryRegisters(StackCode out) {
    this.out = out;
    beginBlock(true);
  }

  @Override
  public void load() {}

  @Override
  public void store() {}

  @Override
  public void get(int register) {
    if (register == 0) {
      out.i64(0);
    } else if (local[register] >= 0) {
      out.get(local[register]);
    } else {
      out.get(RegionEmitter.HART).memory(StackOp.I64_LOAD, HartLayout.X + 8 * register);
      // A local set in one arm of a condition says nothing behind it.
      if (out.depth() == depth) {
        local[register] = newLocal();
        out.tee(local[register]);
      }
    }
  }

  @Override
  public void set(int register) {
    if (local[register] < 0) {
      local[register] = newLocal();
    }
    out.set(local[register]);
    unsettled[register] = true;
  }

  @Override
  public void settle() {
    for (int register = 1; register < COUNT; register++) {
      if (unsettled[register]) {
        out.get(RegionEmitter.HART).get(local[register]);
        out.memory(StackOp.I64_STORE, HartLayout.X + 8 * register);
        unsettled[register] = false;
      }
    }
  }

  @Override
  public boolean isSettled() {
    for (boolean is : unsettled) {
      if (is) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void beginBlock(boolean fromElsewhere) {
    if (fromElsewhere) {
      Arrays.fill(local, -1);
      localsUsed = 0;
    }
    depth = out.depth();
  }

  private int newLocal() {
    if (localsUsed == locals.size()) {
      locals.add(out.locals(1, StackOp.I64));
    }
    return locals.get(localsUsed++);
  }
}
