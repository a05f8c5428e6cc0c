// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

/**
 * One instruction, or a few that only make sense together: what a program is shortened by.
 *
 * @param length in bytes
 * @param skip how many atoms ahead its target is, 1 for the next, below 0 behind; 0 if it has none
 * @param encoder gives the code for a place
 */
record Atom(int length, int skip, Encoder encoder) {
  /** Code as halfwords, once it is known where it and its target lie. */
  @FunctionalInterface
  interface Encoder {
    int[] encode(long pc, long targetPc);
  }

  static Atom word(int insn) {
    return words(insn);
  }

  static Atom half(int insn) {
    return new Atom(2, 0, (pc, target) -> new int[] {insn & 0xffff});
  }

  static Atom words(int... insns) {
    int[] halves = halves(insns);
    return new Atom(2 * halves.length, 0, (pc, target) -> halves);
  }

  static int[] halves(int... insns) {
    int[] halves = new int[2 * insns.length];
    for (int i = 0; i < insns.length; i++) {
      halves[2 * i] = insns[i] & 0xffff;
      halves[2 * i + 1] = insns[i] >>> 16;
    }
    return halves;
  }
}
