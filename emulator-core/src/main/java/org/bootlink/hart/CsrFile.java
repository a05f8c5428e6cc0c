// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hart;

import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.isa.IsaExtensions;
import org.bootlink.mmu.Pmp;
import org.bootlink.state.StateWalk;

/**
 * The control and status registers of one hart: fields, legal values and what a write sets off.
 *
 * <p>Source: RISC-V Privileged Architecture, edition 20240411, "Machine-Level ISA" and "Supervisor-Level
 * ISA"; "Sstc" for {@code stimecmp}; Unprivileged ISA, edition 20240411, "Zicntr" and "F".
 * Whether an access is allowed at all is decided in {@link CsrAccess}.
 */
public final class CsrFile {
  static final long MENVCFG_FIOM = 1;
  static final long ENVCFG_CBIE = 3L << 4;
  static final long ENVCFG_CBCFE = 1L << 6;
  static final long ENVCFG_CBZE = 1L << 7;
  static final long MENVCFG_ADUE = 1L << 61;
  static final long MENVCFG_PBMTE = 1L << 62;
  static final long MENVCFG_STCE = 1L << 63;

  private static final long SENVCFG_WRITABLE = MENVCFG_FIOM | ENVCFG_CBIE | ENVCFG_CBCFE | ENVCFG_CBZE;
  private static final long MENVCFG_WRITABLE =
      SENVCFG_WRITABLE | MENVCFG_ADUE | MENVCFG_PBMTE | MENVCFG_STCE;

  private static final long SUPERVISOR_INTERRUPTS =
      1L << Cause.SSI_BIT | 1L << Cause.STI_BIT | 1L << Cause.SEI_BIT;
  private static final long ALL_INTERRUPTS =
      SUPERVISOR_INTERRUPTS | 1L << Cause.MSI_BIT | 1L << Cause.MTI_BIT | 1L << Cause.MEI_BIT;
  private static final long MEDELEG_WRITABLE = 0xb3ff;

  private static final long MXL_64 = 2L << 62;
  private static final long MISA = MXL_64 | IsaExtensions.misaExtensions();

  private static final int COUNTER_CY = 1;
  private static final int COUNTER_IR = 4;

  private static final int SATP_MODE_SHIFT = 60;
  private static final long EPC_WRITABLE = ~1L;
  private static final long TVEC_WRITABLE = ~2L;

  /** What is zero at reset of what is kept in linear memory. */
  private static final int[] ZERO_AT_RESET =
      {HartLayout.STVEC, HartLayout.SSCRATCH, HartLayout.SEPC, HartLayout.SCAUSE, HartLayout.STVAL};

  private final Hart hart;
  final Pmp pmp = new Pmp();

  private long medeleg;
  private long mideleg;
  private long mie;
  /** What software wrote to SSIP, STIP and SEIP. */
  private long mipSoftware;
  /** What wires say, and STIP by {@code stimecmp}. */
  private long mipWires;
  private long mtvec;
  private long mscratch;
  private long mepc;
  private long mcause;
  private long mtval;
  private int mcounteren;
  private int mcountinhibit;
  private long menvcfg;
  private int scounteren;
  private long senvcfg;
  private long satp;
  private long stimecmp;
  private final FloatState floatState;
  private final Shortcuts shortcuts;
  /** What to add to the hart's counts; the count itself while the counter is inhibited. */
  private long cycleOffset;
  private long instretOffset;

  CsrFile(Hart hart) {
    this.hart = hart;
    this.floatState = new FloatState(hart.memory(), hart.base());
    this.shortcuts = new Shortcuts(hart.memory(), hart.base());
    reset();
  }

  void reset() {
    put(HartLayout.MSTATUS, Mstatus.UXL_64 | Mstatus.SXL_64);
    for (int register : ZERO_AT_RESET) {
      put(register, 0);
    }
    medeleg = 0;
    mideleg = 0;
    mie = 0;
    mipSoftware = 0;
    mipWires = 0;
    mtvec = 0;
    mscratch = 0;
    mepc = 0;
    mcause = 0;
    mtval = 0;
    mcounteren = 0;
    mcountinhibit = 0;
    menvcfg = 0;
    scounteren = 0;
    senvcfg = 0;
    satp = 0;
    stimecmp = -1;
    floatState.reset();
    cycleOffset = 0;
    instretOffset = 0;
    pmp.reset();
    updateShortcuts();
  }

  void walkState(StateWalk walk) {
    long mstatus = walk.bits(get(HartLayout.MSTATUS), Mstatus.WRITABLE | Mstatus.UXL_64 | Mstatus.SXL_64);
    put(HartLayout.MSTATUS, mstatus);
    StateWalk.require((mstatus & Mstatus.MPP) != 2L << Mstatus.MPP_SHIFT, "mstatus.MPP is reserved");
    medeleg = walk.bits(medeleg, MEDELEG_WRITABLE);
    mideleg = walk.bits(mideleg, SUPERVISOR_INTERRUPTS);
    mie = walk.bits(mie, ALL_INTERRUPTS);
    mipSoftware = walk.bits(mipSoftware, SUPERVISOR_INTERRUPTS);
    mipWires = walk.bits(mipWires, ALL_INTERRUPTS);
    mtvec = walk.bits(mtvec, TVEC_WRITABLE);
    mscratch = walk.value(mscratch);
    mepc = walk.bits(mepc, EPC_WRITABLE);
    mcause = walk.value(mcause);
    mtval = walk.value(mtval);
    mcounteren = walk.value(mcounteren);
    mcountinhibit = (int) walk.bits(mcountinhibit, COUNTER_CY | COUNTER_IR);
    menvcfg = walk.bits(menvcfg, MENVCFG_WRITABLE);
    put(HartLayout.STVEC, walk.bits(get(HartLayout.STVEC), TVEC_WRITABLE));
    put(HartLayout.SSCRATCH, walk.value(get(HartLayout.SSCRATCH)));
    put(HartLayout.SEPC, walk.bits(get(HartLayout.SEPC), EPC_WRITABLE));
    put(HartLayout.SCAUSE, walk.value(get(HartLayout.SCAUSE)));
    put(HartLayout.STVAL, walk.value(get(HartLayout.STVAL)));
    scounteren = walk.value(scounteren);
    senvcfg = walk.bits(senvcfg, SENVCFG_WRITABLE);
    satp = walk.value(satp);
    StateWalk.require(isSatpMode(satp), "satp.MODE is reserved");
    stimecmp = walk.value(stimecmp);
    int frm = walk.range(frm(), 0, 7);
    int fflags = walk.range(fflags(), 0, 31);
    cycleOffset = walk.value(cycleOffset);
    instretOffset = walk.value(instretOffset);
    pmp.walkState(walk);
    if (walk.restores()) {
      floatState.write(frm, fflags);
      updateShortcuts();
    }
  }

  /** Whether this machine has the register at all. */
  boolean exists(int csr) {
    if (csr >= Csr.HPMCOUNTER3 && csr <= Csr.HPMCOUNTER31
        || csr >= Csr.MHPMCOUNTER3 && csr <= Csr.MHPMCOUNTER31
        || csr >= Csr.MHPMEVENT3 && csr <= Csr.MHPMEVENT31
        || csr >= Csr.PMPADDR0 && csr < Csr.PMPADDR0 + Pmp.ENTRIES) {
      return true;
    }
    return switch (csr) {
      case Csr.FFLAGS, Csr.FRM, Csr.FCSR, Csr.CYCLE, Csr.TIME, Csr.INSTRET,
          Csr.SSTATUS, Csr.SIE, Csr.STVEC, Csr.SCOUNTEREN, Csr.SENVCFG, Csr.SSCRATCH, Csr.SEPC,
          Csr.SCAUSE, Csr.STVAL, Csr.SIP, Csr.STIMECMP, Csr.SATP,
          Csr.MVENDORID, Csr.MARCHID, Csr.MIMPID, Csr.MHARTID, Csr.MCONFIGPTR,
          Csr.MSTATUS, Csr.MISA, Csr.MEDELEG, Csr.MIDELEG, Csr.MIE, Csr.MTVEC, Csr.MCOUNTEREN,
          Csr.MENVCFG, Csr.MCOUNTINHIBIT, Csr.MSCRATCH, Csr.MEPC, Csr.MCAUSE, Csr.MTVAL, Csr.MIP,
          Csr.PMPCFG0, Csr.PMPCFG0 + 2, Csr.MCYCLE, Csr.MINSTRET -> true;
      default -> false;
    };
  }

  /** Value of an existing register. */
  public long read(int csr) {
    if (csr >= Csr.PMPADDR0 && csr <= Csr.PMPADDR63) {
      return pmp.readAddr(csr - Csr.PMPADDR0);
    }
    return switch (csr) {
      case Csr.FFLAGS -> fflags();
      case Csr.FRM -> frm();
      case Csr.FCSR -> frm() << 5 | fflags();
      case Csr.CYCLE, Csr.MCYCLE -> cycle();
      case Csr.TIME -> hart.ticks();
      case Csr.INSTRET, Csr.MINSTRET -> instret();
      case Csr.SSTATUS -> mstatus() & Mstatus.SSTATUS_READABLE;
      case Csr.SIE -> mie & mideleg;
      case Csr.STVEC -> get(HartLayout.STVEC);
      case Csr.SCOUNTEREN -> scounteren & 0xffff_ffffL;
      case Csr.SENVCFG -> senvcfg;
      case Csr.SSCRATCH -> get(HartLayout.SSCRATCH);
      case Csr.SEPC -> get(HartLayout.SEPC);
      case Csr.SCAUSE -> get(HartLayout.SCAUSE);
      case Csr.STVAL -> get(HartLayout.STVAL);
      case Csr.SIP -> mip() & mideleg;
      case Csr.STIMECMP -> stimecmp;
      case Csr.SATP -> satp;
      case Csr.MHARTID -> hart.id();
      case Csr.MSTATUS -> mstatus();
      case Csr.MISA -> MISA;
      case Csr.MEDELEG -> medeleg;
      case Csr.MIDELEG -> mideleg;
      case Csr.MIE -> mie;
      case Csr.MTVEC -> mtvec;
      case Csr.MCOUNTEREN -> mcounteren & 0xffff_ffffL;
      case Csr.MENVCFG -> menvcfg;
      case Csr.MCOUNTINHIBIT -> mcountinhibit;
      case Csr.MSCRATCH -> mscratch;
      case Csr.MEPC -> mepc;
      case Csr.MCAUSE -> mcause;
      case Csr.MTVAL -> mtval;
      case Csr.MIP -> mip();
      case Csr.PMPCFG0, Csr.PMPCFG0 + 2 -> pmp.readCfg(csr - Csr.PMPCFG0);
      default -> 0;
    };
  }

  /**
   * What CSRRS and CSRRC modify and write back: for {@code mip} only what software wrote, because "the
   * logical-OR of the software-writable bit and the signal from the interrupt controller" is read but "the
   * value used in the read-modify-write sequence" is "only the software-writable SEIP bit"; else a wire
   * that is high just then would stay so for ever.
   */
  public long readForModify(int csr) {
    return csr == Csr.MIP || csr == Csr.SIP ? mipSoftware : read(csr);
  }

  /** Writes an existing register; bits that can't be written keep what they are. */
  public void write(int csr, long value) {
    if (csr >= Csr.PMPADDR0 && csr <= Csr.PMPADDR63) {
      pmp.writeAddr(csr - Csr.PMPADDR0, value);
      hart.translationChanged();
      return;
    }
    switch (csr) {
      case Csr.FFLAGS -> setFloatState(frm(), (int) value & 31);
      case Csr.FRM -> setFloatState((int) value & 7, fflags());
      case Csr.FCSR -> setFloatState((int) value >>> 5 & 7, (int) value & 31);
      case Csr.MCYCLE -> cycleOffset = value - counterBase(COUNTER_CY, hart.retired());
      case Csr.MINSTRET -> instretOffset = value - counterBase(COUNTER_IR, hart.retired());
      case Csr.SSTATUS -> writeMstatus(value, Mstatus.SSTATUS_WRITABLE);
      case Csr.SIE -> {
        mie = mie & ~mideleg | value & mideleg;
        interruptsChanged();
      }
      case Csr.STVEC -> put(HartLayout.STVEC, legalTvec(value, stvec()));
      case Csr.SCOUNTEREN -> scounteren = (int) value;
      case Csr.SENVCFG -> {
        senvcfg = legalEnvcfg(value, senvcfg) & SENVCFG_WRITABLE;
        updateShortcuts();
      }
      case Csr.SSCRATCH -> put(HartLayout.SSCRATCH, value);
      case Csr.SEPC -> put(HartLayout.SEPC, value & EPC_WRITABLE);
      case Csr.SCAUSE -> put(HartLayout.SCAUSE, value);
      case Csr.STVAL -> put(HartLayout.STVAL, value);
      case Csr.SIP -> writeMip(value, mideleg & 1L << Cause.SSI_BIT);
      case Csr.STIMECMP -> {
        stimecmp = value;
        timeReached();
        hart.deadlineChanged();
      }
      case Csr.SATP -> writeSatp(value);
      case Csr.MSTATUS -> writeMstatus(value, Mstatus.WRITABLE);
      case Csr.MEDELEG -> {
        medeleg = value & MEDELEG_WRITABLE;
        updateShortcuts();
      }
      case Csr.MIDELEG -> {
        mideleg = value & SUPERVISOR_INTERRUPTS;
        hart.interruptsChanged();
      }
      case Csr.MIE -> {
        mie = value & ALL_INTERRUPTS;
        interruptsChanged();
      }
      case Csr.MTVEC -> mtvec = legalTvec(value, mtvec);
      case Csr.MCOUNTEREN -> mcounteren = (int) value;
      case Csr.MENVCFG -> {
        menvcfg = legalEnvcfg(value, menvcfg) & MENVCFG_WRITABLE;
        updateShortcuts();
        timeReached();
        hart.deadlineChanged();
        hart.translationChanged();
      }
      case Csr.MCOUNTINHIBIT -> writeMcountinhibit((int) value & (COUNTER_CY | COUNTER_IR));
      case Csr.MSCRATCH -> mscratch = value;
      case Csr.MEPC -> mepc = value & EPC_WRITABLE;
      case Csr.MCAUSE -> mcause = value;
      case Csr.MTVAL -> mtval = value;
      case Csr.MIP -> writeMip(value, SUPERVISOR_INTERRUPTS & (hasStimecmp() ? ~(1L << Cause.STI_BIT) : -1));
      case Csr.PMPCFG0, Csr.PMPCFG0 + 2 -> {
        pmp.writeCfg(csr - Csr.PMPCFG0, value);
        hart.translationChanged();
      }
      default -> {
        // Read-only zero.
      }
    }
  }

  long mstatus() {
    long value = get(HartLayout.MSTATUS);
    return (value & Mstatus.FS) == Mstatus.FS ? value | Mstatus.SD : value;
  }

  /** Replaces {@code mstatus} as traps and returns from them do. */
  void setMstatus(long value) {
    put(HartLayout.MSTATUS, value & ~Mstatus.SD);
  }

  private void writeMstatus(long value, long writable) {
    long mask = writable;
    if ((value & Mstatus.MPP) == 2L << Mstatus.MPP_SHIFT) {
      mask &= ~Mstatus.MPP;
    }
    long old = get(HartLayout.MSTATUS);
    long next = old & ~mask | value & mask;
    put(HartLayout.MSTATUS, next);
    long changed = old ^ next;
    if ((changed & Mstatus.FS) != 0) {
      floatState.updateReady();
    }
    if ((changed & Mstatus.MXR) != 0) {
      hart.translationChanged();
    }
    if ((changed & Mstatus.TRANSLATION) != 0) {
      hart.dataContextChanged();
    }
    if ((changed & (Mstatus.SIE | Mstatus.MIE)) != 0) {
      hart.interruptsChanged();
    }
  }

  private void writeSatp(long value) {
    if (isSatpMode(value)) {
      boolean modeChanged = (value ^ satp) >>> SATP_MODE_SHIFT != 0;
      satp = value;
      if (modeChanged) {
        hart.translationChanged();
      } else {
        hart.addressSpaceChanged();
      }
    }
  }

  private static boolean isSatpMode(long satp) {
    int mode = (int) (satp >>> SATP_MODE_SHIFT);
    return mode == 0 || mode >= 8 && mode <= 10;
  }

  private void writeMip(long value, long writable) {
    mipSoftware = mipSoftware & ~writable | value & writable;
    interruptsChanged();
  }

  /** Modes 2 and 3 are reserved: then the register keeps its value, as in QEMU. */
  private static long legalTvec(long value, long old) {
    return (value & 2) == 0 ? value : old;
  }

  /** CBIE = 2 is reserved: then the field keeps its value. */
  private static long legalEnvcfg(long value, long old) {
    return (value & ENVCFG_CBIE) == 2L << 4 ? value & ~ENVCFG_CBIE | old & ENVCFG_CBIE : value;
  }

  private long get(int register) {
    return hart.memory().getLong(hart.base() + register);
  }

  private void put(int register, long value) {
    hart.memory().putLong(hart.base() + register, value);
  }

  /** Recomputes what translated code looks up and what follows from other registers. */
  void updateShortcuts() {
    shortcuts.setPending(mip() & mie);
    shortcuts.setDelegation(medeleg);
    shortcuts.setEnvironment(menvcfg, senvcfg);
  }

  // Interrupts.

  private void interruptsChanged() {
    shortcuts.setPending(mip() & mie);
    hart.interruptsChanged();
  }

  long mip() {
    return mipSoftware | mipWires;
  }

  long mie() {
    return mie;
  }

  long mideleg() {
    return mideleg;
  }

  long medeleg() {
    return medeleg;
  }

  /** Drives the wire that ends at bit {@code bit} of {@code mip}. */
  void setWire(int bit, boolean level) {
    long next = level ? mipWires | 1L << bit : mipWires & ~(1L << bit);
    if (next != mipWires) {
      mipWires = next;
      interruptsChanged();
    }
  }

  boolean hasStimecmp() {
    return (menvcfg & MENVCFG_STCE) != 0;
  }

  /** Tick at which STIP rises by {@code stimecmp}, or Long.MAX_VALUE. */
  long deadlineTicks() {
    return !hasStimecmp() || stimecmp < 0 || (mipWires & 1L << Cause.STI_BIT) != 0
        ? Long.MAX_VALUE : stimecmp;
  }

  /** Recomputes STIP: "pending if time contains a value greater than or equal to stimecmp", unsigned. */
  void timeReached() {
    if (hasStimecmp()) {
      mipSoftware &= ~(1L << Cause.STI_BIT);
      shortcuts.setPending(mip() & mie);
      setWire(Cause.STI_BIT, Long.compareUnsigned(hart.ticks(), stimecmp) >= 0);
    } else {
      setWire(Cause.STI_BIT, false);
    }
  }

  // Floating point.

  boolean floatOff() {
    return (get(HartLayout.MSTATUS) & Mstatus.FS) == 0;
  }

  void markFloatDirty() {
    put(HartLayout.MSTATUS, get(HartLayout.MSTATUS) | Mstatus.FS);
    floatState.updateReady();
  }

  private void setFloatState(int newFrm, int newFflags) {
    floatState.write(newFrm, newFflags);
    markFloatDirty();
  }

  public int frm() {
    return floatState.frm();
  }

  public int fflags() {
    return floatState.fflags();
  }

  // Counters.

  private long cycle() {
    return cycleOffset + ((mcountinhibit & COUNTER_CY) != 0 ? 0 : hart.retired());
  }

  private long instret() {
    return instretOffset + ((mcountinhibit & COUNTER_IR) != 0 ? 0 : hart.retired());
  }

  /** What a running counter will have counted when the instruction after this one reads it. */
  private long counterBase(int counter, long retired) {
    return (mcountinhibit & counter) != 0 ? 0 : retired + 1;
  }

  private void writeMcountinhibit(int value) {
    long cycles = cycle();
    long instructions = instret();
    mcountinhibit = value;
    cycleOffset = cycles - ((value & COUNTER_CY) != 0 ? 0 : hart.retired());
    instretOffset = instructions - ((value & COUNTER_IR) != 0 ? 0 : hart.retired());
  }

  int mcounteren() {
    return mcounteren;
  }

  int scounteren() {
    return scounteren;
  }

  // Translation and environment.

  public long satp() {
    return satp;
  }

  long menvcfg() {
    return menvcfg;
  }

  long senvcfg() {
    return senvcfg;
  }

  // Trap registers.

  void enterM(long cause, long epc, long tval) {
    mcause = cause;
    mepc = epc;
    mtval = tval;
  }

  void enterS(long cause, long epc, long tval) {
    put(HartLayout.SCAUSE, cause);
    put(HartLayout.SEPC, epc);
    put(HartLayout.STVAL, tval);
  }

  long mtvec() {
    return mtvec;
  }

  long stvec() {
    return get(HartLayout.STVEC);
  }

  long mepc() {
    return mepc;
  }

  long sepc() {
    return get(HartLayout.SEPC);
  }
}
