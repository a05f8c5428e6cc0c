// SPDX-License-Identifier: Apache-2.0
package org.bootlink.wasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.bootlink.code.CodeUnit;
import org.bootlink.code.Helper;
import org.bootlink.code.Signature;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.memory.LinearMemory;
import org.bootlink.testing.ChicoryHost;
import org.junit.jupiter.api.Test;

/** Modules as they are written, and as Chicory runs them. */
class WasmModuleTest {
  private static final Signature ENTER =
      new Signature(Signature.NOTHING, StackOp.I32, StackOp.I32, StackOp.I32, StackOp.I64);

  private final LinearMemory memory = LinearMemory.onHeap(65536);
  private final ChicoryHost host = new ChicoryHost(memory);
  private final StackCode code = new StackCode(ENTER);
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
        assertEquals(value, result(new StackCode(ENTER).i64(value)));
      }
    }
  }

  @Test
  void aLoopBranchesToItsStartAndABlockToItsEnd() {
    int sum = code.locals(1, StackOp.I64);
    int block = code.block();
    int loop = code.loop();
    code.get(3).op(StackOp.I64_EQZ).brIf(block);
    code.get(sum).get(3).op(StackOp.I64_ADD).set(sum);
    code.get(3).i64(1).op(StackOp.I64_SUB).set(3);
    code.br(loop);
    code.end();
    code.end();
    assertEquals(5050, result(code.get(sum), 100));
  }

  @Test
  void aTableOfBranchesTakesItsFallbackBeyondItsEnd() {
    for (int index = 0; index < 4; index++) {
      StackCode table = new StackCode(ENTER);
      int value = table.locals(1, StackOp.I64);
      int outer = table.block();
      int inner = table.block();
      table.get(3).op(StackOp.I32_WRAP_I64).brTable(new int[] {inner, outer}, inner);
      table.end();
      table.i64(7).set(value);
      table.end();
      assertEquals(index == 1 ? 0 : 7, result(table.get(value), index));
    }
  }

  @Test
  void anOpenBlockIsNoticed() {
    code.block();
    CodeUnit unit = new CodeUnit();
    unit.add(code);
    assertThrows(IllegalStateException.class, () -> WasmModule.of(unit, 0));
  }

  @Test
  void aHelperIsAFunctionOfTheModuleOrAMethodOfTheBoundObject() {
    Signature sum = new Signature(StackOp.I64, StackOp.I32, StackOp.I64);
    StackCode body = new StackCode(sum);
    body.get(0).op(StackOp.I64_EXTEND_I32_U).get(1).op(StackOp.I64_ADD);
    host.bind(new Methods());
    code.i32(40).i32(5).get(3).call(new Helper("sum", sum, body)).call(new Helper("difference", sum));
    assertEquals(40 - 12, result(code, 7));
  }

  /** What a host may be bound to. */
  public static final class Methods {
    public long difference(int a, long b) {
      return a - b;
    }
  }

  private long result(StackCode value) {
    return result(value, 0);
  }

  /** What {@code value} leaves on the stack if its last parameter is {@code argument}. */
  private long result(StackCode value, long argument) {
    int store = value.locals(1, StackOp.I64);
    value.set(store).i32(at).get(store).memory(StackOp.I64_STORE, 0);
    CodeUnit unit = new CodeUnit();
    unit.add(value);
    host.load(unit, 0);
    host.enter(0, 0, 0, argument);
    return memory.getLong(at);
  }
}
