// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

import org.bootlink.code.StackOp;
import org.objectweb.asm.Opcodes;
import sun.misc.Unsafe;

/** Loads and stores of linear memory, which is a byte array: unchecked, as memory.LinearMemory's own. */
final class MemoryAccess {
  private static final String UNSAFE = "sun/misc/Unsafe";
  private static final int ADDRESS = 0;
  private static final int VALUE = 1;

  private final BytecodeWriter out;

  MemoryAccess(BytecodeWriter out) {
    this.out = out;
  }

  void emit(int opcode, long offset) {
    switch (opcode) {
      case StackOp.I32_LOAD -> load(offset, "Int", 'I', StackOp.I32);
      case StackOp.I64_LOAD -> load(offset, "Long", 'J', StackOp.I64);
      case StackOp.F64_LOAD -> load(offset, "Double", 'D', StackOp.F64);
      case StackOp.I64_LOAD8_S -> load(offset, "Byte", 'B', StackOp.I64, Opcodes.I2L);
      case StackOp.I64_LOAD8_U -> {
        load(offset, "Byte", 'B', StackOp.I64);
        out.constant(0xff);
        out.insn(Opcodes.IAND);
        out.insn(Opcodes.I2L);
      }
      case StackOp.I64_LOAD16_S -> load(offset, "Short", 'S', StackOp.I64, Opcodes.I2L);
      case StackOp.I64_LOAD16_U -> load(offset, "Char", 'C', StackOp.I64, Opcodes.I2L);
      case StackOp.I64_LOAD32_S -> load(offset, "Int", 'I', StackOp.I64, Opcodes.I2L);
      case StackOp.I64_LOAD32_U -> {
        load(offset, "Int", 'I', StackOp.I64, Opcodes.I2L);
        out.constant(0xffff_ffffL);
        out.insn(Opcodes.LAND);
      }
      case StackOp.I32_STORE -> store(offset, "Int", 'I');
      case StackOp.I64_STORE -> store(offset, "Long", 'J');
      case StackOp.F64_STORE -> store(offset, "Double", 'D');
      case StackOp.I64_STORE8 -> store(offset, "Byte", 'B', Opcodes.L2I, Opcodes.I2B);
      case StackOp.I64_STORE16 -> store(offset, "Short", 'S', Opcodes.L2I, Opcodes.I2S);
      case StackOp.I64_STORE32 -> store(offset, "Int", 'I', Opcodes.L2I);
      default -> throw new IllegalArgumentException("access " + Integer.toHexString(opcode));
    }
  }

  private void load(long offset, String kind, char type, int result, int... conversions) {
    address(offset);
    out.invokeVirtual(UNSAFE, "get" + kind, "(Ljava/lang/Object;J)" + type);
    for (int conversion : conversions) {
      out.insn(conversion);
    }
    out.push(result);
  }

  private void store(long offset, String kind, char type, int... conversions) {
    int value = out.topType();
    out.storeScratch(value, VALUE);
    out.pop();
    address(offset);
    out.loadScratch(value, VALUE);
    for (int conversion : conversions) {
      out.insn(conversion);
    }
    out.invokeVirtual(UNSAFE, "put" + kind, "(Ljava/lang/Object;J" + type + ")V");
  }

  /** Brings Unsafe, the array and the place in it on the stack instead of the address. */
  private void address(long offset) {
    out.insn(Opcodes.I2L);
    out.constant(offset + Unsafe.ARRAY_BYTE_BASE_OFFSET);
    out.insn(Opcodes.LADD);
    out.storeScratch(StackOp.I64, ADDRESS);
    out.pop();
    out.field(FunctionClass.NAME, FunctionClass.UNSAFE, "L" + UNSAFE + ";");
    out.field(FunctionClass.NAME, FunctionClass.MEMORY, "[B");
    out.loadScratch(StackOp.I64, ADDRESS);
  }
}
