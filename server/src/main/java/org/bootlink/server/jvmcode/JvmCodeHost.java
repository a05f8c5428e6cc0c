// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.bootlink.code.CodeHost;
import org.bootlink.code.CodeUnit;
import org.bootlink.code.StackCode;
import org.bootlink.memory.LinearMemory;
import sun.misc.Unsafe;

/** Stack code as hidden classes of this JVM, on a machine's linear memory. */
public final class JvmCodeHost implements CodeHost {
  private static final int SLOTS = 16384;
  /** HotSpot's HugeMethodLimit. */
  private static final int LONGEST_METHOD = 8000;
  private static final Lookup LOOKUP = MethodHandles.lookup();
  private static final Unsafe UNSAFE = unsafe();

  private final LinearMemory memory;
  private final TableFunction[] table = new TableFunction[SLOTS];
  /** Classes of functions that are not loaded yet. */
  private final Map<StackCode, byte[]> accepted = new IdentityHashMap<>();
  private Object methods;

  /** @param memory on the heap */
  public JvmCodeHost(LinearMemory memory) {
    this.memory = memory;
  }

  @Override
  public int slots() {
    return SLOTS;
  }

  @Override
  public void bind(Object helpers) {
    methods = helpers;
  }

  @Override
  public boolean fusesMultiplyAdd() {
    return true;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public boolean accepts(StackCode function) {
    byte[] bytes = FunctionClass.of(function, methods == null ? null : methods.getClass(), LONGEST_METHOD);
    if (bytes != null) {
      accepted.put(function, bytes);
    }
    return bytes != null;
  }

  @Override
  public int load(CodeUnit unit, int firstSlot) {
    List<TableFunction> functions = new ArrayList<>();
    int size = 0;
    for (StackCode code : unit.functions()) {
      if (!accepted.containsKey(code) && !accepts(code)) {
        return 0;
      }
      byte[] bytes = accepted.get(code);
      size += bytes.length;
      functions.add(define(bytes));
    }
    accepted.clear();
    for (int i = 0; i < functions.size(); i++) {
      table[firstSlot + i] = functions.get(i);
    }
    return size;
  }

  @Override
  public void clear(int firstSlot, int count) {
    Arrays.fill(table, firstSlot, firstSlot + count, null);
  }

  @Override
  public void enter(int hartBase, int fetchTlb, int entry, long pageVa) {
    table[0].call(hartBase, fetchTlb, entry, pageVa);
  }

  private TableFunction define(byte[] bytes) {
    try {
      Object[] data = {UNSAFE, memory.array(), table, methods};
      Class<?> type = LOOKUP.defineHiddenClassWithClassData(bytes, data, true).lookupClass();
      return (TableFunction)
          LOOKUP.findConstructor(type, MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("translated code is not what the JVM takes", e);
    }
  }

  /** What {@link #define} gave a class; for its initializer. */
  static Object[] classData(Lookup lookup) throws IllegalAccessException {
    return MethodHandles.classData(lookup, "_", Object[].class);
  }

  private static Unsafe unsafe() {
    try {
      Field field = Unsafe.class.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      return (Unsafe) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
