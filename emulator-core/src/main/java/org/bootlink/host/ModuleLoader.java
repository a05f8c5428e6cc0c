// SPDX-License-Identifier: Apache-2.0
package org.bootlink.host;

/**
 * Makes WebAssembly modules part of the running program. They import the linear memory as
 * {@code env.memory} and one table of functions as {@code env.table}, and put functions into it.
 */
public interface ModuleLoader {
  /** Slots that the table has; 0 if nothing can be loaded here. */
  int slots();

  /** Instantiates {@code module}; false if the host refuses it. */
  boolean load(byte[] module);

  /** Empties {@code count} slots of the table, from {@code firstSlot} on. */
  void clear(int firstSlot, int count);

  /** Calls the function in slot 0, which has these parameters and no result. */
  void enter(int hartBase, int fetchTlb, int entry, long pageVa);
}
