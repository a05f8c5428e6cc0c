// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

import java.util.Arrays;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes one static method's bytecode, and keeps the types of what is on the operand stack. */
final class BytecodeWriter {
  /** Places on the stack that single operations need beyond what the stack machine knows of. */
  private static final int SPARE_SLOTS = 8;

  private final MethodVisitor method;
  /** By local: type and JVM slot. */
  private final int[] types;
  private final int[] slots;
  private final Object[] frameLocals;
  private final int localSlots;
  private int[] stack = new int[32];
  private int height;
  private int slotsUsed;
  private int maxSlots;
  /** Whether the last thing written was a frame: there may be only one at a place. */
  private boolean framed;

  /** Begins the method: sets the locals that are not parameters to zero. */
  BytecodeWriter(MethodVisitor method, StackCode code) {
    this.method = method;
    int[] parameters = code.signature().parameters();
    int[] own = code.localTypes();
    types = Arrays.copyOf(parameters, parameters.length + own.length);
    System.arraycopy(own, 0, types, parameters.length, own.length);
    slots = new int[types.length];
    frameLocals = new Object[types.length];
    int next = 0;
    method.visitCode();
    for (int i = 0; i < types.length; i++) {
      slots[i] = next;
      next += Types.slots(types[i]);
      frameLocals[i] = Types.frameType(types[i]);
      if (i >= parameters.length) {
        method.visitInsn(zero(types[i]));
        method.visitVarInsn(Opcodes.ISTORE + Types.offset(types[i]), slots[i]);
      }
    }
    localSlots = next;
  }

  private static int zero(int type) {
    return switch (type) {
      case StackOp.I32 -> Opcodes.ICONST_0;
      case StackOp.I64 -> Opcodes.LCONST_0;
      case StackOp.F32 -> Opcodes.FCONST_0;
      default -> Opcodes.DCONST_0;
    };
  }

  void finish() {
    method.visitMaxs(maxSlots + SPARE_SLOTS, localSlots + 4);
    method.visitEnd();
  }

  int height() {
    return height;
  }

  int type(int local) {
    return types[local];
  }

  int topType() {
    return stack[height - 1];
  }

  BytecodeWriter push(int type) {
    if (height == stack.length) {
      stack = Arrays.copyOf(stack, 2 * height);
    }
    stack[height++] = type;
    slotsUsed += Types.slots(type);
    maxSlots = Math.max(maxSlots, slotsUsed);
    return this;
  }

  int pop() {
    int type = stack[--height];
    slotsUsed -= Types.slots(type);
    return type;
  }

  /** What the stack held when it was {@code target} high, whatever it holds now. */
  void forgetDownTo(int target) {
    while (height > target) {
      pop();
    }
  }

  /** Throws values away until {@code target} are left; what is known of the stack stays. */
  void dropDownTo(int target) {
    for (int i = height; i > target; i--) {
      method.visitInsn(Types.slots(stack[i - 1]) == 2 ? Opcodes.POP2 : Opcodes.POP);
      framed = false;
    }
  }

  void insn(int opcode) {
    method.visitInsn(opcode);
    framed = false;
  }

  void load(int local) {
    variable(Opcodes.ILOAD, types[local], slots[local]);
    push(types[local]);
  }

  void store(int local) {
    variable(Opcodes.ISTORE, types[local], slots[local]);
    pop();
  }

  /** Stores the top of the stack, which is taken to be of {@code type}, where no local is. */
  void storeScratch(int type, int which) {
    variable(Opcodes.ISTORE, type, localSlots + 2 * which);
  }

  void loadScratch(int type, int which) {
    variable(Opcodes.ILOAD, type, localSlots + 2 * which);
  }

  private void variable(int opcode, int type, int slot) {
    method.visitVarInsn(opcode + Types.offset(type), slot);
    framed = false;
  }

  void constant(Object value) {
    if (value instanceof Integer number && number >= -1 && number <= 5) {
      method.visitInsn(Opcodes.ICONST_0 + number);
    } else if (value instanceof Integer number && number == (byte) (int) number) {
      method.visitIntInsn(Opcodes.BIPUSH, number);
    } else if (value instanceof Integer number && number == (short) (int) number) {
      method.visitIntInsn(Opcodes.SIPUSH, number);
    } else if (value instanceof Long number && (number == 0 || number == 1)) {
      method.visitInsn(Opcodes.LCONST_0 + (int) (long) number);
    } else {
      method.visitLdcInsn(value);
    }
    framed = false;
  }

  void field(String owner, String name, String descriptor) {
    method.visitFieldInsn(Opcodes.GETSTATIC, owner, name, descriptor);
    framed = false;
  }

  void invokeStatic(String owner, String name, String descriptor) {
    method.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    framed = false;
  }

  void invokeVirtual(String owner, String name, String descriptor) {
    method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
    framed = false;
  }

  void jump(int opcode, Label label) {
    method.visitJumpInsn(opcode, label);
    framed = false;
  }

  void tableSwitch(Label[] labels, Label fallback) {
    method.visitTableSwitchInsn(0, labels.length - 1, fallback, labels);
    framed = false;
  }

  /** Places {@code label} here, where the stack holds what it is known to hold. */
  void place(Label label) {
    method.visitLabel(label);
    if (!framed) {
      Object[] values = new Object[height];
      for (int i = 0; i < height; i++) {
        values[i] = Types.frameType(stack[i]);
      }
      method.visitFrame(Opcodes.F_NEW, frameLocals.length, frameLocals, height, values);
      framed = true;
    }
  }
}
