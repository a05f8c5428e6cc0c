// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Insn;
import org.bootlink.isa.Privilege;

/**
 * Programs whose scratch memory is protected piece by piece: TOR, NA4 and NAPOT entries that overlap, in
 * S-mode, U-mode, or M-mode with MPRV.
 *
 * <p>Entries are not locked (see {@link LockedPrograms}), and nothing is executed from where they apply, because
 * QEMU checks a fetch up to the end of the page (see {@link FetchPrograms}). LR and SC are left out: whether an SC
 * that fails anyway faults is up to the machine.
 */
final class PmpPrograms {
  private static final int LONGEST = 40;
  private static final int MPP_SHIFT = 11;
  private static final long FS = 3L << 13;
  private static final int MPRV = 1 << 17;
  private static final int A_SHIFT = 3;
  private static final int ENTRIES = 14;
  private static final int ALL = 0x1f;

  static Program make(long seed) {
    Rng rng = new Rng(seed);
    int mode = rng.pick(Privilege.S, Privilege.U, Privilege.M);
    Registers registers = new Registers(rng);
    CodeAtoms code = new CodeAtoms(rng, registers, true);
    List<Atom> atoms = new ArrayList<>();
    if (mode == Privilege.M) {
      int temporary = registers.temporary();
      atoms.add(Atom.words(Insn.LUI.match() | temporary << 7 | MPRV,
          Insn.CSRRS.match() | temporary << 15 | Csr.MSTATUS << 20));
    }
    for (int i = rng.between(LONGEST / 2, LONGEST); i > 0; i--) {
      atoms.add(rng.oneIn(4) ? code.integer() : code.aligned());
    }
    long setUpSeed = rng.next();
    return new Program("pmp", seed, atoms, (memory, record, variant) -> {
      CodePrograms.setUp(memory, record, new Rng(setUpSeed));
      Rng values = new Rng(setUpSeed + variant);
      point(memory, record, registers, values);
      memory.put64(record + Layout.IN_MSTATUS, (long) mode << MPP_SHIFT | FS);
      memory.put64(record + Layout.IN_PMP, Layout.table(record));
      fill(memory, record, values);
    });
  }

  /** QEMU checks the parts of a misaligned access one by one, so all are aligned. */
  private static void point(GuestMemory memory, long record, Registers registers, Rng rng) {
    registers.point(memory, record, rng);
    for (int i = 1; i < 32; i++) {
      if (registers.isPointer(i)) {
        Registers.set(memory, record, i, record + Layout.SCRATCH + 8 * rng.below(48));
      }
    }
  }

  private static void fill(GuestMemory memory, long record, Rng rng) {
    long table = Layout.table(record);
    long[] cfg = new long[2];
    for (int i = 0; i < ENTRIES; i++) {
      long pa = record + Layout.SCRATCH + 4 * rng.below(Layout.SCRATCH_SIZE / 4);
      int permissions = rng.pick(0, 1, 3, 4, 5, 7);
      int matching = rng.below(4);
      if (matching == 3) {
        int size = 8 << rng.below(6);
        memory.put64(table + 8 * i, (pa & -size | size / 2 - 1) >>> 2);
      } else {
        memory.put64(table + 8 * i, pa >>> 2);
      }
      // The first entry's range, and one above a piece of memory that is not scratch, would begin too low.
      if (matching == 1 && i == 0) {
        matching = 0;
      }
      cfg[i / 8] |= (long) (permissions | matching << A_SHIFT) << 8 * (i % 8);
    }
    memory.put64(table + 8 * 14, 0);
    memory.put64(table + 8 * 15, -1L >>> 10);
    memory.put64(table + 128, cfg[0]);
    memory.put64(table + 136, cfg[1] | (long) ALL << 56);
  }

  private PmpPrograms() {}
}
