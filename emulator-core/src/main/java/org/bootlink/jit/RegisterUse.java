// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.Arrays;
import java.util.List;
import org.bootlink.exec.FloatInsn;
import org.bootlink.exec.Op;

/** Which integer registers a region reads or writes; each has a local, numbered densely. */
final class RegisterUse {
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

  /** The integer register that the instruction with these decoded words writes; 0 if none. */
  static int destination(int word, int imm) {
    int operation = word >>> Op.OPERATION_SHIFT;
    boolean writes = switch (operation) {
      case Op.FLOAT -> FloatInsn.writesInteger(DecodedWord.row(word));
      case Op.SYSTEM, Op.CONTROL -> SystemEmitter.writesRd(DecodedWord.row(word));
      default -> operation < Op.FLW || operation > Op.FSD;
    };
    if (!writes) {
      return 0;
    }
    return holdsInsn(operation) ? imm >>> 7 & 31 : DecodedWord.rd(word);
  }

  private void note(int word, int imm) {
    int operation = word >>> Op.OPERATION_SHIFT;
    boolean isJump = operation >= Op.J && operation <= Op.JAL_FAR;
    boolean reads = switch (operation) {
      case Op.FLOAT -> FloatInsn.readsInteger(DecodedWord.row(word));
      case Op.SYSTEM, Op.CONTROL -> SystemEmitter.readsRs1(DecodedWord.row(word));
      default -> !isJump;
    };
    if (reads) {
      use(holdsInsn(operation) ? imm >>> 15 & 31 : DecodedWord.rs1(word));
    }
    if (operation == Op.BITMANIP || operation == Op.ATOMIC) {
      use(imm >>> 20 & 31);
    } else if (!isJump && !holdsInsn(operation) && (operation < Op.FLW || operation > Op.FSD)) {
      use(DecodedWord.rs2(word));
    }
    write(destination(word, imm));
  }

  /** Whether word 1 is the instruction itself. */
  private static boolean holdsInsn(int operation) {
    return operation == Op.FLOAT || operation == Op.BITMANIP || operation == Op.ATOMIC
        || operation == Op.SYSTEM || operation == Op.CONTROL;
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
