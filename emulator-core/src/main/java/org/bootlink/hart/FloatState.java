// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hart;

import org.bootlink.memory.LinearMemory;
import org.bootlink.softfloat.FloatStatus;
import org.bootlink.softfloat.Rounding;

/**
 * The parts of {@code fcsr}, and what they mean for running code, in a hart's block of linear memory.
 *
 * <p>Source: RISC-V Unprivileged ISA, edition 20240411, "Floating-Point Control and Status Register".
 */
public final class FloatState {
  private final LinearMemory memory;
  private final int hartBase;

  FloatState(LinearMemory memory, int hartBase) {
    this.memory = memory;
    this.hartBase = hartBase;
  }

  void reset() {
    write(0, 0);
  }

  int frm() {
    return frm(memory, hartBase);
  }

  int fflags() {
    return fflags(memory, hartBase);
  }

  /**
   * Sets both parts of {@code fcsr}.
   *
   * @param frm 0 to 7, reserved modes included
   * @param fflags 0 to 31
   */
  void write(int frm, int fflags) {
    memory.putInt(hartBase + HartLayout.FRM, frm);
    memory.putInt(hartBase + HartLayout.FFLAGS, fflags);
    update(memory, hartBase);
    updateReady();
  }

  /** Called when {@code mstatus.FS} may have changed. */
  void updateReady() {
    boolean dirty = (memory.getLong(hartBase + HartLayout.MSTATUS) & Mstatus.FS) == Mstatus.FS;
    memory.putInt(hartBase + HartLayout.FS_DIRTY, dirty && frm() <= Rounding.RMM ? 1 : 0);
  }

  /** {@code frm} of the hart whose block is at {@code hartBase}. */
  public static int frm(LinearMemory memory, int hartBase) {
    return memory.getInt(hartBase + HartLayout.FRM);
  }

  /** {@code fflags} of the hart whose block is at {@code hartBase}. */
  public static int fflags(LinearMemory memory, int hartBase) {
    return memory.getInt(hartBase + HartLayout.FFLAGS);
  }

  /** Raises {@code flags}. */
  public static void accrue(LinearMemory memory, int hartBase, int flags) {
    int address = hartBase + HartLayout.FFLAGS;
    memory.putInt(address, memory.getInt(address) | flags);
    update(memory, hartBase);
  }

  private static void update(LinearMemory memory, int hartBase) {
    boolean quick =
        frm(memory, hartBase) == Rounding.RNE && (fflags(memory, hartBase) & FloatStatus.NX) != 0;
    double limit = quick ? Double.POSITIVE_INFINITY : -1;
    memory.putLong(hartBase + HartLayout.FLOAT_LIMIT, Double.doubleToRawLongBits(limit));
  }
}
