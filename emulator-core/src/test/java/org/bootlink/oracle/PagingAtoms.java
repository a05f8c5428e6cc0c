// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import org.bootlink.isa.Csr;
import org.bootlink.isa.Insn;

/** Makes atoms that reach translated memory: by instruction fetch, and after changes of page tables. */
final class PagingAtoms {
  private static final int RA = 1;
  private static final int MPP_SHIFT = 11;
  private static final int MPRV_BIT = 17;
  private static final int[] FLAGS = {0, 1, 2, 3, 4, 6, 7};

  private final Rng rng;
  private final Registers registers;

  PagingAtoms(Rng rng, Registers registers) {
    this.rng = rng;
    this.registers = registers;
  }

  /** Calls what is near the middle of scratch memory: nothing but returns, one of them across pages. */
  Atom call() {
    int pointer = rng.pick(registers.lowPointer, registers.otherPointer);
    int imm = 2 * rng.between(-4, 3);
    return Atom.words(0x17 | RA << 7, CodeAtoms.addi(RA, RA, 12),
        Insn.JALR.match() | pointer << 15 | imm << 20);
  }

  /** Fills the middle of scratch memory with returns. */
  static void returns(GuestMemory memory, long record) {
    long middle = record + Layout.SCRATCH_MIDDLE;
    for (int i = -16; i < 16; i += 2) {
      memory.put16(middle + i, 0x8082);
    }
    memory.put16(middle - 2, 0x8067);
    memory.put16(middle, 0);
  }

  /** Flips a flag of a page table entry and fences. */
  Atom change() {
    int temporary = registers.temporary();
    int offset = 8 * (PageTables.FIRST_PAIR + rng.below(2 * PageTables.PAIRS));
    int flip = Insn.BINVI.match() | temporary << 7 | temporary << 15 | rng.pick(FLAGS) << 20;
    int fence = Insn.SFENCE_VMA.match() | rng.pick(0, registers.lowPointer) << 15;
    return Atom.words(CodeAtoms.memory(Insn.LD, registers.tablePointer, temporary, offset), flip,
        CodeAtoms.memory(Insn.SD, registers.tablePointer, temporary, offset), fence,
        Insn.SFENCE_VMA.match());
  }

  /** In M-mode: loads and stores are done as by S-mode, U-mode or M-mode from here on, until a trap. */
  Atom actAs() {
    int temporary = registers.temporary();
    int setBit = Insn.BSETI.match() | temporary << 7;
    int clear = Insn.CSRRC.match() | temporary << 15 | Csr.MSTATUS << 20;
    int set = Insn.CSRRS.match() | temporary << 15 | Csr.MSTATUS << 20;
    // MPP = 2 is reserved, so its upper bit is cleared first.
    boolean asS = rng.oneIn(2);
    return Atom.words(setBit | (MPP_SHIFT + 1) << 20, clear, setBit | MPP_SHIFT << 20, asS ? set : clear,
        setBit | MPRV_BIT << 20, rng.oneIn(6) ? clear : set);
  }

  /** Changes SUM or MXR in {@code csr}, mstatus or sstatus. */
  Atom permission(int csr) {
    int temporary = registers.temporary();
    Insn row = rng.oneIn(2) ? Insn.CSRRS : Insn.CSRRC;
    return Atom.words(Insn.LUI.match() | temporary << 7 | rng.pick(0x40, 0x80, 0xc0) << 12,
        row.match() | temporary << 15 | csr << 20);
  }
}
