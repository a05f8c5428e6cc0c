// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.hart.Hart;
import org.bootlink.hart.LoadStoreUnit;
import org.bootlink.isa.Insn;
import org.bootlink.memory.LinearMemory;

/**
 * Load-reserved, store-conditional and atomic memory operations.
 *
 * <p>Source: RISC-V Unprivileged ISA, edition 20240411, '"A" Extension for Atomic Instructions'. Harts take
 * turns, so every operation is atomic and ordered by itself.
 */
final class ExecAtomic {
  private static final Insn[] INSNS = Insn.values();

  /** Executes the instruction of {@code ordinal} that {@code insn} encodes. */
  static void execute(Hart hart, int ordinal, int insn) {
    LoadStoreUnit unit = hart.loadStore();
    Insn row = INSNS[ordinal];
    int size = (insn >>> 12 & 7) == 2 ? 4 : 8;
    long va = hart.x(insn >>> 15 & 31);
    long operand = hart.x(insn >>> 20 & 31);
    int rd = insn >>> 7 & 31;
    if (row == Insn.LR_W || row == Insn.LR_D) {
      setX(hart, rd, unit.loadReserved(va, size));
      return;
    }
    if (row == Insn.SC_W || row == Insn.SC_D) {
      setX(hart, rd, unit.storeConditional(va, operand, size) ? 0 : 1);
      return;
    }
    LinearMemory memory = hart.memory();
    int address = unit.atomicAddress(va, size);
    if (address == 0) {
      return;
    }
    if (size == 4) {
      int old = memory.getInt(address);
      memory.putInt(address, result32(row, old, (int) operand));
      hart.setX(rd, old);
    } else {
      long old = memory.getLong(address);
      memory.putLong(address, result64(row, old, operand));
      hart.setX(rd, old);
    }
  }

  /** There is no result if a trap is raised. */
  private static void setX(Hart hart, int rd, long value) {
    if (!hart.hasRaised()) {
      hart.setX(rd, value);
    }
  }

  private static int result32(Insn insn, int old, int operand) {
    return switch (insn) {
      case AMOSWAP_W -> operand;
      case AMOADD_W -> old + operand;
      case AMOXOR_W -> old ^ operand;
      case AMOAND_W -> old & operand;
      case AMOOR_W -> old | operand;
      case AMOMIN_W -> Math.min(old, operand);
      case AMOMAX_W -> Math.max(old, operand);
      case AMOMINU_W -> Integer.compareUnsigned(old, operand) < 0 ? old : operand;
      case AMOMAXU_W -> Integer.compareUnsigned(old, operand) < 0 ? operand : old;
      default -> throw new IllegalStateException("not a 32-bit atomic operation: " + insn);
    };
  }

  private static long result64(Insn insn, long old, long operand) {
    return switch (insn) {
      case AMOSWAP_D -> operand;
      case AMOADD_D -> old + operand;
      case AMOXOR_D -> old ^ operand;
      case AMOAND_D -> old & operand;
      case AMOOR_D -> old | operand;
      case AMOMIN_D -> Math.min(old, operand);
      case AMOMAX_D -> Math.max(old, operand);
      case AMOMINU_D -> Long.compareUnsigned(old, operand) < 0 ? old : operand;
      case AMOMAXU_D -> Long.compareUnsigned(old, operand) < 0 ? operand : old;
      default -> throw new IllegalStateException("not a 64-bit atomic operation: " + insn);
    };
  }

  private ExecAtomic() {}
}
