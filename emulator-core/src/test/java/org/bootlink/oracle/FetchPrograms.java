// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.isa.Privilege;

/**
 * Programs that call and read what lies around the boundary of two pages, which PMP protects page by page, since
 * QEMU checks a fetch for its whole page. No trap is delegated: in S-mode the monitor's handler could not reach
 * the record, which lies in the same pages.
 */
final class FetchPrograms {
  private static final int LONGEST = 30;
  private static final int MPP_SHIFT = 11;
  private static final long FS = 3L << 13;
  private static final int ENTRIES = 12;
  private static final int PAGE = 4096;
  private static final int STORED = 128;

  static Program make(long seed) {
    Rng rng = new Rng(seed);
    int mode = rng.pick(Privilege.S, Privilege.U);
    Registers registers = new Registers(rng);
    CodeAtoms code = new CodeAtoms(rng, registers, true);
    PagingAtoms calls = new PagingAtoms(rng, registers);
    List<Atom> atoms = new ArrayList<>();
    for (int i = rng.between(LONGEST / 2, LONGEST); i > 0; i--) {
      int kind = rng.below(10);
      atoms.add(switch (kind) {
        case 0 -> code.integer();
        case 1, 2 -> code.load();
        case 3 -> store(rng, registers);
        default -> calls.call();
      });
    }
    return new Program("fetch", seed, atoms, (memory, record, variant) -> {
      Rng values = new Rng(seed ^ (long) variant << 56);
      long middle = record + Layout.SCRATCH_MIDDLE;
      memory.put64(record + Layout.IN_MSTATUS, (long) mode << MPP_SHIFT | FS);
      for (int i = 1; i < 32; i++) {
        if (registers.isPointer(i)) {
          Registers.set(memory, record, i, middle);
        }
      }
      Registers.set(memory, record, registers.safePointer, middle + values.pick(-STORED, 32));
      PagingAtoms.returns(memory, record);
      fill(memory, record, middle, values);
    });
  }

  /** Beside what is called. */
  private static Atom store(Rng rng, Registers registers) {
    return Atom.word(CodeAtoms.memory(rng.pick(InsnGroups.STORES), registers.safePointer, registers.rs(),
        rng.below(STORED / 2)));
  }

  private static void fill(GuestMemory memory, long record, long middle, Rng rng) {
    PmpEntries entries = new PmpEntries(memory, record, Layout.table(record));
    for (int i = 0; i < ENTRIES; i += 2) {
      int permissions = rng.pick(0, 1, 3, 4, 5, PmpEntries.RWX);
      if (rng.oneIn(4)) {
        entries.pair(i, PmpEntries.TOR, middle - PAGE, 2 * PAGE, permissions);
      } else {
        int matching = rng.pick(PmpEntries.TOR, PmpEntries.NAPOT, PmpEntries.OFF);
        entries.pair(i, matching, middle - PAGE * (long) rng.below(2), PAGE, permissions);
      }
    }
  }

  private FetchPrograms() {}
}
