// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Insn;
import org.bootlink.isa.Privilege;

/**
 * Programs that reach their memory through random page tables.
 *
 * <p>The kind {@code paging} does so in S-mode, U-mode, or M-mode with MPRV; {@code mprv} in M-mode only, now as
 * S-mode and now as U-mode; {@code tables} in S-mode and U-mode, with pieces of the page tables and of scratch
 * memory protected by PMP.
 */
final class PagingPrograms {
  private static final int LONGEST = 40;
  private static final int MPP_SHIFT = 11;
  private static final long FS = 3L << 13;
  private static final long MPRV = 1L << 17;
  /** SPIE, SPP, SUM, MXR. */
  private static final long RANDOM_STATUS = 1 << 5 | 1 << 8 | 3L << 18;
  private static final long SUM = 1L << 18;
  private static final long ADUE = 1L << 61;
  private static final long PBMTE = 1L << 62;

  static Program make(String kind, long seed) {
    Rng rng = new Rng(seed);
    boolean isProtected = kind.equals("tables");
    int mode = switch (kind) {
      case "mprv" -> Privilege.M;
      case "tables" -> rng.pick(Privilege.S, Privilege.S, Privilege.U);
      default -> rng.pick(Privilege.S, Privilege.S, Privilege.U, Privilege.U, Privilege.M);
    };
    Registers registers = new Registers(rng, true, 0);
    boolean calls = mode != Privilege.M && !isProtected && rng.oneIn(3);
    List<Atom> atoms = kind.equals("mprv")
        ? asOthers(rng, registers)
        : atoms(rng, registers, mode, calls, isProtected);
    long setUpSeed = rng.next();
    int translation = rng.between(8, 10);
    return new Program(kind, seed, atoms, (memory, record, variant) -> {
      CodePrograms.setUp(memory, record, new Rng(setUpSeed));
      Rng values = new Rng(setUpSeed + variant);
      registers.point(memory, record, values);
      memory.put64(record + Layout.IN_MSTATUS,
          (long) mode << MPP_SHIFT | FS | values.next() & RANDOM_STATUS);
      boolean memoryTypes = values.oneIn(2);
      memory.put64(record + Layout.IN_MENVCFG, ADUE | (memoryTypes ? PBMTE : 0));
      PageTables tables = new PageTables(memory, record, values, memoryTypes);
      memory.put64(record + Layout.IN_SATP, tables.fill(translation));
      point(memory, record, registers, mode, values);
      if (isProtected) {
        TableProtection.fill(memory, record, values);
        // QEMU checks the parts of a misaligned access one by one, so all are aligned.
        Registers.set(memory, record, 2, memory.get64(record + 16) & -8);
      }
      if (calls) {
        // What S-mode has read with SUM, QEMU 7.2 lets it execute, too.
        memory.put64(record + Layout.IN_MSTATUS, memory.get64(record + Layout.IN_MSTATUS) & ~SUM);
        PagingAtoms.returns(memory, record);
      }
      if (mode == Privilege.U) {
        memory.put64(record + Layout.IN_ENTRY,
            memory.get64(record + Layout.IN_ENTRY) | Layout.USER_ALIAS);
      }
    });
  }

  /** In M-mode: what loads and stores are done as changes all the time. */
  private static List<Atom> asOthers(Rng rng, Registers registers) {
    CodeAtoms code = new CodeAtoms(rng, registers, true);
    PagingAtoms paging = new PagingAtoms(rng, registers);
    List<Atom> atoms = new ArrayList<>();
    for (int i = rng.between(LONGEST / 2, LONGEST); i > 0; i--) {
      int kind = rng.below(10);
      atoms.add(switch (kind) {
        case 0, 1 -> paging.actAs();
        case 2 -> paging.permission(Csr.MSTATUS);
        case 3 -> paging.change();
        case 4 -> code.integer();
        case 5 -> code.aligned();
        default -> code.memory();
      });
    }
    atoms.add(0, paging.actAs());
    return atoms;
  }

  private static List<Atom> atoms(Rng rng, Registers registers, int mode, boolean calls, boolean aligned) {
    CodeAtoms code = new CodeAtoms(rng, registers, true);
    PagingAtoms paging = new PagingAtoms(rng, registers);
    List<Atom> atoms = new ArrayList<>();
    if (mode == Privilege.M) {
      int temporary = registers.temporary();
      atoms.add(Atom.words(Insn.LUI.match() | temporary << 7 | (int) MPRV,
          Insn.CSRRS.match() | temporary << 15 | Csr.MSTATUS << 20));
    }
    for (int i = rng.between(LONGEST / 2, LONGEST); i > 0; i--) {
      int kind = rng.below(10);
      if (mode == Privilege.S && kind == 0) {
        atoms.add(paging.change());
      } else if (mode == Privilege.S && kind == 1 && !calls) {
        atoms.add(paging.permission(Csr.SSTATUS));
      } else if (calls) {
        atoms.add(kind < 6 ? paging.call() : code.load());
      } else if (aligned) {
        atoms.add(kind < 8 ? code.aligned() : code.integer());
      } else {
        atoms.add(kind < 7 ? code.memory() : code.next());
      }
    }
    return atoms;
  }

  private static void point(GuestMemory memory, long record, Registers registers, int mode, Rng values) {
    long middle = record + Layout.SCRATCH_MIDDLE;
    if (mode != Privilege.S) {
      Registers.set(memory, record, registers.safePointer,
          memory.get64(record + 8 * registers.safePointer) | Layout.USER_ALIAS);
    }
    Registers.set(memory, record, registers.tablePointer, Layout.table(record));
    Registers.set(memory, record, registers.lowPointer, PageTables.target(values, middle));
    Registers.set(memory, record, registers.otherPointer, PageTables.target(values, middle));
    if (registers.spIsPointer) {
      Registers.set(memory, record, 2, PageTables.target(values, middle) - 256 - values.below(8));
    }
  }

  private PagingPrograms() {}
}
