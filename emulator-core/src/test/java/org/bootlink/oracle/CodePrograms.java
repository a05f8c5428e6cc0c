// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Privilege;

/** Programs of computation, memory accesses, jumps and traps, at every privilege level, untranslated. */
final class CodePrograms {
  private static final int LONGEST = 60;
  private static final int MPP_SHIFT = 11;
  private static final int FS_SHIFT = 13;
  /** SPIE, MPIE, SPP, SUM, MXR, TVM, TW, TSR. */
  private static final long RANDOM_STATUS = 1 << 5 | 1 << 7 | 1 << 8 | 0x7cL << 16;
  private static final int ECALL_FROM_S = 9;
  private static final int BREAKPOINT = 3;

  static Program make(long seed) {
    Rng rng = new Rng(seed);
    Registers registers = new Registers(rng);
    CodeAtoms source = new CodeAtoms(rng, registers, true);
    List<Atom> atoms = new ArrayList<>();
    for (int i = rng.between(LONGEST / 2, LONGEST); i > 0; i--) {
      atoms.add(source.next());
    }
    long setUpSeed = rng.next();
    return new Program("code", seed, atoms, (memory, record, variant) -> {
      setUp(memory, record, new Rng(setUpSeed));
      registers.point(memory, record, new Rng(setUpSeed + variant));
    });
  }

  /** Privilege level and delegation: the same in every run of a program. */
  static void setUp(GuestMemory memory, long record, Rng rng) {
    long mode = rng.pick(Privilege.M, Privilege.M, Privilege.S, Privilege.U);
    long floatState = rng.oneIn(4) ? rng.below(4) : 3;
    memory.put64(record + Layout.IN_MSTATUS,
        mode << MPP_SHIFT | floatState << FS_SHIFT | rng.next() & RANDOM_STATUS);
    delegate(memory, record, rng);
    if (!rng.oneIn(6)) {
      memory.put64(record + Layout.IN_FCSR, rng.below(5) << 5 | (rng.oneIn(2) ? 0 : rng.below(32)));
    }
  }

  /** One of the two ways from S-mode to M-mode stays open. */
  private static void delegate(GuestMemory memory, long record, Rng rng) {
    boolean byEbreak = rng.oneIn(2);
    long delegated = rng.oneIn(2) ? 0 : rng.next() & 0xffff & ~NotComparable.bits(Csr.MEDELEG);
    // QEMU takes an AMO's access fault for a load's, so both go the same way.
    long accessFault = 1L << Cause.STORE_ACCESS_FAULT;
    delegated = delegated & ~accessFault | delegated << 2 & accessFault;
    memory.put64(record + Layout.IN_MEDELEG, delegated & ~(1L << (byEbreak ? BREAKPOINT : ECALL_FROM_S)));
    memory.put64(record + Layout.IN_EXIT_BY_EBREAK, byEbreak ? 1 : 0);
  }

  private CodePrograms() {}
}
