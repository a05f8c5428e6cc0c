// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportTable;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bootlink.code.CodeHost;
import org.bootlink.code.CodeUnit;
import org.bootlink.code.Helper;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.memory.LinearMemory;
import org.bootlink.wasm.WasmModule;

/** Runs units as WebAssembly on the JVM, against the machine's own memory. */
public final class ChicoryHost implements CodeHost {
  private static final int SLOTS = 1024;
  private static final int NULL = -1;

  private final ImportMemory memory;
  private final TableInstance table =
      new TableInstance(new Table(ValType.FuncRef, new TableLimits(SLOTS)), NULL);
  private Object methods;

  public ChicoryHost(LinearMemory memory) {
    this.memory = new ImportMemory("env", "memory", new ChicoryMemory(memory));
  }

  @Override
  public int slots() {
    return SLOTS;
  }

  @Override
  public void bind(Object helpers) {
    methods = helpers;
  }

  /** Chicory has no relaxed SIMD instructions. */
  @Override
  public boolean fusesMultiplyAdd() {
    return false;
  }

  @Override
  public boolean accepts(StackCode function) {
    return true;
  }

  @Override
  public int load(CodeUnit unit, int firstSlot) {
    byte[] module = WasmModule.of(unit, firstSlot);
    List<ImportFunction> functions = new ArrayList<>();
    for (Helper helper : WasmModule.imports(unit)) {
      functions.add(hostFunction(helper));
    }
    Instance.builder(Parser.parse(module)).withImportValues(ImportValues.builder()
        .addMemory(memory)
        .addTable(new ImportTable("env", "table", table))
        .withFunctions(functions)
        .build()).build();
    return module.length;
  }

  @Override
  public void clear(int firstSlot, int count) {
    for (int slot = firstSlot; slot < firstSlot + count; slot++) {
      table.setRef(slot, NULL, null);
    }
  }

  @Override
  public void enter(int hartBase, int fetchTlb, int entry, long pageVa) {
    table.instance(0).getMachine().call(table.ref(0), new long[] {hartBase, fetchTlb, entry, pageVa});
  }

  private HostFunction hostFunction(Helper helper) {
    int[] parameters = helper.signature().parameters();
    Method method = Arrays.stream(methods.getClass().getMethods())
        .filter(candidate -> candidate.getName().equals(helper.name())).findFirst().orElseThrow();
    method.setAccessible(true);
    FunctionType type = FunctionType.of(Arrays.stream(parameters).mapToObj(ChicoryHost::type).toList(),
        helper.signature().result() == 0 ? List.of() : List.of(type(helper.signature().result())));
    return new HostFunction("env", helper.name(), type, (instance, arguments) -> {
      Object[] values = new Object[parameters.length];
      for (int i = 0; i < values.length; i++) {
        if (parameters[i] == StackOp.I32) {
          values[i] = (int) arguments[i];
        } else {
          values[i] = arguments[i];
        }
      }
      return call(method, values);
    });
  }

  private long[] call(Method method, Object[] values) {
    try {
      Object result = method.invoke(methods, values);
      return result == null ? null : new long[] {((Number) result).longValue()};
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(method.getName(), e);
    }
  }

  private static ValType type(int type) {
    return switch (type) {
      case StackOp.I32 -> ValType.I32;
      case StackOp.I64 -> ValType.I64;
      default -> throw new IllegalArgumentException("helpers take and give whole numbers, not " + type);
    };
  }
}
