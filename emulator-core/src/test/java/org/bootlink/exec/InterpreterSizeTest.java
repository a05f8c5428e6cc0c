// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class InterpreterSizeTest {
  /** HotSpot's HugeMethodLimit: it never compiles a larger method. */
  private static final int HUGE_METHOD_BYTES = 8000;

  @Test
  void theLoopIsSmallEnoughToBeCompiled() throws Exception {
    int size = bytecodeSize(Interpreter.class, "run");
    assertTrue(size > 1000 && size < HUGE_METHOD_BYTES, "Interpreter.run has " + size + " bytes");
  }

  private static int bytecodeSize(Class<?> type, String method) throws Exception {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      LabelledReader reader = new LabelledReader(in.readAllBytes());
      reader.accept(new ClassVisitor(Opcodes.ASM9) {
        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
            String[] exceptions) {
          reader.last = 0;
          return name.equals(method) ? new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitMaxs(int stack, int locals) {
              reader.found = reader.last;
            }
          } : null;
        }
      }, 0);
      return reader.found;
    }
  }

  /** Notes how far into the code of a method the reader is. */
  private static final class LabelledReader extends ClassReader {
    int last;
    int found;

    LabelledReader(byte[] classFile) {
      super(classFile);
    }

    @Override
    protected void readBytecodeInstructionOffset(int bytecodeOffset) {
      last = bytecodeOffset;
    }
  }
}
