// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.stream.IntStream;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Insn;
import org.bootlink.isa.Privilege;

/**
 * Makes atoms of privileged instructions and CSR accesses. What would let the monitor lose control is put
 * back within the same atom.
 */
final class SystemAtoms {
  private static final int[] FREE = {
    Csr.SSTATUS, Csr.SIE, Csr.SIP, Csr.SCAUSE, Csr.SEPC, Csr.STVAL, Csr.SCOUNTEREN, Csr.SENVCFG,
    Csr.MSTATUS, Csr.MSTATUS, Csr.MISA, Csr.MIDELEG, Csr.MIE, Csr.MIP, Csr.MCOUNTEREN, Csr.MENVCFG,
    Csr.MEPC, Csr.MCAUSE, Csr.MTVAL, Csr.MCOUNTINHIBIT, Csr.MVENDORID, Csr.MARCHID, Csr.MIMPID,
    Csr.MHARTID, Csr.MCONFIGPTR, Csr.FFLAGS, Csr.FRM, Csr.FCSR,
  };
  private static final int[] PUT_BACK = {
    Csr.MTVEC, Csr.STVEC, Csr.MSCRATCH, Csr.SSCRATCH, Csr.MEDELEG,
  };
  private static final int[] COUNTERS = {Csr.CYCLE, Csr.TIME, Csr.INSTRET, Csr.MCYCLE, Csr.MINSTRET};
  private static final int SSIP = 2;
  private static final long INTERRUPTS = 1 << Cause.SSI_BIT | 1 << Cause.STI_BIT | 1 << Cause.SEI_BIT;
  private static final int WFI = Insn.WFI.match();

  private final Rng rng;
  private final Registers registers;
  private final int firstMode;
  private int lowestMode;
  private final boolean waitAlwaysTraps;
  /** Whether STIP comes from stimecmp; else from software. What follows from a change is not comparable. */
  private final boolean hasTimer;
  /** The one supervisor interrupt that may be enabled: QEMU 7.2 takes the lowest number first. */
  private final long enabled;

  /**
   * @param mode that the program begins in
   * @param waitAlwaysTraps whether WFI and satp accesses trap in S-mode
   */
  SystemAtoms(Rng rng, Registers registers, int mode, boolean waitAlwaysTraps) {
    this.rng = rng;
    this.registers = registers;
    this.firstMode = mode;
    this.lowestMode = mode;
    this.waitAlwaysTraps = waitAlwaysTraps;
    this.hasTimer = rng.oneIn(2);
    this.enabled = 1L << rng.pick(Cause.SSI_BIT, Cause.STI_BIT, Cause.SEI_BIT);
  }

  Atom next() {
    return switch (rng.below(24)) {
      case 0, 1, 2 -> putBack(rng.pick(PUT_BACK));
      case 3 -> counter(rng.pick(COUNTERS));
      case 4 -> counter((rng.oneIn(2) ? Csr.HPMCOUNTER3 : Csr.MHPMCOUNTER3) + rng.below(16));
      case 5 -> mayWriteSatp() ? putBack(Csr.SATP) : free();
      case 6 -> pmpAddress();
      case 7 -> pmpConfiguration();
      case 8 -> hasTimer ? timeCompare() : free();
      case 9 -> wait(false);
      case 10 -> wait(true);
      case 11 -> lowerMode();
      case 12 -> Atom.word(fence());
      case 13 -> supervisorReturn();
      case 14 -> Atom.word(access(anyOther(), true));
      case 15 -> vectored();
      default -> free();
    };
  }

  /** Bits of {@code csr} that this program leaves 0. */
  long withheld(int csr) {
    return NotComparable.bits(csr) | switch (csr) {
      case Csr.MIE, Csr.SIE -> INTERRUPTS & ~enabled;
      case Csr.MIP, Csr.SIP -> hasTimer ? 1 << Cause.STI_BIT : 0;
      case Csr.MENVCFG -> hasTimer ? 0 : 1L << 63;
      default -> 0;
    };
  }

  private Atom free() {
    int csr = rng.pick(FREE);
    if (csr == Csr.MISA) {
      // QEMU 7.2 is older than the B extension.
      int seen = registers.temporary();
      int insn = CodeAtoms.withRd(access(csr, false), seen);
      return Atom.words(insn, Insn.BCLRI.match() | seen << 7 | seen << 15 | 1 << 20);
    }
    if (withheld(csr) == 0) {
      return Atom.word(access(csr, false));
    }
    int temporary = registers.temporary();
    int insn = CodeAtoms.withRs1(access(csr, false), temporary) & ~(1 << 14);
    if (csr != Csr.MSTATUS) {
      return Atom.words(withoutBits(temporary, withheld(csr), insn));
    }
    // QEMU 7.2 stores the reserved value 2 into MPP.
    return rng.oneIn(2) && (insn & 0x3000) != 0x3000
        ? Atom.words(withoutBits(temporary, withheld(csr), bseti(temporary, 11), bseti(temporary, 12), insn))
        : Atom.words(withoutBits(temporary, withheld(csr) | 3 << 11, insn));
  }

  private static int bseti(int register, int bit) {
    return Insn.BSETI.match() | register << 7 | register << 15 | bit << 20;
  }

  /** Copies a register to {@code temporary} without {@code bits}, then executes {@code last}. */
  private int[] withoutBits(int temporary, long bits, int... last) {
    if (bits == 0xffff_ffffL << 32) {
      int zeroExtend = Insn.ADD_UW.match() | temporary << 7 | registers.rs() << 15;
      return IntStream.concat(IntStream.of(zeroExtend), IntStream.of(last)).toArray();
    }
    if (bits == ~5L) {
      int and = Insn.ANDI.match() | temporary << 7 | registers.rs() << 15 | 5 << 20;
      return IntStream.concat(IntStream.of(and), IntStream.of(last)).toArray();
    }
    int count = Long.bitCount(bits);
    int[] insns = new int[1 + count + last.length];
    insns[0] = CodeAtoms.addi(temporary, registers.rs(), 0);
    long left = bits;
    for (int i = 1; i <= count; i++, left &= left - 1) {
      int bit = Long.numberOfTrailingZeros(left);
      insns[i] = Insn.BCLRI.match() | temporary << 7 | temporary << 15 | bit << 20;
    }
    System.arraycopy(last, 0, insns, 1 + count, last.length);
    return insns;
  }

  /** A CSR that hardly exists. */
  private int anyOther() {
    int csr = rng.below(4096);
    return NotComparable.csr(csr) ? anyOther() : csr;
  }

  private int access(int csr, boolean readOnly) {
    Insn row = rng.pick(InsnGroups.CSR);
    int insn = CodeAtoms.withRd(row.match() | (int) rng.next() & ~row.mask(), registers.rd());
    int source = rng.oneIn(3) ? 0 : registers.rs();
    if (row.name().endsWith("I")) {
      source = rng.oneIn(3) ? 0 : rng.below(32);
    }
    if (readOnly && !rng.oneIn(4)) {
      insn = insn & ~0x7000 | 0x2000;
      source = 0;
    }
    if ((Csr.isReadOnly(csr) || csr <= Csr.FCSR) && !row.name().endsWith("I") && row != Insn.CSRRW) {
      // QEMU 7.2 takes CSRRS and CSRRC with a register that holds 0 for reads.
      source = 0;
    }
    return CodeAtoms.withRs1(insn, source) & 0xf_ffff | csr << 20;
  }

  private static int csrrw(int rd, int csr, int rs1) {
    return Insn.CSRRW.match() | rd << 7 | rs1 << 15 | csr << 20;
  }

  private static int csrrs(int rd, int csr, int rs1) {
    return Insn.CSRRS.match() | rd << 7 | rs1 << 15 | csr << 20;
  }

  /** Writes, sets or clears, reads, puts the old value back. */
  private Atom putBack(int csr) {
    int old = registers.temporary();
    int value = another(old);
    int seen = another(old);
    int setOrClear = (rng.oneIn(2) ? Insn.CSRRC : Insn.CSRRS).match() | seen << 7 | value << 15 | csr << 20;
    return Atom.words(withoutBits(value, NotComparable.bits(csr), csrrw(old, csr, value), setOrClear,
        csrrw(seen, csr, old), CodeAtoms.addi(old, seen, 0)));
  }

  private int another(int register) {
    int found = registers.rs();
    while (found == register || found == 0 || registers.isPointer(found)) {
      found = rng.between(1, 31);
    }
    return found;
  }

  /** What it counts can't be compared, only whether it may be read. */
  private Atom counter(int csr) {
    int rd = registers.temporary();
    return Atom.words(access(csr, true) & ~(31 << 7) | rd << 7, CodeAtoms.addi(rd, 0, 1));
  }

  /** The upper ten bits, which QEMU 7.2 keeps, stay 0. */
  private Atom pmpAddress() {
    int temporary = registers.temporary();
    int insn = CodeAtoms.withRs1(access(Csr.PMPADDR0 + rng.below(15), false), temporary) & ~(1 << 14);
    int operands = temporary << 7 | temporary << 15 | 10 << 20;
    return Atom.words(CodeAtoms.addi(temporary, registers.rs(), 0), Insn.SLLI.match() | operands,
        Insn.SRLI.match() | operands, insn);
  }

  /** Entries that are not locked and match nothing. */
  private Atom pmpConfiguration() {
    int temporary = registers.temporary();
    int csr = Csr.PMPCFG0 + rng.pick(0, 0, 0, 1, 2, 3);
    return csr == Csr.PMPCFG0
        ? Atom.words(CodeAtoms.addi(temporary, 0, rng.pick(0, 1, 3, 4, 5, 7)),
            csrrw(temporary, csr, temporary), csrrs(temporary, csr, 0))
        : Atom.word(csrrs(registers.rd(), csr, 0));
  }

  /**
   * The timer is due, for a moment, and then no more. Only with menvcfg.STCE where that can be set: without,
   * QEMU 7.2 raises STIP all the same.
   */
  private Atom timeCompare() {
    int temporary = registers.temporary();
    int one = CodeAtoms.addi(temporary, 0, 1);
    int shift = Insn.SLLI.match() | temporary << 7 | temporary << 15;
    return Atom.words(one, shift | 63 << 20, csrrs(0, Csr.MENVCFG, temporary),
        csrrw(registers.rd(), Csr.STIMECMP, 0), csrrs(registers.rd(), Csr.MIP, 0),
        csrrs(registers.rd(), Csr.SIP, 0), one, shift | 45 << 20, csrrw(0, Csr.STIMECMP, temporary),
        csrrs(registers.rd(), Csr.STIMECMP, 0));
  }

  /** Not where it could begin to translate. */
  private boolean mayWriteSatp() {
    return lowestMode == Privilege.M || firstMode == Privilege.U
        || firstMode == Privilege.S && waitAlwaysTraps;
  }

  /** WFI, where it does not wait for ever. */
  private Atom wait(boolean plain) {
    if (firstMode == Privilege.U || firstMode == Privilege.S && waitAlwaysTraps) {
      return Atom.word(WFI);
    }
    if (lowestMode != Privilege.M || plain || enabled != SSIP) {
      return free();
    }
    int setPending = Insn.CSRRSI.match() | SSIP << 15 | Csr.MIP << 20;
    int enable = Insn.CSRRSI.match() | SSIP << 15 | Csr.MIE << 20;
    int disable = Insn.CSRRCI.match() | 8 << 15 | Csr.MSTATUS << 20;
    return Atom.words(disable, setPending, enable, WFI);
  }

  /** MRET to what follows, at a lower privilege level. */
  private Atom lowerMode() {
    if (!rng.oneIn(3) || lowestMode != Privilege.M) {
      return free();
    }
    int temporary = registers.temporary();
    lowestMode = rng.pick(Privilege.S, Privilege.U);
    boolean toS = lowestMode == Privilege.S;
    int other = another(temporary);
    return Atom.words(
        clearMprv(other)[0], clearMprv(other)[1],
        0x17 | temporary << 7,
        CodeAtoms.addi(temporary, temporary, 36),
        csrrw(0, Csr.MEPC, temporary),
        Insn.LUI.match() | other << 7 | 2 << 12,
        CodeAtoms.addi(other, other, -2048),
        Insn.CSRRC.match() | other << 15 | Csr.MSTATUS << 20,
        toS ? Insn.BSETI.match() | other << 7 | 11 << 20 : CodeAtoms.addi(other, 0, 0),
        toS ? Insn.CSRRS.match() | other << 15 | Csr.MSTATUS << 20 : CodeAtoms.addi(0, 0, 0),
        Insn.MRET.match());
  }

  /** SRET to what follows; from M-mode, too. */
  private Atom supervisorReturn() {
    int temporary = registers.temporary();
    lowestMode = Math.min(lowestMode, Privilege.S);
    boolean toU = rng.oneIn(2);
    int other = another(temporary);
    if (toU) {
      lowestMode = Privilege.U;
    }
    // Nothing may trap once sepc is set.
    return Atom.words(
        clearMprv(other)[0], clearMprv(other)[1],
        0x17 | temporary << 7,
        CodeAtoms.addi(temporary, temporary, 24),
        csrrw(0, Csr.SEPC, temporary),
        CodeAtoms.addi(other, 0, 0x100),
        (toU ? Insn.CSRRC : Insn.CSRRS).match() | other << 15 | Csr.SSTATUS << 20,
        Insn.SRET.match());
  }

  /** QEMU 7.2 does not do that itself on the way to a lower level. */
  private static int[] clearMprv(int temporary) {
    return new int[] {
      Insn.LUI.match() | temporary << 7 | 1 << 17,
      Insn.CSRRC.match() | temporary << 15 | Csr.MSTATUS << 20,
    };
  }

  private int fence() {
    // QEMU 7.2 executes the first two in U-mode, too.
    Insn row = switch (lowestMode == Privilege.U ? rng.between(2, 3) : rng.below(4)) {
      case 0 -> Insn.SFENCE_W_INVAL;
      case 1 -> Insn.SFENCE_INVAL_IR;
      case 2 -> Insn.SINVAL_VMA;
      default -> Insn.SFENCE_VMA;
    };
    int operands = (rng.oneIn(2) ? 0 : registers.rs()) << 15 | (rng.oneIn(2) ? 0 : registers.rs()) << 20;
    return row.match() | operands & ~row.mask();
  }

  private Atom vectored() {
    int csr = rng.pick(Csr.MTVEC, Csr.STVEC);
    Insn row = rng.oneIn(2) ? Insn.CSRRSI : Insn.CSRRCI;
    return Atom.word(row.match() | 1 << 15 | csr << 20);
  }
}
