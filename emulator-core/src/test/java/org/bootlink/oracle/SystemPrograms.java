// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.isa.Csr;
import org.bootlink.isa.Privilege;

/** Programs of CSR accesses, privileged instructions, interrupts by software and delegation. */
final class SystemPrograms {
  private static final int LONGEST = 40;
  private static final int MPP_SHIFT = 11;
  private static final long FS = 3L << 13;
  /** SIE, SPIE, MPIE, SPP, SUM, MXR. */
  private static final long RANDOM_STATUS = 1 << 1 | 1 << 5 | 1 << 7 | 1 << 8 | 3L << 18;
  /** TVM, TW, TSR. */
  private static final long TRAP_BITS = 7L << 20;
  private static final long SUPERVISOR_INTERRUPTS = 0x222;

  static Program make(long seed) {
    Rng rng = new Rng(seed);
    Registers registers = new Registers(rng);
    int mode = rng.pick(Privilege.M, Privilege.M, Privilege.S, Privilege.U);
    boolean traps = rng.oneIn(2);
    SystemAtoms system = new SystemAtoms(rng, registers, mode, traps);
    CodeAtoms code = new CodeAtoms(rng, registers, false);
    List<Atom> atoms = new ArrayList<>();
    for (int i = rng.between(LONGEST / 2, LONGEST); i > 0; i--) {
      atoms.add(rng.oneIn(4) ? code.next() : system.next());
    }
    long setUpSeed = rng.next();
    return new Program("system", seed, atoms, (memory, record, variant) -> {
      Rng values = new Rng(setUpSeed);
      CodePrograms.setUp(memory, record, values);
      memory.put64(record + Layout.IN_MSTATUS, (long) mode << MPP_SHIFT | FS
          | values.next() & RANDOM_STATUS | (traps ? TRAP_BITS : 0));
      Rng own = new Rng(setUpSeed + variant);
      registers.point(memory, record, own);
      memory.put64(record + Layout.IN_MIE, own.oneIn(2) ? 0 : own.next() & ~system.withheld(Csr.MIE));
      memory.put64(record + Layout.IN_MIDELEG, own.next() & SUPERVISOR_INTERRUPTS);
      memory.put64(record + Layout.IN_MENVCFG, own.next() & ~system.withheld(Csr.MENVCFG));
      memory.put64(record + Layout.IN_SENVCFG, random(own, Csr.SENVCFG));
      memory.put64(record + Layout.IN_MCOUNTEREN, random(own, Csr.MCOUNTEREN));
      memory.put64(record + Layout.IN_SCOUNTEREN, random(own, Csr.SCOUNTEREN));
    });
  }

  private static long random(Rng rng, int csr) {
    return rng.next() & ~NotComparable.bits(csr);
  }

  private SystemPrograms() {}
}
