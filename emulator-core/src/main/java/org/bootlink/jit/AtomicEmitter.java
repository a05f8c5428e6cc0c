// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.hart.HartLayout;
import org.bootlink.isa.Insn;

/**
 * Code for the A extension. Harts take turns and lose their reservation at the end of one, so plain loads and
 * stores are atomic; misaligned addresses are left to the interpreter.
 */
final class AtomicEmitter {
  private final InsnEmitter insns;
  private final StackCode out;
  private final int address;
  private final int old;

  /**
   * @param address a 32-bit local that nobody uses behind {@link AddressEmitter#address}
   * @param old a 64-bit local that nobody uses, likewise
   */
  AtomicEmitter(InsnEmitter insns, StackCode out, int address, int old) {
    this.insns = insns;
    this.out = out;
    this.address = address;
    this.old = old;
  }

  void emit(Insn row, int insn, int offset, int left) {
    boolean word = (insn >>> 12 & 7) == 2;
    int size = word ? 4 : 8;
    int rd = insn >>> 7 & 31;
    int rs2 = insn >>> 20 & 31;
    boolean loadReserved = row == Insn.LR_W || row == Insn.LR_D;
    int access = (loadReserved ? 0 : HelperMethods.STORE) | size;
    insns.addresses().atomicAddress(insn >>> 15 & 31, access, offset, left);
    out.set(address);
    int store = word ? StackOp.I64_STORE32 : StackOp.I64_STORE;
    if (row == Insn.SC_W || row == Insn.SC_D) {
      storeConditional(rs2, store, rd);
      return;
    }
    if (loadReserved) {
      out.get(RegionEmitter.HART).get(address).memory(StackOp.I32_STORE, HartLayout.RESERVED);
    }
    out.get(address).memory(word ? StackOp.I64_LOAD32_S : StackOp.I64_LOAD, 0).set(old);
    if (!loadReserved) {
      out.get(address);
      result(row, rs2, word);
      out.memory(store, 0);
    }
    if (rd != 0) {
      out.get(old);
      insns.set(rd);
    }
  }

  private void storeConditional(int rs2, int store, int rd) {
    out.get(RegionEmitter.HART).memory(StackOp.I32_LOAD, HartLayout.RESERVED).get(address).op(StackOp.I32_EQ)
        .ifThen();
    out.get(address);
    insns.get(rs2);
    out.memory(store, 0).i64(0).set(old).otherwise();
    out.i64(1).set(old).end();
    out.get(RegionEmitter.HART).i32(0).memory(StackOp.I32_STORE, HartLayout.RESERVED);
    if (rd != 0) {
      out.get(old);
      insns.set(rd);
    }
  }

  /** Leaves what is to be stored on the stack; of a word the upper half does not count. */
  private void result(Insn row, int rs2, boolean word) {
    switch (row) {
      case AMOSWAP_W, AMOSWAP_D -> insns.get(rs2);
      case AMOADD_W, AMOADD_D -> combine(rs2, StackOp.I64_ADD);
      case AMOXOR_W, AMOXOR_D -> combine(rs2, StackOp.I64_XOR);
      case AMOAND_W, AMOAND_D -> combine(rs2, StackOp.I64_AND);
      case AMOOR_W, AMOOR_D -> combine(rs2, StackOp.I64_OR);
      case AMOMIN_W, AMOMIN_D -> choose(rs2, word, StackOp.I64_LT_S);
      case AMOMAX_W, AMOMAX_D -> choose(rs2, word, StackOp.I64_GE_S);
      case AMOMINU_W, AMOMINU_D -> choose(rs2, word, StackOp.I64_LT_U);
      case AMOMAXU_W, AMOMAXU_D -> choose(rs2, word, StackOp.I64_GE_U);
      default -> throw new IllegalStateException("not an atomic memory operation: " + row);
    }
  }

  private void combine(int rs2, int opcode) {
    out.get(old);
    insns.get(rs2);
    out.op(opcode);
  }

  /** The old value if the comparison of it with rs2 holds, else rs2; sign extension keeps both orders. */
  private void choose(int rs2, boolean word, int comparison) {
    out.get(old);
    operand(rs2, word);
    out.get(old);
    operand(rs2, word);
    out.op(comparison).op(StackOp.SELECT);
  }

  private void operand(int rs2, boolean word) {
    insns.get(rs2);
    if (word) {
      out.op(StackOp.I64_EXTEND32_S);
    }
  }
}
