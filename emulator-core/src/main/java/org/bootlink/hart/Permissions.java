// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hart;

import org.bootlink.isa.Privilege;

/**
 * What instructions may do at a hart's present privilege level.
 *
 * <p>Source: RISC-V Privileged Architecture, edition 20240411, "Virtualization Support in mstatus Register",
 * "Machine Environment Configuration (menvcfg) Register"; Unprivileged ISA, "CMO", "Zawrs".
 */
public final class Permissions {
  private final Hart hart;
  private final CsrFile csr;

  Permissions(Hart hart) {
    this.hart = hart;
    this.csr = hart.csr();
  }

  /** Throws an illegal-instruction trap unless {@code csrAddress} may be accessed so. */
  public void checkCsr(int csrAddress, boolean write) {
    if (!CsrAccess.allowed(csr, csrAddress, write, hart.privilege())) {
      throw hart.illegalInstruction();
    }
  }

  public boolean mayReturnFromM() {
    return hart.privilege() == Privilege.M;
  }

  public boolean mayReturnFromS() {
    return hart.privilege() == Privilege.M
        || hart.privilege() == Privilege.S && (csr.mstatus() & Mstatus.TSR) == 0;
  }

  public boolean mayWait() {
    return hart.privilege() == Privilege.M
        || hart.privilege() == Privilege.S && (csr.mstatus() & Mstatus.TW) == 0;
  }

  /** WRS.NTO below M-mode is illegal under mstatus.TW. */
  public boolean mayWaitOnReservation() {
    return hart.privilege() == Privilege.M || (csr.mstatus() & Mstatus.TW) == 0;
  }

  public boolean mayFenceTranslation() {
    return hart.privilege() == Privilege.M
        || hart.privilege() == Privilege.S && (csr.mstatus() & Mstatus.TVM) == 0;
  }

  /** What the cache-block field {@code CBIE} says at this privilege: 0 illegal, 1 flush, 3 invalidate. */
  public int cacheBlockInvalidate() {
    long allowed = cacheBlockEnvironment() & CsrFile.ENVCFG_CBIE;
    return (int) (allowed >>> 4);
  }

  public boolean mayCleanCacheBlock() {
    return (cacheBlockEnvironment() & CsrFile.ENVCFG_CBCFE) != 0;
  }

  public boolean mayZeroCacheBlock() {
    return (cacheBlockEnvironment() & CsrFile.ENVCFG_CBZE) != 0;
  }

  private long cacheBlockEnvironment() {
    long allowed = -1;
    if (hart.privilege() < Privilege.M) {
      allowed &= csr.menvcfg();
    }
    if (hart.privilege() < Privilege.S) {
      allowed &= csr.senvcfg();
    }
    return allowed;
  }
}
