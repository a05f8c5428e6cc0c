// SPDX-License-Identifier: Apache-2.0
package org.bootlink.wasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.bootlink.memory.LinearMemory;
import org.bootlink.testing.ChicoryLoader;
import org.junit.jupiter.api.Test;

/** Modules as they are written, and as Chicory runs them. */
class WasmModuleBuilderTest {
  private final LinearMemory memory = LinearMemory.onHeap(65536);
  private final ChicoryLoader loader = new ChicoryLoader(memory);
  private final WasmModuleBuilder module = new WasmModuleBuilder();
  private final WasmCode code = new WasmCode(4);
  private final int at = memory.base();

  @Test
  void numbersAreAsShortAsTheyCanBe() {
    Bytes bytes = new Bytes();
    bytes.unsigned(127);
    bytes.unsigned(128);
    bytes.unsigned(-1);
    bytes.signed(63);
    bytes.signed(64);
    bytes.signed(-64);
    bytes.signed(-65);
    assertArrayEquals(new byte[] {0x7f, (byte) 0x80, 1, -1, -1, -1, -1, 0x0f,
        0x3f, (byte) 0xc0, 0, 0x40, (byte) 0xbf, 0x7f}, bytes.toArray());
  }

  @Test
  void constantsOfEverySizeArrive() {
    for (int bit = 0; bit < 64; bit++) {
      for (long value : new long[] {1L << bit, -1L << bit, (1L << bit) - 1, ~(1L << bit)}) {
        assertEquals(value, result(new WasmCode(4).i64(value)));
      }
    }
  }

  @Test
  void aLoopBranchesToItsStartAndABlockToItsEnd() {
    int sum = code.locals(1, WasmOp.I64);
    int block = code.block();
    int loop = code.loop();
    code.get(3).op(WasmOp.I64_EQZ).brIf(block);
    code.get(sum).get(3).op(WasmOp.I64_ADD).set(sum);
    code.get(3).i64(1).op(WasmOp.I64_SUB).set(3);
    code.br(loop);
    code.end();
    code.end();
    assertEquals(5050, result(code.get(sum), 100));
  }

  @Test
  void aTableOfBranchesTakesItsFallbackBeyondItsEnd() {
    for (int index = 0; index < 4; index++) {
      WasmCode table = new WasmCode(4);
      int value = table.locals(1, WasmOp.I64);
      int outer = table.block();
      int inner = table.block();
      table.get(3).op(WasmOp.I32_WRAP_I64).brTable(new int[] {inner, outer}, inner);
      table.end();
      table.i64(7).set(value);
      table.end();
      assertEquals(index == 1 ? 0 : 7, result(table.get(value), index));
    }
  }

  @Test
  void anOpenBlockIsNoticed() {
    code.block();
    assertThrows(IllegalStateException.class, () -> module.function(0, code));
  }

  private long result(WasmCode value) {
    return result(value, 0);
  }

  /** What {@code value} leaves on the stack if its last parameter is {@code argument}. */
  private long result(WasmCode value, long argument) {
    WasmModuleBuilder builder = new WasmModuleBuilder();
    int store = value.locals(1, WasmOp.I64);
    value.set(store).i32(at).get(store).memory(WasmOp.I64_STORE, 0);
    int type = builder.type(new int[] {WasmOp.I32, WasmOp.I32, WasmOp.I32, WasmOp.I64});
    builder.placed(builder.function(type, value));
    loader.load(builder.build(0));
    loader.enter(0, 0, 0, argument);
    return memory.getLong(at);
  }
}
