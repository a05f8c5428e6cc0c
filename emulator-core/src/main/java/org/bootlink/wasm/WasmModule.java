// SPDX-License-Identifier: Apache-2.0
package org.bootlink.wasm;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.code.CodeUnit;
import org.bootlink.code.Helper;
import org.bootlink.code.Signature;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;

/**
 * A unit as a WebAssembly module. It imports the memory {@code env.memory}, the table {@code env.table} and,
 * under their names, the helpers without a body that are called; helpers with one become functions of the
 * module. When it is instantiated, the unit's functions are put into the table.
 */
public final class WasmModule {
  private static final int[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final int FUNCREF = 0x70;
  private static final int FUNCTION_TYPE = 0x60;
  private static final String ENVIRONMENT = "env";

  private final List<Signature> types = new ArrayList<>();
  private final List<Helper> imported = new ArrayList<>();
  private final List<Helper> defined = new ArrayList<>();

  private WasmModule(List<StackCode> functions) {
    // First of all, and in this order: Chicory looks for the type of an indirect call in the callee's module.
    for (StackCode function : functions) {
      function.calledSignatures().forEach(this::type);
      type(function.signature());
    }
    for (StackCode function : functions) {
      findHelpers(function);
    }
  }

  /** The module's bytes; its functions get the table's slots from {@code firstSlot} on. */
  public static byte[] of(CodeUnit unit, int firstSlot) {
    return new WasmModule(unit.functions()).write(unit.functions(), firstSlot);
  }

  /** The names under which {@code unit} imports helpers. */
  public static List<Helper> imports(CodeUnit unit) {
    return new WasmModule(unit.functions()).imported;
  }

  private void findHelpers(StackCode function) {
    for (Helper helper : function.helpers()) {
      List<Helper> list = helper.body() == null ? imported : defined;
      if (!list.contains(helper)) {
        list.add(helper);
        if (helper.body() != null) {
          findHelpers(helper.body());
        }
      }
    }
  }

  /** Index of {@code helper} among the module's functions: imported ones come first. */
  int function(Helper helper) {
    int index = imported.indexOf(helper);
    return index >= 0 ? index : imported.size() + defined.indexOf(helper);
  }

  /** Index of the function type. */
  int type(Signature signature) {
    int index = types.indexOf(signature);
    if (index < 0) {
      index = types.size();
      types.add(signature);
    }
    return index;
  }

  private byte[] write(List<StackCode> functions, int firstSlot) {
    List<StackCode> all = new ArrayList<>();
    for (Helper helper : defined) {
      all.add(helper.body());
    }
    all.addAll(functions);
    Bytes imports = importSection();
    Bytes signatures = new Bytes();
    Bytes code = new Bytes();
    Bytes hints = new Bytes();
    int hinted = 0;
    for (int i = 0; i < all.size(); i++) {
      signatures.unsigned(type(all.get(i).signature()));
      WasmCode body = new WasmCode(this, all.get(i));
      code.appendSized(body);
      if (body.hintCount() > 0) {
        hints.unsigned(imported.size() + i);
        hints.unsigned(body.hintCount());
        hints.append(body.hints());
        hinted++;
      }
    }
    Bytes module = new Bytes();
    for (int value : HEADER) {
      module.u8(value);
    }
    section(module, 1, types.size(), typeSection());
    section(module, 2, 2 + imported.size(), imports);
    section(module, 3, all.size(), signatures);
    section(module, 9, 1, element(firstSlot, imported.size() + defined.size(), functions.size()));
    hintSection(module, hinted, hints);
    section(module, 10, all.size(), code);
    return module.toArray();
  }

  private Bytes typeSection() {
    Bytes section = new Bytes();
    for (Signature type : types) {
      section.u8(FUNCTION_TYPE);
      section.unsigned(type.parameters().length);
      for (int parameter : type.parameters()) {
        section.u8(parameter);
      }
      section.unsigned(type.result() == Signature.NOTHING ? 0 : 1);
      if (type.result() != Signature.NOTHING) {
        section.u8(type.result());
      }
    }
    return section;
  }

  private Bytes importSection() {
    Bytes imports = new Bytes();
    imports.name(ENVIRONMENT);
    imports.name("memory");
    imports.u8(2);
    imports.u8(0);
    imports.unsigned(0);
    imports.name(ENVIRONMENT);
    imports.name("table");
    imports.u8(1);
    imports.u8(FUNCREF);
    imports.u8(0);
    imports.unsigned(1);
    for (Helper helper : imported) {
      imports.name(ENVIRONMENT);
      imports.name(helper.name());
      imports.u8(0);
      imports.unsigned(type(helper.signature()));
    }
    return imports;
  }

  private static Bytes element(int firstSlot, int firstFunction, int count) {
    Bytes element = new Bytes();
    element.u8(0);
    element.u8(StackOp.I32_CONST);
    element.signed(firstSlot);
    element.u8(StackOp.END);
    element.unsigned(count);
    for (int i = 0; i < count; i++) {
      element.unsigned(firstFunction + i);
    }
    return element;
  }

  /** "Branch Hinting", a proposal that engines may know; to the others it is a custom section. */
  private static void hintSection(Bytes module, int functions, Bytes hints) {
    Bytes section = new Bytes();
    section.name("metadata.code.branch_hint");
    section.unsigned(functions);
    section.append(hints);
    module.u8(0);
    module.appendSized(section);
  }

  private static void section(Bytes module, int id, int count, Bytes content) {
    Bytes section = new Bytes();
    section.unsigned(count);
    section.append(content);
    module.u8(id);
    module.appendSized(section);
  }
}
