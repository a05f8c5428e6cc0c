// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.List;

/** Programs of loops, some nested, around what {@link CodePrograms} consist of. */
final class LoopPrograms {
  private static final int MOST_LOOPS = 3;
  private static final int COUNTERS = 2;

  static Program make(long seed) {
    Rng rng = new Rng(seed);
    Registers registers = new Registers(rng, false, COUNTERS);
    CodeAtoms code = new CodeAtoms(rng, registers, true);
    LoopAtoms loops = new LoopAtoms(rng, registers, code);
    List<Atom> atoms = new ArrayList<>();
    for (int i = rng.between(1, MOST_LOOPS); i > 0; i--) {
      for (int k = rng.below(4); k > 0; k--) {
        atoms.add(code.next());
      }
      loops.append(atoms);
    }
    long setUpSeed = rng.next();
    return new Program("loops", seed, atoms, (memory, record, variant) -> {
      CodePrograms.setUp(memory, record, new Rng(setUpSeed));
      registers.point(memory, record, new Rng(setUpSeed + variant));
      for (int counter : registers.counters) {
        Registers.set(memory, record, counter, variant);
      }
    });
  }

  private LoopPrograms() {}
}
