// SPDX-License-Identifier: Apache-2.0
package org.bootlink.wasm;

/**
 * A module that imports the memory {@code env.memory} and the table {@code env.table}, and puts those of
 * its functions that are {@link #placed} into the table, one after the other, when it is instantiated.
 */
public final class WasmModuleBuilder {
  private static final int[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final int FUNCREF = 0x70;
  private static final int FUNCTION_TYPE = 0x60;

  private final Bytes types = new Bytes();
  private final Bytes functions = new Bytes();
  private final Bytes code = new Bytes();
  private final Bytes placed = new Bytes();
  private int typeCount;
  private int functionCount;
  private int placedCount;

  /** Adds a function type; returns its index. */
  public int type(int[] parameters, int... results) {
    types.u8(FUNCTION_TYPE);
    addAll(types, parameters);
    addAll(types, results);
    return typeCount++;
  }

  /** Adds a function; returns its index. */
  public int function(int type, WasmCode body) {
    functions.unsigned(type);
    code.appendSized(body.body());
    return functionCount++;
  }

  /** Gives {@code function} the next slot in the table. */
  public void placed(int function) {
    placed.unsigned(function);
    placedCount++;
  }

  /** The module; its placed functions get the table's slots from {@code firstSlot} on. */
  public byte[] build(int firstSlot) {
    Bytes module = new Bytes();
    for (int value : HEADER) {
      module.u8(value);
    }
    section(module, 1, typeCount, types);
    section(module, 2, 2, imports());
    section(module, 3, functionCount, functions);
    Bytes element = new Bytes();
    element.u8(0);
    element.u8(WasmOp.I32_CONST);
    element.signed(firstSlot);
    element.u8(WasmOp.END);
    element.unsigned(placedCount);
    element.append(placed);
    section(module, 9, 1, element);
    section(module, 10, functionCount, code);
    return module.toArray();
  }

  private static Bytes imports() {
    Bytes imports = new Bytes();
    imports.name("env");
    imports.name("memory");
    imports.u8(2);
    imports.u8(0);
    imports.unsigned(0);
    imports.name("env");
    imports.name("table");
    imports.u8(1);
    imports.u8(FUNCREF);
    imports.u8(0);
    imports.unsigned(1);
    return imports;
  }

  private static void section(Bytes module, int id, int count, Bytes content) {
    Bytes section = new Bytes();
    section.unsigned(count);
    section.append(content);
    module.u8(id);
    module.appendSized(section);
  }

  private static void addAll(Bytes target, int[] values) {
    target.unsigned(values.length);
    for (int value : values) {
      target.u8(value);
    }
  }
}
