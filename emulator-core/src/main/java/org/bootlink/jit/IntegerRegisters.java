// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

/** Where a region's code has the integer registers. */
interface IntegerRegisters {
  int COUNT = 32;

  /** Emits what the region's entry needs. */
  void load();

  /** Emits what its exit needs. */
  void store();

  /** Puts a register's value on the stack. */
  void get(int register);

  /** Takes a register's new value from the stack; x0 is never written. */
  void set(int register);

  /**
   * Emits what is needed before the region may be left, or another block begun; leaves what is on the stack. Until
   * the next {@link #set} that holds.
   */
  void settle();

  /** Whether nothing has been set since {@link #settle}. */
  boolean isSettled();

  /** @param fromElsewhere whether control may come here otherwise than by running on */
  void beginBlock(boolean fromElsewhere);
}
