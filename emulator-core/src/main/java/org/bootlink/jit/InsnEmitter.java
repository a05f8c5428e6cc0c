// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.exec.Op;

/** Code for single instructions, in the order of {@link Op}. */
final class InsnEmitter {
  /** By {@code operation - Op.LB}: LB, LH, LW, LD, LBU, LHU, LWU. */
  private static final int[] LOADS = {StackOp.I64_LOAD8_S, StackOp.I64_LOAD16_S, StackOp.I64_LOAD32_S,
      StackOp.I64_LOAD, StackOp.I64_LOAD8_U, StackOp.I64_LOAD16_U, StackOp.I64_LOAD32_U};
  private static final int[] STORES =
      {StackOp.I64_STORE8, StackOp.I64_STORE16, StackOp.I64_STORE32, StackOp.I64_STORE};
  private static final int[] CONDITIONS = {StackOp.I64_EQ, StackOp.I64_NE, StackOp.I64_LT_S, StackOp.I64_GE_S,
      StackOp.I64_LT_U, StackOp.I64_GE_U};

  /**
   * The function's locals that are not registers.
   *
   * @param pc next pc of a jump
   * @param va virtual address of an access
   * @param tlb address of the read array for loads and stores
   * @param entry address of a TLB entry
   * @param place where to leave the region, see {@link RegionEmitter}
   */
  record Locals(int pc, int va, int tlb, int entry, int place) {}

  private final PageCode code;
  private final StackCode out;
  private final IntegerRegisters registers;
  private final Locals local;
  private final AddressEmitter addresses;
  private final FloatEmitter floats;
  private final SystemEmitter system;
  private int leave;

  /** @param fuses whether the stack machine's fused multiply-add rounds once */
  InsnEmitter(PageCode code, StackCode out, IntegerRegisters registers, Locals local, AccessGroups groups,
      FloatRegisters floatRegisters, boolean fuses) {
    this.code = code;
    this.out = out;
    this.registers = registers;
    this.local = local;
    this.addresses = new AddressEmitter(this, out, groups, local.va, local.tlb, local.entry);
    this.floats = new FloatEmitter(this, out, floatRegisters, fuses);
    this.system = new SystemEmitter(this, out, local.pc, local.va, local.tlb);
  }

  /** Whether the instruction with these decoded words is not left to the interpreter. */
  static boolean canTranslate(int word, int imm) {
    int operation = word >>> Op.OPERATION_SHIFT;
    if (operation == Op.FLOAT) {
      return FloatEmitter.canTranslate(DecodedWord.row(word), imm);
    }
    if (operation == Op.SYSTEM || operation == Op.CONTROL) {
      return SystemEmitter.canTranslate(word, imm);
    }
    return operation >= Op.NOP && operation <= Op.BITMANIP;
  }

  void leaveLabel(int label) {
    leave = label;
  }

  /** Where a branch leaves the region to, once {@link #setPlace} was called. */
  int leaveLabel() {
    return leave;
  }

  AddressEmitter addresses() {
    return addresses;
  }

  /** FS_DIRTY may have changed. */
  void floatReadinessChanged() {
    floats.loadReady();
  }

  /** @param fromElsewhere whether control may come here otherwise than by running on */
  void beginBlock(boolean fromElsewhere) {
    floats.beginBlock();
    registers.beginBlock(fromElsewhere);
  }

  void loadRegisters() {
    floats.load();
    registers.load();
  }

  void storeRegisters() {
    floats.store();
    registers.store();
  }

  /** See {@link IntegerRegisters#settle}. */
  void settle() {
    registers.settle();
  }

  /** Puts an integer register's value on the stack. */
  void get(int register) {
    registers.get(register);
  }

  /** Takes an integer register's new value from the stack. */
  void set(int register) {
    registers.set(register);
  }

  /** Leaves 1 on the stack if the branch at {@code offset} is taken, else 0. */
  void condition(int offset) {
    int word = code.word0(offset);
    int operation = code.operation(offset);
    get(DecodedWord.rs1(word));
    get(DecodedWord.rs2(word));
    out.op(CONDITIONS[operation >= Op.BEQ_FAR ? operation - Op.BEQ_FAR : operation - Op.BEQ]);
  }

  /** Sets pc to where the branch or jump at {@code offset} goes. */
  void setPc(int offset) {
    int word = code.word0(offset);
    int imm = code.word1(offset);
    int operation = code.operation(offset);
    if (operation == Op.JR || operation == Op.JALR) {
      get(DecodedWord.rs1(word));
      addConstant(operation == Op.JALR ? imm >> Op.JALR_SHIFT : imm);
      out.i64(~1L).op(StackOp.I64_AND);
    } else {
      out.get(RegionEmitter.PAGE_VA);
      addConstant(code.target(offset));
    }
    out.set(local.pc);
  }

  void setLinkRegister(int offset, int word) {
    out.get(RegionEmitter.PAGE_VA);
    addConstant(code.next(offset));
    set(DecodedWord.rd(word));
  }

  /** @param left steps of the block from this instruction on */
  void emit(int offset, int left) {
    int word = code.word0(offset);
    int imm = code.word1(offset);
    int operation = code.operation(offset);
    if (operation >= Op.LB && operation <= Op.LWU) {
      int displacement = addresses.address(word, imm, offset, left);
      out.memory(LOADS[operation - Op.LB], displacement);
      set(DecodedWord.rd(word));
    } else if (operation >= Op.SB && operation <= Op.SD) {
      int displacement = addresses.address(word, imm, offset, left);
      get(DecodedWord.rs2(word));
      out.memory(STORES[operation - Op.SB], displacement);
    } else if (operation >= Op.FLW && operation <= Op.FSD) {
      floats.emitAccess(word, imm, offset, left);
    } else if (operation == Op.BITMANIP) {
      emitBitmanip(word, imm);
    } else if (operation == Op.FLOAT) {
      floats.emit(DecodedWord.row(word), imm, offset, left);
    } else if (operation == Op.ATOMIC) {
      new AtomicEmitter(this, out, local.entry, local.va).emit(DecodedWord.row(word), imm, offset, left);
    } else if (operation == Op.SYSTEM) {
      system.emit(word, imm, offset, left);
    } else if (operation != Op.NOP) {
      emitComputation(operation, word, imm);
      set(DecodedWord.rd(word));
    }
  }

  private void emitBitmanip(int word, int insn) {
    int rd = insn >>> 7 & 31;
    if (rd != 0) {
      BitmanipEmitter.emit(this, out, DecodedWord.row(word), insn >>> 15 & 31, insn >>> 20 & 31, insn >>> 20 & 63,
          local.va);
      set(rd);
    }
  }

  /** Sets pc to where the ECALL or SRET at {@code offset} goes. */
  void transfer(int offset) {
    system.transfer(code.word0(offset), offset, local.pc);
  }

  /**
   * Leaves the region before the instruction at {@code offset}, with which {@code left} steps go back.
   *
   * @throws IllegalStateException if registers are not settled
   */
  void leave(int offset, int left) {
    setPlace(offset, left);
    out.br(leave);
  }

  /** Notes that the region may be left before the instruction at {@code offset}. */
  void setPlace(int offset, int left) {
    if (!registers.isSettled()) {
      throw new IllegalStateException("registers not settled at offset " + offset);
    }
    out.i32(RegionEmitter.place(offset, left)).set(local.place);
  }

  private void emitComputation(int operation, int word, int imm) {
    int a = DecodedWord.rs1(word);
    int b = DecodedWord.rs2(word);
    switch (operation) {
      case Op.LI -> out.i64(imm);
      case Op.AUIPC -> {
        out.get(RegionEmitter.PAGE_VA);
        addConstant(imm);
      }
      case Op.ADDI -> {
        get(a);
        addConstant(imm);
      }
      case Op.SLTI -> immediate(a, imm, StackOp.I64_LT_S).op(StackOp.I64_EXTEND_I32_U);
      case Op.SLTIU -> immediate(a, imm, StackOp.I64_LT_U).op(StackOp.I64_EXTEND_I32_U);
      case Op.XORI -> immediate(a, imm, StackOp.I64_XOR);
      case Op.ORI -> immediate(a, imm, StackOp.I64_OR);
      case Op.ANDI -> immediate(a, imm, StackOp.I64_AND);
      case Op.SLLI -> immediate(a, imm, StackOp.I64_SHL);
      case Op.SRLI -> immediate(a, imm, StackOp.I64_SHR_U);
      case Op.SRAI -> immediate(a, imm, StackOp.I64_SHR_S);
      case Op.ADDIW -> {
        get(a);
        addConstant(imm);
        out.op(StackOp.I64_EXTEND32_S);
      }
      case Op.SLLIW -> immediateW(a, imm, StackOp.I32_SHL);
      case Op.SRLIW -> immediateW(a, imm, StackOp.I32_SHR_U);
      case Op.SRAIW -> immediateW(a, imm, StackOp.I32_SHR_S);
      case Op.ADD -> binary(a, b, StackOp.I64_ADD);
      case Op.SUB -> binary(a, b, StackOp.I64_SUB);
      case Op.SLL -> binary(a, b, StackOp.I64_SHL);
      case Op.SLT -> binary(a, b, StackOp.I64_LT_S).op(StackOp.I64_EXTEND_I32_U);
      case Op.SLTU -> binary(a, b, StackOp.I64_LT_U).op(StackOp.I64_EXTEND_I32_U);
      case Op.XOR -> binary(a, b, StackOp.I64_XOR);
      case Op.SRL -> binary(a, b, StackOp.I64_SHR_U);
      case Op.SRA -> binary(a, b, StackOp.I64_SHR_S);
      case Op.OR -> binary(a, b, StackOp.I64_OR);
      case Op.AND -> binary(a, b, StackOp.I64_AND);
      case Op.ADDW -> binary(a, b, StackOp.I64_ADD).op(StackOp.I64_EXTEND32_S);
      case Op.SUBW -> binary(a, b, StackOp.I64_SUB).op(StackOp.I64_EXTEND32_S);
      case Op.SLLW -> binaryW(a, b, StackOp.I32_SHL);
      case Op.SRLW -> binaryW(a, b, StackOp.I32_SHR_U);
      case Op.SRAW -> binaryW(a, b, StackOp.I32_SHR_S);
      case Op.MUL -> binary(a, b, StackOp.I64_MUL);
      case Op.MULH -> {
        mulhu(a, b);
        subtractIfNegative(a, b);
        subtractIfNegative(b, a);
      }
      case Op.MULHSU -> {
        mulhu(a, b);
        subtractIfNegative(a, b);
      }
      case Op.MULHU -> mulhu(a, b);
      case Op.DIV -> divide(a, b, StackOp.I64_DIV_S, true);
      case Op.DIVU -> divide(a, b, StackOp.I64_DIV_U, false);
      case Op.REM -> remainder(a, b, StackOp.I64_REM_S);
      case Op.REMU -> remainder(a, b, StackOp.I64_REM_U);
      case Op.MULW -> binary(a, b, StackOp.I64_MUL).op(StackOp.I64_EXTEND32_S);
      case Op.DIVW -> divideW(a, b, StackOp.I32_DIV_S, true);
      case Op.DIVUW -> divideW(a, b, StackOp.I32_DIV_U, false);
      case Op.REMW -> remainderW(a, b, StackOp.I32_REM_S);
      case Op.REMUW -> remainderW(a, b, StackOp.I32_REM_U);
      default -> throw new IllegalStateException("operation " + operation);
    }
  }

  /** Adds to the 64-bit value on the stack. */
  void addConstant(long value) {
    if (value != 0) {
      out.i64(value).op(StackOp.I64_ADD);
    }
  }

  private StackCode immediate(int a, int imm, int opcode) {
    get(a);
    return out.i64(imm).op(opcode);
  }

  private void immediateW(int a, int imm, int opcode) {
    getW(a);
    out.i32(imm).op(opcode).op(StackOp.I64_EXTEND_I32_S);
  }

  private StackCode binary(int a, int b, int opcode) {
    get(a);
    get(b);
    return out.op(opcode);
  }

  private void binaryW(int a, int b, int opcode) {
    getW(a);
    getW(b);
    out.op(opcode).op(StackOp.I64_EXTEND_I32_S);
  }

  private void getW(int register) {
    get(register);
    out.op(StackOp.I32_WRAP_I64);
  }

  private void mulhu(int a, int b) {
    get(a);
    get(b);
    out.call(Helpers.MULHU);
  }

  /** Subtracts {@code b} from the value on the stack if {@code a} is negative. */
  private void subtractIfNegative(int a, int b) {
    get(a);
    out.i64(63).op(StackOp.I64_SHR_S);
    get(b);
    out.op(StackOp.I64_AND).op(StackOp.I64_SUB);
  }

  /** The stack machine traps where RISC-V has a result: division by zero, and the smallest number by -1. */
  private void divide(int a, int b, int opcode, boolean signed) {
    get(b);
    out.op(StackOp.I64_EQZ).ifThen(StackOp.I64);
    out.i64(-1).otherwise();
    if (signed) {
      get(b);
      out.i64(-1).op(StackOp.I64_EQ).ifThen(StackOp.I64);
      out.i64(0);
      get(a);
      out.op(StackOp.I64_SUB).otherwise();
    }
    binary(a, b, opcode);
    if (signed) {
      out.end();
    }
    out.end();
  }

  /** The stack machine has the right result for -1 here. */
  private void remainder(int a, int b, int opcode) {
    get(b);
    out.op(StackOp.I64_EQZ).ifThen(StackOp.I64);
    get(a);
    out.otherwise();
    binary(a, b, opcode);
    out.end();
  }

  private void divideW(int a, int b, int opcode, boolean signed) {
    getW(b);
    out.op(StackOp.I32_EQZ).ifThen(StackOp.I64);
    out.i64(-1).otherwise();
    if (signed) {
      getW(b);
      out.i32(-1).op(StackOp.I32_EQ).ifThen(StackOp.I64);
      out.i32(0);
      getW(a);
      out.op(StackOp.I32_SUB).op(StackOp.I64_EXTEND_I32_S).otherwise();
    }
    binaryW(a, b, opcode);
    if (signed) {
      out.end();
    }
    out.end();
  }

  private void remainderW(int a, int b, int opcode) {
    getW(b);
    out.op(StackOp.I32_EQZ).ifThen(StackOp.I64);
    getW(a);
    out.op(StackOp.I64_EXTEND_I32_S).otherwise();
    binaryW(a, b, opcode);
    out.end();
  }
}
