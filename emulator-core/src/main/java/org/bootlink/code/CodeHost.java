// SPDX-License-Identifier: Apache-2.0
package org.bootlink.code;

/** Makes stack code part of the running program, with the machine's linear memory and a table of functions. */
public interface CodeHost {
  /** Slots that the table has; 0 if nothing can be loaded here. */
  int slots();

  /** Names the object whose public methods are the helpers without a body; before the first unit is loaded. */
  void bind(Object methods);

  /** Whether F64X2_RELAXED_MADD is there and rounds once. */
  boolean fusesMultiplyAdd();

  /** A clock, for statistics only; 0 if the host has none. */
  default long nanoTime() {
    return 0;
  }

  /** Whether {@code function} is not too large for this host. */
  boolean accepts(StackCode function);

  /**
   * Puts the functions of {@code unit} into the table, from {@code firstSlot} on; the host accepts each.
   *
   * @return the size in bytes of what was made; 0 if the host refuses it, and then nothing has changed
   */
  int load(CodeUnit unit, int firstSlot);

  /** Empties {@code count} slots of the table, from {@code firstSlot} on. */
  void clear(int firstSlot, int count);

  /** Calls the function in slot 0, which has these parameters and no result. */
  void enter(int hartBase, int fetchTlb, int entry, long pageVa);
}
