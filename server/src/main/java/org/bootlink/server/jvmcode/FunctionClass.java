// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.code.Helper;
import org.bootlink.code.Signature;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class of one function: a {@link TableFunction} whose {@code call} is the static method {@code body}, with
 * helpers beside it. What belongs to the machine comes as class data into static final fields, which the JVM's
 * compilers take for constants.
 */
final class FunctionClass {
  static final String NAME = "org/bootlink/server/jvmcode/Function";
  static final String MEMORY = "MEMORY";
  static final String UNSAFE = "UNSAFE";

  private static final String METHODS = "METHODS";
  private static final String TABLE = "TABLE";
  private static final String SUPER = Type.getInternalName(TableFunction.class);
  private static final String TABLE_TYPE = "[L" + SUPER + ";";
  private static final String BODY = "body";

  private final ClassWriter writer = new ClassWriter(0);
  private final String methodsClass;
  private final List<Helper> helpers = new ArrayList<>();
  private final List<Signature> called = new ArrayList<>();

  /** @param methodsClass of the object that has the helpers without a body, or null */
  private FunctionClass(Class<?> methodsClass) {
    this.methodsClass = methodsClass == null ? null : Type.getInternalName(methodsClass);
  }

  /**
   * The bytes of the class.
   *
   * @return null if a method has more bytes than the JVM would compile
   */
  static byte[] of(StackCode code, Class<?> methodsClass, int longestMethod) {
    return new FunctionClass(methodsClass).write(code, longestMethod);
  }

  private byte[] write(StackCode code, int longestMethod) {
    writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, NAME, null, SUPER, null);
    String descriptor = Types.descriptor(code.signature());
    MethodVisitor body = writer.visitMethod(Opcodes.ACC_STATIC, BODY, descriptor, null, null);
    SizeMeter meter = new SizeMeter(body);
    MethodEmitter.emit(this, meter, code);
    if (meter.bytes() > longestMethod) {
      return null;
    }
    forward(code.signature(), descriptor);
    // Helpers may call helpers.
    for (int i = 0; i < helpers.size(); i++) {
      writeHelper(helpers.get(i));
    }
    for (int i = 0; i < called.size(); i++) {
      writeIndirectCall(i, called.get(i));
    }
    writeConstructor();
    writeFields();
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** Calls {@code helper}, whose operands are on the stack. */
  void call(BytecodeWriter out, Helper helper) {
    if (Intrinsics.has(helper)) {
      out.invokeStatic(Intrinsics.NAME, helper.name(), Types.descriptor(helper.signature()));
      return;
    }
    if (!helpers.contains(helper)) {
      helpers.add(helper);
    }
    out.invokeStatic(NAME, helper.name(), Types.descriptor(helper.signature()));
  }

  /** Calls the function in the slot on the stack; its operands are below. */
  void callIndirect(BytecodeWriter out, Signature signature) {
    int index = called.indexOf(signature);
    if (index < 0) {
      index = called.size();
      called.add(signature);
    }
    out.invokeStatic(NAME, indirectName(index), indirectDescriptor(signature));
  }

  private static String indirectName(int index) {
    return "indirect$" + index;
  }

  /** As {@code signature}, with the slot behind the other parameters. */
  private static String indirectDescriptor(Signature signature) {
    return Types.descriptor(signature).replace(")", "I)");
  }

  private void writeHelper(Helper helper) {
    String descriptor = Types.descriptor(helper.signature());
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_STATIC, helper.name(), descriptor, null, null);
    if (helper.body() != null) {
      MethodEmitter.emit(this, method, helper.body());
      return;
    }
    method.visitCode();
    method.visitFieldInsn(Opcodes.GETSTATIC, NAME, METHODS, "L" + methodsClass + ";");
    int slots = loadParameters(method, helper.signature(), 0);
    method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, methodsClass, helper.name(), descriptor, false);
    finish(method, helper.signature(), slots + 1, slots);
  }

  private void writeIndirectCall(int index, Signature signature) {
    MethodVisitor method = writer.visitMethod(
        Opcodes.ACC_STATIC, indirectName(index), indirectDescriptor(signature), null, null);
    int slotParameter = 0;
    for (int type : signature.parameters()) {
      slotParameter += Types.slots(type);
    }
    method.visitCode();
    method.visitFieldInsn(Opcodes.GETSTATIC, NAME, TABLE, TABLE_TYPE);
    method.visitVarInsn(Opcodes.ILOAD, slotParameter);
    method.visitInsn(Opcodes.AALOAD);
    loadParameters(method, signature, 0);
    method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, SUPER, "call", Types.descriptor(signature), false);
    finish(method, signature, slotParameter + 2, slotParameter + 1);
  }

  /** The method {@code call}, which only calls the body. */
  private void forward(Signature signature, String descriptor) {
    MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "call", descriptor, null, null);
    method.visitCode();
    int slots = loadParameters(method, signature, 1);
    method.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, BODY, descriptor, false);
    finish(method, signature, slots, slots);
  }

  /** Loads all parameters; returns the slots of the method's locals. */
  private static int loadParameters(MethodVisitor method, Signature signature, int first) {
    int slot = first;
    for (int type : signature.parameters()) {
      method.visitVarInsn(Opcodes.ILOAD + Types.offset(type), slot);
      slot += Types.slots(type);
    }
    return slot;
  }

  private static void finish(MethodVisitor method, Signature signature, int stack, int locals) {
    int result = signature.result();
    method.visitInsn(result == Signature.NOTHING ? Opcodes.RETURN : Opcodes.IRETURN + Types.offset(result));
    method.visitMaxs(Math.max(stack, 2), locals);
    method.visitEnd();
  }

  private void writeConstructor() {
    MethodVisitor method = writer.visitMethod(0, "<init>", "()V", null, null);
    method.visitCode();
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitMethodInsn(Opcodes.INVOKESPECIAL, SUPER, "<init>", "()V", false);
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(1, 1);
    method.visitEnd();
  }

  /** Fields, and the initializer that takes their values out of the class data. */
  private void writeFields() {
    MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    method.visitCode();
    String[][] fields = {
        {UNSAFE, "Lsun/misc/Unsafe;"}, {MEMORY, "[B"}, {TABLE, TABLE_TYPE}, {METHODS, "L" + methodsClass + ";"}};
    method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "lookup",
        "()Ljava/lang/invoke/MethodHandles$Lookup;", false);
    method.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(JvmCodeHost.class), "classData",
        "(Ljava/lang/invoke/MethodHandles$Lookup;)[Ljava/lang/Object;", false);
    method.visitVarInsn(Opcodes.ASTORE, 0);
    for (int i = 0; i < fields.length; i++) {
      String descriptor = fields[i][1];
      if (fields[i][0].equals(METHODS) && methodsClass == null) {
        continue;
      }
      writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, fields[i][0], descriptor, null, null);
      method.visitVarInsn(Opcodes.ALOAD, 0);
      method.visitInsn(Opcodes.ICONST_0 + i);
      method.visitInsn(Opcodes.AALOAD);
      method.visitTypeInsn(Opcodes.CHECKCAST, Type.getType(descriptor).getInternalName());
      method.visitFieldInsn(Opcodes.PUTSTATIC, NAME, fields[i][0], descriptor);
    }
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(2, 1);
    method.visitEnd();
  }
}
