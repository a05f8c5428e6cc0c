// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.List;
import org.bootlink.isa.Insn;

/**
 * Makes loops: a counter is set, and at the end of the body counts down and leads back while it is above 0.
 * Nothing else writes counters, so wherever jumps and traps enter, a loop ends.
 */
final class LoopAtoms {
  /** As many atoms a compressed branch certainly reaches over. */
  private static final int NEAR = 10;
  private static final int MOST_TIMES = 24;
  private static final int MOST_TIMES_INNER = 8;
  private static final int AUIPC = 0x17;

  private final Rng rng;
  private final Registers registers;
  private final CodeAtoms code;

  LoopAtoms(Rng rng, Registers registers, CodeAtoms code) {
    this.rng = rng;
    this.registers = registers;
    this.code = code;
  }

  /** Appends a loop, perhaps with another one inside. */
  void append(List<Atom> atoms) {
    int counter = registers.counters[0];
    atoms.add(Atom.word(CodeAtoms.addi(counter, 0, rng.between(1, MOST_TIMES))));
    int first = atoms.size();
    body(atoms);
    if (rng.oneIn(3)) {
      int inner = registers.counters[1];
      atoms.add(Atom.word(CodeAtoms.addi(inner, 0, rng.between(1, MOST_TIMES_INNER))));
      int innerFirst = atoms.size();
      body(atoms);
      atoms.add(back(inner, innerFirst - atoms.size()));
      body(atoms);
    }
    atoms.add(back(counter, first - atoms.size()));
  }

  private void body(List<Atom> atoms) {
    for (int i = rng.between(1, 8); i > 0; i--) {
      atoms.add(code.next());
    }
  }

  private Atom back(int counter, int skip) {
    int down = CodeAtoms.addi(counter, counter, -1);
    int temporary = registers.temporary();
    int rd = registers.rd();
    int kind = rng.below(5);
    boolean isLow = temporary >= 8 && temporary <= 15;
    return switch (kind == 1 && (!isLow || skip < -NEAR) ? 0 : kind) {
      case 0 -> new Atom(8, skip, (pc, target) ->
          Atom.halves(down, Encode.branch(Insn.BLT, 0, counter, (int) (target - pc - 4))));
      case 1 -> new Atom(10, skip, (pc, target) -> {
        int[] wide = Atom.halves(down, Insn.SLT.match() | temporary << 7 | counter << 20);
        return new int[] {wide[0], wide[1], wide[2], wide[3],
            Encode.compressedBranch(false, temporary - 8, (int) (target - pc - 8))};
      });
      case 2 -> new Atom(12, skip, (pc, target) -> Atom.halves(down,
          Encode.branch(Insn.BGE, 0, counter, 8), Encode.jal(rd, (int) (target - pc - 8))));
      case 3 -> new Atom(10, skip, (pc, target) -> {
        int[] wide = Atom.halves(down, Encode.branch(Insn.BGE, 0, counter, 6));
        return new int[] {wide[0], wide[1], wide[2], wide[3],
            Encode.compressedJump((int) (target - pc - 8))};
      });
      default -> new Atom(16, skip, (pc, target) -> Atom.halves(down,
          Encode.branch(Insn.BGE, 0, counter, 12), AUIPC | temporary << 7,
          Insn.JALR.match() | rd << 7 | temporary << 15 | (int) (target - pc - 8) << 20));
    };
  }
}
