// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Set;
import org.bootlink.code.CodeUnit;
import org.bootlink.code.Helper;
import org.bootlink.code.Signature;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.memory.LinearMemory;
import org.junit.jupiter.api.Test;

/** Stack code as the JVM runs it, where the JVM differs from the stack machine. */
class JvmCodeHostTest {
  private static final Signature ENTER =
      new Signature(Signature.NOTHING, StackOp.I32, StackOp.I32, StackOp.I32, StackOp.I64);
  private static final Helper NOTE = new Helper("note", new Signature(Signature.NOTHING, StackOp.I64));
  private static final int ARGUMENT = 3;

  private final LinearMemory memory = LinearMemory.onHeap(65536);
  private final JvmCodeHost host = new JvmCodeHost(memory);
  private final Methods methods = new Methods();
  private final StackCode code = new StackCode(ENTER);

  JvmCodeHostTest() {
    host.bind(methods);
  }

  @Test
  void aBranchThrowsAwayWhatLiesAboveItsBlock() {
    int block = code.block();
    code.i64(5).get(ARGUMENT).i64(3).op(StackOp.I64_LT_U).brIf(block);
    code.call(NOTE);
    code.end();
    assertEquals(0, run(2));
    assertEquals(5, run(-1));
  }

  @Test
  void aTableOfBranchesTakesItsFallbackBeyondItsEndAndThrowsValuesAway() {
    int outer = code.block();
    int inner = code.block();
    code.i64(9).get(ARGUMENT).op(StackOp.I32_WRAP_I64).brTable(new int[] {inner, outer}, inner);
    code.end();
    code.i64(7).call(NOTE);
    code.end();
    assertEquals(7, run(0));
    assertEquals(0, run(1));
    assertEquals(7, run(2));
    assertEquals(7, run(-1));
  }

  @Test
  void whatCantBeReachedDoesNotMatter() {
    int block = code.block();
    code.br(block);
    code.i64(1).i64(2).op(StackOp.I64_ADD).call(NOTE);
    code.get(ARGUMENT).op(StackOp.I64_EQZ).ifThen();
    code.otherwise();
    code.end();
    code.end();
    code.i64(4).call(NOTE);
    assertEquals(4, run(0));
  }

  @Test
  void aConditionWithAResultHasOneSideThatLeaves() {
    int block = code.block();
    code.get(ARGUMENT).op(StackOp.I64_EQZ).ifThen(StackOp.I64);
    code.br(block);
    code.otherwise();
    code.i64(6);
    code.end();
    code.call(NOTE);
    code.end();
    assertEquals(0, run(0));
    assertEquals(6, run(1));
  }

  @Test
  void unsignedComparisonsAndShiftsTakeTheWholeNumber() {
    code.get(ARGUMENT).i64(1).op(StackOp.I64_GT_U).op(StackOp.I64_EXTEND_I32_U);
    code.get(ARGUMENT).get(ARGUMENT).op(StackOp.I64_GE_U).op(StackOp.I64_EXTEND_I32_U).op(StackOp.I64_ADD);
    code.get(ARGUMENT).i64(65).op(StackOp.I64_SHR_U).op(StackOp.I64_XOR).call(NOTE);
    assertEquals(2 ^ Long.MAX_VALUE, run(-1));
    assertEquals(1, run(1));
  }

  @Test
  void aFunctionThatHotSpotWouldNotCompileIsRefused() {
    assertTrue(host.accepts(additions(1000)));
    assertFalse(host.accepts(additions(4000)));
  }

  @Test
  void aFunctionThatLeftTheTableIsCollected() throws InterruptedException {
    code.i64(1).call(NOTE);
    assertEquals(1, run(0));
    WeakReference<Class<?>> function = new WeakReference<>(methods.caller);
    methods.caller = null;
    host.clear(0, 1);
    for (int i = 0; i < 100 && function.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(function.get());
  }

  private static StackCode additions(int count) {
    StackCode function = new StackCode(ENTER);
    for (int i = 0; i < count; i++) {
      function.get(ARGUMENT).i64(i).op(StackOp.I64_ADD).set(ARGUMENT);
    }
    return function;
  }

  /** What {@link #code} notes last if its last parameter is {@code argument}, or 0. */
  private long run(long argument) {
    CodeUnit unit = new CodeUnit();
    unit.add(code);
    assertTrue(host.load(unit, 0) > 0);
    methods.noted = 0;
    host.enter(0, 0, 0, argument);
    return methods.noted;
  }

  /** The helpers. */
  public static final class Methods {
    private static final StackWalker WALKER = StackWalker.getInstance(
        Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));

    private long noted;
    private Class<?> caller;

    public void note(long value) {
      noted = value;
      caller = WALKER.walk(frames ->
          frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass).filter(Class::isHidden).findFirst())
          .orElseThrow();
    }
  }
}
