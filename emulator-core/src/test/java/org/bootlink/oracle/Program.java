// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Random code and what a hart is set to before it.
 *
 * @param kind what it is about
 * @param seed that it was made from
 * @param atoms the code
 * @param dropped atoms that are replaced by instructions that do nothing
 * @param setUp sets a run's inputs, see {@link Layout}
 */
record Program(String kind, long seed, List<Atom> atoms, BitSet dropped, SetUp setUp) {
  private static final int C_NOP = 1;
  private static final int ECALL = 0x73;
  private static final int EBREAK = 0x10_0073;

  /** Sets the inputs of one run. */
  @FunctionalInterface
  interface SetUp {
    /**
     * @param memory the image
     * @param record address of the run's record, filled with random bytes up to the inputs
     * @param variant which of the program's runs it is
     */
    void prepare(GuestMemory memory, long record, int variant);
  }

  Program(String kind, long seed, List<Atom> atoms, SetUp setUp) {
    this(kind, seed, atoms, new BitSet(), setUp);
  }

  Program without(BitSet more) {
    BitSet all = (BitSet) dropped.clone();
    all.or(more);
    return new Program(kind, seed, atoms, all, setUp);
  }

  int length() {
    int length = 4;
    for (Atom atom : atoms) {
      length += atom.length();
    }
    return length;
  }

  /** Address of the instruction that ends the program, if it begins at {@code pc}. */
  long end(long pc) {
    return pc + length() - 4;
  }

  /** The code, to run at {@code pc}; ends with ECALL or EBREAK. */
  void place(GuestMemory memory, long pa, long pc, boolean endByEbreak) {
    long[] starts = new long[atoms.size() + 1];
    starts[0] = pc;
    for (int i = 0; i < atoms.size(); i++) {
      starts[i + 1] = starts[i] + atoms.get(i).length();
    }
    for (int i = 0; i < atoms.size(); i++) {
      int[] halves = code(i, starts);
      for (int k = 0; k < halves.length; k++) {
        memory.put16(pa + starts[i] - pc + 2 * k, halves[k]);
      }
    }
    int last = endByEbreak ? EBREAK : ECALL;
    memory.put16(pa + length() - 4, last);
    memory.put16(pa + length() - 2, last >>> 16);
  }

  private int[] code(int index, long[] starts) {
    Atom atom = atoms.get(index);
    if (dropped.get(index)) {
      int[] nothing = new int[atom.length() / 2];
      Arrays.fill(nothing, C_NOP);
      return nothing;
    }
    int target = Math.min(atoms.size(), index + atom.skip());
    return atom.encoder().encode(starts[index], starts[target]);
  }

  /** The atoms that are left, as 32- or 16-bit words in hexadecimal, one atom to a line. */
  String listing(long pc) {
    long[] starts = new long[atoms.size() + 1];
    starts[0] = pc;
    for (int i = 0; i < atoms.size(); i++) {
      starts[i + 1] = starts[i] + atoms.get(i).length();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < atoms.size(); i++) {
      if (!dropped.get(i)) {
        text.append(String.format("  %x:", starts[i])).append(Words.describe(code(i, starts))).append('\n');
      }
    }
    return text.toString();
  }
}
