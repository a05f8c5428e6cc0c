// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hart;

import org.bootlink.isa.Cause;
import org.bootlink.isa.Privilege;
import org.bootlink.memory.LinearMemory;

/** What translated code wants to know of the CSRs that it can't see, as {@link HartLayout} has it. */
final class Shortcuts {
  private final LinearMemory memory;
  private final int hartBase;

  Shortcuts(LinearMemory memory, int hartBase) {
    this.memory = memory;
    this.hartBase = hartBase;
  }

  /** @param pending {@code mip & mie} */
  void setPending(long pending) {
    memory.putLong(hartBase + HartLayout.PENDING, pending);
  }

  void setDelegation(long medeleg) {
    memory.putInt(hartBase + HartLayout.ECALL_TO_S, (int) (medeleg >>> Cause.ECALL_FROM_U) & 1);
  }

  void setEnvironment(long menvcfg, long senvcfg) {
    mayZero(Privilege.U, menvcfg & senvcfg);
    mayZero(Privilege.S, menvcfg);
    mayZero(Privilege.M, -1);
  }

  private void mayZero(int privilege, long environment) {
    boolean may = (environment & CsrFile.ENVCFG_CBZE) != 0;
    memory.putByte(hartBase + HartLayout.MAY_ZERO + privilege, (byte) (may ? 1 : 0));
  }
}
