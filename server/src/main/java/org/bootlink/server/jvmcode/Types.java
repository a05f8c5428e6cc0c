// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

import org.bootlink.code.Signature;
import org.bootlink.code.StackOp;
import org.objectweb.asm.Opcodes;

/** The stack machine's types as the JVM has them. */
final class Types {
  static String descriptor(Signature signature) {
    StringBuilder text = new StringBuilder("(");
    for (int type : signature.parameters()) {
      text.append(letter(type));
    }
    return text.append(')').append(letter(signature.result())).toString();
  }

  private static char letter(int type) {
    return switch (type) {
      case Signature.NOTHING -> 'V';
      case StackOp.I32 -> 'I';
      case StackOp.I64 -> 'J';
      case StackOp.F32 -> 'F';
      case StackOp.F64 -> 'D';
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  /** Slots of a value on the operand stack or in a local. */
  static int slots(int type) {
    return type == StackOp.I64 || type == StackOp.F64 ? 2 : 1;
  }

  /** From ILOAD, ISTORE or IRETURN to that of {@code type}. */
  static int offset(int type) {
    return switch (type) {
      case StackOp.I32 -> 0;
      case StackOp.I64 -> 1;
      case StackOp.F32 -> 2;
      case StackOp.F64 -> 3;
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  /** As a frame names it. */
  static Integer frameType(int type) {
    return switch (type) {
      case StackOp.I32 -> Opcodes.INTEGER;
      case StackOp.I64 -> Opcodes.LONG;
      case StackOp.F32 -> Opcodes.FLOAT;
      case StackOp.F64 -> Opcodes.DOUBLE;
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  private Types() {}
}
