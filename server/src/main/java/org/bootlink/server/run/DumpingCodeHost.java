// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bootlink.code.CodeHost;
import org.bootlink.code.CodeUnit;
import org.bootlink.code.StackCode;
import org.bootlink.wasm.WasmModule;

/**
 * Writes what another host loads into a folder: each unit as a WebAssembly module, {@code unit-N.wasm}, and
 * beside it the guest code that it translates, {@code unit-N.txt}.
 */
final class DumpingCodeHost implements CodeHost {
  private final CodeHost host;
  private final Path folder;
  private int units;

  /** @param folder one that is there */
  DumpingCodeHost(CodeHost host, Path folder) {
    this.host = host;
    this.folder = folder;
  }

  @Override
  public int load(CodeUnit unit, int firstSlot) {
    try {
      String name = "unit-" + units++;
      Files.write(folder.resolve(name + ".wasm"), WasmModule.of(unit, firstSlot));
      StringBuilder text = new StringBuilder();
      int slot = firstSlot;
      for (String description : unit.descriptions()) {
        text.append("function in slot ").append(slot++).append('\n').append(description).append('\n');
      }
      Files.writeString(folder.resolve(name + ".txt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException("the dump of translated code can't be written to " + folder, e);
    }
    return host.load(unit, firstSlot);
  }

  @Override
  public int slots() {
    return host.slots();
  }

  @Override
  public void bind(Object methods) {
    host.bind(methods);
  }

  @Override
  public boolean fusesMultiplyAdd() {
    return host.fusesMultiplyAdd();
  }

  @Override
  public boolean accepts(StackCode function) {
    return host.accepts(function);
  }

  @Override
  public long nanoTime() {
    return host.nanoTime();
  }

  @Override
  public void clear(int firstSlot, int count) {
    host.clear(firstSlot, count);
  }

  @Override
  public void enter(int hartBase, int fetchTlb, int entry, long pageVa) {
    host.enter(hartBase, fetchTlb, entry, pageVa);
  }
}
