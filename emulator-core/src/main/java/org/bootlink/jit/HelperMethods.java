// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.exec.FloatInsn;
import org.bootlink.memory.LinearMemory;
import org.bootlink.softfloat.FloatStatus;

/** What translated code calls by name, see {@link Helpers}. */
public final class HelperMethods {
  private final LinearMemory memory;
  private final FloatStatus scratch = new FloatStatus();

  public HelperMethods(LinearMemory memory) {
    this.memory = memory;
  }

  /** See {@link FloatInsn#execute}. */
  public long computeFloat(int hartBase, int operation, long a, long b, long c) {
    return FloatInsn.execute(memory, hartBase, operation, a, b, c, scratch);
  }
}
