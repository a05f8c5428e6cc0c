// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hart;

import org.bootlink.isa.Cause;
import org.bootlink.isa.Privilege;
import org.bootlink.state.StateWalk;

/**
 * Takes interrupts and exceptions, and returns from them.
 *
 * <p>Source: RISC-V Privileged Architecture, edition 20240411, "Privilege and Global Interrupt-Enable Stack
 * in mstatus register", "Machine Interrupt (mip and mie) Registers", "Trap-Return Instructions".
 */
public final class TrapUnit {
  private final Hart hart;
  private final CsrFile csr;
  private boolean stuck;

  TrapUnit(Hart hart) {
    this.hart = hart;
    this.csr = hart.csr();
  }

  void reset() {
    stuck = false;
  }

  void walkState(StateWalk walk) {
    stuck = walk.value(stuck);
  }

  /** Takes the most urgent enabled interrupt, if there is one. */
  public void takePendingInterrupt() {
    long pending = csr.mip() & csr.mie();
    if (pending == 0) {
      return;
    }
    long status = csr.mstatus();
    long forM = pending & ~csr.mideleg();
    long forS = pending & csr.mideleg();
    if (forM != 0 && (hart.privilege() < Privilege.M || (status & Mstatus.MIE) != 0)) {
      enterTrap(Privilege.M, Cause.INTERRUPT | mostUrgent(forM), 0);
    } else if (forS != 0
        && (hart.privilege() < Privilege.S
            || hart.privilege() == Privilege.S && (status & Mstatus.SIE) != 0)) {
      enterTrap(Privilege.S, Cause.INTERRUPT | mostUrgent(forS), 0);
    }
  }

  /** "MEI, MSI, MTI, SEI, SSI, STI", in decreasing priority. */
  private static int mostUrgent(long pending) {
    if ((pending & 1L << Cause.MEI_BIT) != 0) {
      return Cause.MEI_BIT;
    }
    if ((pending & 1L << Cause.MSI_BIT) != 0) {
      return Cause.MSI_BIT;
    }
    if ((pending & 1L << Cause.MTI_BIT) != 0) {
      return Cause.MTI_BIT;
    }
    if ((pending & 1L << Cause.SEI_BIT) != 0) {
      return Cause.SEI_BIT;
    }
    return (pending & 1L << Cause.SSI_BIT) != 0 ? Cause.SSI_BIT : Cause.STI_BIT;
  }

  /** Takes an exception raised by the instruction at {@link Hart#pc}. */
  public void takeException(int cause, long tval) {
    hart.noteException();
    boolean delegated = hart.privilege() <= Privilege.S && (csr.medeleg() >>> cause & 1) != 0;
    long from = hart.pc();
    boolean inM = hart.privilege() == Privilege.M;
    long status = csr.mstatus();
    enterTrap(delegated ? Privilege.S : Privilege.M, cause, tval);
    // Interrupts are off, and the handler's first instruction has trapped and left all as it was.
    stuck = inM && hart.pc() == from && csr.mstatus() == status;
  }

  /**
   * Whether the hart's last step was to fault at the first instruction of its trap handler, as it will for ever
   * unless somebody else changes memory.
   */
  public boolean isStuck() {
    return stuck;
  }

  /** Something happened since that may have changed why the hart was stuck. */
  public void forgetStuck() {
    stuck = false;
  }

  private void enterTrap(int target, long cause, long tval) {
    long status = csr.mstatus();
    long vector;
    if (target == Privilege.M) {
      csr.enterM(cause, hart.pc(), tval);
      status = status & ~(Mstatus.MPIE | Mstatus.MIE | Mstatus.MPP)
          | ((status & Mstatus.MIE) != 0 ? Mstatus.MPIE : 0)
          | (long) hart.privilege() << Mstatus.MPP_SHIFT;
      vector = csr.mtvec();
    } else {
      csr.enterS(cause, hart.pc(), tval);
      status = status & ~(Mstatus.SPIE | Mstatus.SIE | Mstatus.SPP)
          | ((status & Mstatus.SIE) != 0 ? Mstatus.SPIE : 0)
          | (hart.privilege() == Privilege.S ? Mstatus.SPP : 0);
      vector = csr.stvec();
    }
    csr.setMstatus(status);
    hart.enterPrivilege(target);
    boolean vectored = (vector & 1) != 0 && cause < 0;
    hart.setPc((vector & ~3L) + (vectored ? (cause & 0xff) * 4 : 0));
  }

  /** Executes MRET. */
  public void returnFromM() {
    long status = csr.mstatus();
    int previous = (int) (status >>> Mstatus.MPP_SHIFT) & 3;
    status = status & ~(Mstatus.MIE | Mstatus.MPP) | Mstatus.MPIE
        | ((status & Mstatus.MPIE) != 0 ? Mstatus.MIE : 0);
    leaveTrap(previous, status, csr.mepc());
  }

  /** Executes SRET. */
  public void returnFromS() {
    long status = csr.mstatus();
    int previous = (status & Mstatus.SPP) != 0 ? Privilege.S : Privilege.U;
    status = status & ~(Mstatus.SIE | Mstatus.SPP) | Mstatus.SPIE
        | ((status & Mstatus.SPIE) != 0 ? Mstatus.SIE : 0);
    leaveTrap(previous, status, csr.sepc());
  }

  private void leaveTrap(int previous, long status, long pc) {
    csr.setMstatus(previous == Privilege.M ? status : status & ~Mstatus.MPRV);
    hart.enterPrivilege(previous);
    hart.setPc(pc);
  }
}
