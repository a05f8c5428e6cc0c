// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import java.util.List;
import java.util.Locale;
import org.bootlink.exec.FloatInsn;
import org.bootlink.isa.Compressed;
import org.bootlink.isa.Decoder;
import org.bootlink.isa.Format;
import org.bootlink.isa.Insn;
import org.bootlink.memory.LinearMemory;

/** The guest code of a region as text, to look at: the manual's mnemonics, targets as physical addresses. */
final class Listing {
  /**
   * Lists {@code blocks} in their order.
   *
   * @param pa physical address of their page
   * @param source linear memory address of its code
   */
  static String of(PageCode code, List<Block> blocks, long pa, LinearMemory memory, int source) {
    StringBuilder text = new StringBuilder();
    for (Block block : blocks) {
      text.append(block.entered ? "block, may be entered\n" : "block\n");
      int offset = block.start;
      for (int i = 0; i < block.length; i++) {
        line(text, code.next(offset) - offset, memory, source + offset, pa + offset);
        offset = code.next(offset);
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, int length, LinearMemory memory, int address, long pa) {
    int parcels = length == 2 ? memory.getShort(address) & 0xffff : memory.getInt(address);
    String digits = Integer.toHexString(parcels);
    text.append("  ").append(Long.toHexString(pa)).append("  ")
        .append("0".repeat(2 * length - digits.length())).append(digits)
        .append(length == 2 ? "      " : "  ").append(instruction(parcels, pa)).append('\n');
  }

  /**
   * The instruction that begins with {@code parcels}.
   *
   * @param address its own, from which branches and jumps count
   */
  static String instruction(int parcels, long address) {
    int insn = Decoder.length(parcels) == 2 ? Compressed.expand(parcels & 0xffff) : parcels;
    Insn row = Decoder.decode(insn);
    if (row == null) {
      return "illegal";
    }
    String mnemonic = row.name().toLowerCase(Locale.ROOT).replace('_', '.');
    String operands = operands(row, insn, address);
    return operands.isEmpty() ? mnemonic : mnemonic + " " + operands;
  }

  private static String operands(Insn row, int insn, long address) {
    boolean floats = row.ordinal() >= Insn.FLW.ordinal() && row.ordinal() <= Insn.FCVT_D_S.ordinal();
    boolean memory = row.format() == Format.LOAD || row.format() == Format.S;
    String rd = register(insn >>> 7, floats && !FloatInsn.writesInteger(row));
    String rs1 = register(insn >>> 15, floats && !memory && !FloatInsn.readsInteger(row));
    String rs2 = register(insn >>> 20, floats);
    int imm = row.format().immediate(insn);
    return switch (row.format()) {
      case R -> rd + ", " + rs1 + ", " + rs2;
      case R1 -> rd + ", " + rs1;
      case R4 -> rd + ", " + rs1 + ", " + rs2 + ", " + register(insn >>> 27, true);
      case I, SHIFT, SHIFTW -> rd + ", " + rs1 + ", " + imm;
      case LOAD -> rd + ", " + imm + "(" + rs1 + ")";
      case S -> rs2 + ", " + imm + "(" + rs1 + ")";
      case B -> rs1 + ", " + rs2 + ", 0x" + Long.toHexString(address + imm);
      case U -> rd + ", 0x" + Integer.toHexString(imm >>> 12);
      case J -> rd + ", 0x" + Long.toHexString(address + imm);
      case CSR -> rd + ", 0x" + Integer.toHexString(imm) + ", " + rs1;
      case CSRI -> rd + ", 0x" + Integer.toHexString(imm) + ", " + (insn >>> 15 & 31);
      case AMO -> rd + ", " + rs2 + ", (" + rs1 + ")";
      case MEMORY -> "(" + rs1 + ")";
      case RS1_RS2 -> rs1 + ", " + rs2;
      case FENCE, NONE -> "";
    };
  }

  private static String register(int field, boolean isFloat) {
    return (isFloat ? "f" : "x") + (field & 31);
  }

  private Listing() {}
}
