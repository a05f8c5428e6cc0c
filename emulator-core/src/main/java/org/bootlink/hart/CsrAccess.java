// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hart;

import org.bootlink.isa.Csr;
import org.bootlink.isa.Privilege;

/**
 * Decides whether a hart may touch a register at its privilege level.
 *
 * <p>Source: RISC-V Privileged Architecture, edition 20240411, "CSR Address Mapping Conventions", "Machine
 * Counter-Enable", "Virtualization Support in mstatus Register"; "Sstc".
 */
final class CsrAccess {
  private static final int TIME_BIT = 1;

  /** Whether {@code csr} exists and an access from {@code privilege} is legal. */
  static boolean allowed(CsrFile file, int csr, boolean write, int privilege) {
    if (Csr.privilege(csr) > privilege || write && Csr.isReadOnly(csr) || !file.exists(csr)) {
      return false;
    }
    if (csr >= Csr.CYCLE && csr <= Csr.HPMCOUNTER31) {
      return counterEnabled(file, csr - Csr.CYCLE, privilege);
    }
    return switch (csr) {
      case Csr.FFLAGS, Csr.FRM, Csr.FCSR -> !file.floatOff();
      case Csr.SATP -> privilege == Privilege.M || (file.mstatus() & Mstatus.TVM) == 0;
      case Csr.STIMECMP -> privilege == Privilege.M
          || file.hasStimecmp() && counterEnabled(file, TIME_BIT, privilege);
      default -> true;
    };
  }

  private static boolean counterEnabled(CsrFile file, int bit, int privilege) {
    int enabled = -1;
    if (privilege < Privilege.M) {
      enabled &= file.mcounteren();
    }
    if (privilege < Privilege.S) {
      enabled &= file.scounteren();
    }
    return (enabled >>> bit & 1) != 0;
  }

  private CsrAccess() {}
}
