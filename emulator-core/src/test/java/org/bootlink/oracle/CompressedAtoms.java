// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import org.bootlink.isa.Compressed;
import org.bootlink.isa.Decoder;
import org.bootlink.isa.Insn;

/** 16-bit instructions, drawn from all encodings; those that would lead astray are drawn again. */
final class CompressedAtoms {
  private static final int SP = 2;

  private final Rng rng;
  private final Registers registers;

  CompressedAtoms(Rng rng, Registers registers) {
    this.rng = rng;
    this.registers = registers;
  }

  Atom next() {
    while (true) {
      int half = rng.below(1 << 16);
      if ((half & 3) != 3) {
        int fitting = fit(half);
        if (fitting >= 0) {
          return Atom.half(fitting);
        }
      }
    }
  }

  Atom jump(int skip) {
    if (rng.oneIn(2)) {
      return new Atom(2, skip, (pc, target) -> new int[] {Encode.compressedJump((int) (target - pc))});
    }
    int temporary = registers.temporary();
    int jumpAndLink = rng.below(2);
    return new Atom(10, skip, (pc, target) -> {
      int[] wide = Atom.halves(0x17 | temporary << 7,
          CodeAtoms.addi(temporary, temporary, (int) (target - pc)));
      return new int[] {wide[0], wide[1], wide[2], wide[3], 0x8002 | jumpAndLink << 12 | temporary << 7};
    });
  }

  Atom branch(int skip) {
    boolean ifZero = rng.oneIn(2);
    int low = rng.below(8);
    return new Atom(2, skip,
        (pc, target) -> new int[] {Encode.compressedBranch(ifZero, low, (int) (target - pc))});
  }

  /** {@code half}, perhaps with another register, or -1 if it can't be used. */
  private int fit(int half) {
    int insn = Compressed.expand(half);
    Insn row = insn == Compressed.ILLEGAL ? null : Decoder.decode(insn);
    if (row == null) {
      return rng.oneIn(8) ? half : -1;
    }
    boolean writesInteger = true;
    switch (row.format()) {
      case B, J -> {
        return -1;
      }
      case LOAD, S -> {
        writesInteger = row == Insn.LW || row == Insn.LD;
        if ((insn >>> 15 & 31) == SP) {
          if (!registers.spIsPointer) {
            return -1;
          }
        } else {
          return fitMemory(half, writesInteger);
        }
      }
      case NONE -> writesInteger = false;
      default -> {
        if (row == Insn.JALR) {
          return -1;
        }
      }
    }
    return writesInteger && registers.isPointer(insn >>> 7 & 31) ? -1 : half;
  }

  private int fitMemory(int half, boolean load) {
    int fitting = half & ~(7 << 7) | (registers.lowPointer - 8) << 7;
    return load && registers.isPointer(8 + (half >>> 2 & 7)) ? -1 : fitting;
  }
}
