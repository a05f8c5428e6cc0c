// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.exec.Op;
import org.bootlink.isa.Insn;

/** The fields of a decoded instruction's word 0, as {@link Op} lays them out. */
final class DecodedWord {
  private static final Insn[] INSNS = Insn.values();

  /** Of an instruction whose word 1 is the instruction itself. */
  static Insn row(int word) {
    return INSNS[word >>> Op.ORDINAL_SHIFT & Op.ORDINAL_MASK];
  }

  static int rd(int word) {
    return (word & Op.REGISTER_MASK) >> 3;
  }

  static int rs1(int word) {
    return (word >>> Op.RS1_SHIFT & Op.REGISTER_MASK) >> 3;
  }

  static int rs2(int word) {
    return (word >>> Op.RS2_SHIFT & Op.REGISTER_MASK) >> 3;
  }

  /** The access of a load or store, as for {@link HelperMethods#ramAddress}; 0 of other instructions. */
  static int access(int word) {
    return switch (word >>> Op.OPERATION_SHIFT) {
      case Op.LB, Op.LBU -> 1;
      case Op.LH, Op.LHU -> 2;
      case Op.LW, Op.LWU, Op.FLW -> 4;
      case Op.LD, Op.FLD -> 8;
      case Op.SB -> HelperMethods.STORE | 1;
      case Op.SH -> HelperMethods.STORE | 2;
      case Op.SW, Op.FSW -> HelperMethods.STORE | 4;
      case Op.SD, Op.FSD -> HelperMethods.STORE | 8;
      default -> 0;
    };
  }

  private DecodedWord() {}
}
