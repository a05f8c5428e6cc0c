// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Insn;
import org.bootlink.isa.Privilege;

/**
 * Programs that meet locked PMP entries, in every mode, and try to change them. Only a reset opens an entry again,
 * so all programs of an image have the same ones, and these cover memory that all runs share. Entries 8 and above
 * are the run's own and not locked.
 */
final class LockedPrograms {
  private static final int LONGEST = 40;
  private static final int MPP_SHIFT = 11;
  private static final long FS = 3L << 13;
  private static final int MPRV = 1 << 17;
  private static final int LOCKABLE = 6;
  private static final int ENTRIES = 14;
  private static final int L = 0x80;
  private static final int SIZE = 512;

  /** @param locks what the locked entries are made from, the same for all programs of an image */
  static Program make(long seed, long locks) {
    Rng rng = new Rng(seed);
    int mode = rng.pick(Privilege.M, Privilege.M, Privilege.S, Privilege.U);
    Registers registers = new Registers(rng);
    CodeAtoms code = new CodeAtoms(rng, registers, true);
    List<Atom> atoms = new ArrayList<>();
    if (mode == Privilege.M && rng.oneIn(4)) {
      int temporary = registers.temporary();
      atoms.add(Atom.words(Insn.LUI.match() | temporary << 7 | MPRV,
          Insn.CSRRS.match() | temporary << 15 | Csr.MSTATUS << 20));
    }
    for (int i = rng.between(LONGEST / 2, LONGEST); i > 0; i--) {
      atoms.add(switch (rng.below(10)) {
        case 0 -> address(rng, registers);
        case 1 -> configuration(rng, registers, isLocked(locks));
        case 2, 3 -> code.integer();
        default -> code.aligned();
      });
    }
    long setUpSeed = rng.next();
    return new Program("locked", seed, atoms, (memory, record, variant) -> {
      CodePrograms.setUp(memory, record, new Rng(setUpSeed));
      memory.put64(record + Layout.IN_MSTATUS, (long) mode << MPP_SHIFT | FS);
      Rng values = new Rng(setUpSeed + variant);
      for (int i = 1; i < 32; i++) {
        if (registers.isPointer(i)) {
          Registers.set(memory, record, i, Layout.SHARED + 8 * values.below(SIZE / 8 - 16));
        }
      }
      PmpEntries entries = new PmpEntries(memory, record, Layout.table(record));
      fill(entries, 0, LOCKABLE, new Rng(locks), isLocked(locks));
      fill(entries, 8, ENTRIES, values, new boolean[ENTRIES]);
    });
  }

  /** Which of the first entries are locked; the rest of them match nothing. */
  private static boolean[] isLocked(long locks) {
    boolean[] locked = new boolean[8];
    for (int i = 1; i < LOCKABLE; i += 2) {
      locked[i] = new Rng(locks * 8 + i).below(4) != 0;
    }
    return locked;
  }

  private static void fill(PmpEntries entries, int first, int end, Rng rng, boolean[] locked) {
    for (int i = first; i < end; i += 2) {
      long size = 8L << rng.below(6);
      long pa = Layout.SHARED + 4 * rng.below(SIZE / 4);
      int matching = rng.below(4);
      int permissions = rng.pick(0, 1, 3, 4, 5, PmpEntries.RWX);
      pa = matching == PmpEntries.NAPOT ? pa & -size : pa;
      if (locked[i + 1]) {
        entries.pair(i, matching, pa, size, permissions | L);
      } else {
        entries.pair(i, first == 0 ? PmpEntries.OFF : matching, pa, size, permissions);
      }
    }
  }

  /** Reads or writes an address; its upper ten bits, which QEMU 7.2 keeps, are written as 0. */
  private static Atom address(Rng rng, Registers registers) {
    int temporary = registers.temporary();
    int csr = (Csr.PMPADDR0 + rng.below(LOCKABLE)) << 20;
    if (rng.oneIn(2)) {
      return Atom.word(Insn.CSRRS.match() | temporary << 7 | csr);
    }
    int operands = temporary << 7 | temporary << 15 | 10 << 20;
    Insn row = rng.pick(List.of(Insn.CSRRW, Insn.CSRRS, Insn.CSRRC));
    return Atom.words(CodeAtoms.addi(temporary, registers.rs(), 0), Insn.SLLI.match() | operands,
        Insn.SRLI.match() | operands, row.match() | registers.rd() << 7 | temporary << 15 | csr);
  }

  /** Writes any byte over a locked entry's configuration, and over another's one that still matches nothing. */
  private static Atom configuration(Rng rng, Registers registers, boolean[] locked) {
    int temporary = registers.temporary();
    int index = rng.below(8);
    int value = locked[index] ? rng.below(256) : rng.pick(0, 1, 3, 4, 5, PmpEntries.RWX);
    Insn row = rng.oneIn(2) ? Insn.CSRRW : Insn.CSRRS;
    return Atom.words(CodeAtoms.addi(temporary, 0, value),
        Insn.SLLI.match() | temporary << 7 | temporary << 15 | 8 * index << 20,
        row.match() | registers.rd() << 7 | temporary << 15 | Csr.PMPCFG0 << 20);
  }

  private LockedPrograms() {}
}
