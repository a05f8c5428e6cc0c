// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportTable;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import org.bootlink.host.ModuleLoader;
import org.bootlink.memory.LinearMemory;

/** Runs modules on the JVM, against the machine's own memory. */
public final class ChicoryLoader implements ModuleLoader {
  private static final int SLOTS = 1024;
  private static final int NULL = -1;

  private final ImportValues imports;
  private final TableInstance table =
      new TableInstance(new Table(ValType.FuncRef, new TableLimits(SLOTS)), NULL);

  public ChicoryLoader(LinearMemory memory) {
    this.imports = ImportValues.builder()
        .addMemory(new ImportMemory("env", "memory", new ChicoryMemory(memory)))
        .addTable(new ImportTable("env", "table", table))
        .build();
  }

  @Override
  public int slots() {
    return SLOTS;
  }

  @Override
  public boolean load(byte[] module) {
    Instance.builder(Parser.parse(module)).withImportValues(imports).build();
    return true;
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
}
