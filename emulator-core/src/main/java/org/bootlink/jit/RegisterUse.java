// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.Arrays;
import java.util.List;
import org.bootlink.exec.FloatInsn;
import org.bootlink.exec.Op;
import org.bootlink.isa.Insn;

/** Which integer registers a region reads or writes; each has a local, numbered densely. */
final class RegisterUse {
  private static final Insn[] INSNS = Insn.values();
  private static final int REGISTERS = 32;

  private final int[] index = new int[REGISTERS];
  private final boolean[] written = new boolean[REGISTERS];
  private int count;

  RegisterUse(PageCode code, List<Block> blocks) {
    Arrays.fill(index, -1);
    for (Block block : blocks) {
      int offset = block.start;
      for (int i = 0; i < block.length; i++) {
        note(code.word0(offset), code.word1(offset));
        offset = code.next(offset);
      }
    }
  }

  /** Number of registers with a local. */
  int count() {
    return count;
  }

  /** The register's local, counted from the first, or -1. */
  int index(int register) {
    return index[register];
  }

  boolean isWritten(int register) {
    return written[register];
  }

  private void note(int word, int imm) {
    int operation = word >>> Op.OPERATION_SHIFT;
    if (operation == Op.FLOAT) {
      noteFloat(INSNS[word >>> Op.ORDINAL_SHIFT & Op.ORDINAL_MASK], imm);
      return;
    }
    if (operation == Op.BITMANIP || operation == Op.ATOMIC) {
      use(imm >>> 15 & 31);
      use(imm >>> 20 & 31);
      write(imm >>> 7 & 31);
      return;
    }
    if (operation == Op.SYSTEM || operation == Op.CONTROL) {
      if (SystemEmitter.readsRs1(SystemEmitter.row(word))) {
        use(imm >>> 15 & 31);
      }
      if (SystemEmitter.writesRd(SystemEmitter.row(word))) {
        write(imm >>> 7 & 31);
      }
      return;
    }
    if (operation >= Op.J && operation <= Op.JAL_FAR) {
      write((word & Op.REGISTER_MASK) >> 3);
      return;
    }
    boolean isFloat = operation >= Op.FLW && operation <= Op.FSD;
    use((word >>> Op.RS1_SHIFT & Op.REGISTER_MASK) >> 3);
    if (!isFloat) {
      use((word >>> Op.RS2_SHIFT & Op.REGISTER_MASK) >> 3);
      write((word & Op.REGISTER_MASK) >> 3);
    }
  }

  private void noteFloat(Insn row, int insn) {
    if (FloatInsn.readsInteger(row)) {
      use(insn >>> 15 & 31);
    }
    if (FloatInsn.writesInteger(row)) {
      write(insn >>> 7 & 31);
    }
  }

  private void use(int register) {
    if (register != 0 && index[register] < 0) {
      index[register] = count++;
    }
  }

  private void write(int register) {
    use(register);
    written[register] = register != 0;
  }
}
