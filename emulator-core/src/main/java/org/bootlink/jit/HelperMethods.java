// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.List;
import org.bootlink.exec.Assistant;
import org.bootlink.exec.FloatInsn;
import org.bootlink.memory.LinearMemory;
import org.bootlink.softfloat.FloatStatus;

/** What translated code calls by name, see {@link Helpers}. */
public final class HelperMethods {
  /** Added to the size of an access that stores. */
  static final int STORE = 1 << 8;

  /** Added to the size of an access that must be aligned, and if it stores may load too. */
  static final int ATOMIC = 1 << 9;

  static final int SIZE_MASK = STORE - 1;

  private final LinearMemory memory;
  private final Assistant[] assistants;
  private final FloatStatus scratch = new FloatStatus();

  /** @param assistants one for each hart */
  public HelperMethods(LinearMemory memory, List<Assistant> assistants) {
    this.memory = memory;
    this.assistants = assistants.toArray(new Assistant[0]);
  }

  /** See {@link FloatInsn#execute}. */
  public long computeFloat(int hartBase, int operation, long a, long b, long c) {
    return FloatInsn.execute(memory, hartBase, operation, a, b, c, scratch);
  }

  /** See {@link Assistant#execute}; 1 for true. */
  public int execute(int hartBase) {
    return of(hartBase).execute() ? 1 : 0;
  }

  /** See {@link Assistant#fetch}; 1 for true. */
  public int fetch(int hartBase) {
    return of(hartBase).fetch() ? 1 : 0;
  }

  /**
   * See {@link Assistant#address}.
   *
   * @param access the size, with {@link #STORE} and {@link #ATOMIC}
   */
  public int ramAddress(int hartBase, long va, int access) {
    int size = access & SIZE_MASK;
    boolean misaligned = (va & size - 1) != 0;
    return (access & ATOMIC) != 0 && misaligned ? 0 : of(hartBase).address(va, size, (access & STORE) != 0);
  }

  private Assistant of(int hartBase) {
    for (Assistant assistant : assistants) {
      if (assistant.hartBase() == hartBase) {
        return assistant;
      }
    }
    throw new IllegalStateException("no hart at 0x" + Integer.toHexString(hartBase));
  }
}
