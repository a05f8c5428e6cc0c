// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Passes a method on, and knows its size when it is complete. */
final class SizeMeter extends MethodVisitor {
  private final Label end = new Label();

  SizeMeter(MethodVisitor method) {
    super(Opcodes.ASM9, method);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    visitLabel(end);
    super.visitMaxs(maxStack, maxLocals);
  }

  int bytes() {
    return end.getOffset();
  }
}
