// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.code.CodeUnit;
import org.bootlink.code.Signature;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.exec.Op;
import org.bootlink.hart.HartLayout;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/**
 * The functions that go from region to region for as long as pc is at a translated entry of a page that the TLB
 * has or can be given, and what they share. What a region leaves to the interpreter is executed in between. The
 * TLB's array is looked up anew each time, because the privilege level may have changed.
 *
 * <p>One is what {@code CodeHost.enter} calls. The other is what a region calls where the guest calls: it comes
 * back when the guest has returned, if the code there is still the same, so that the host's processor foresees the
 * guest's returns as its own.
 */
final class Links {
  /** Table slot of the function that is entered. */
  static final int ENTER_SLOT = 0;

  /**
   * Table slot of the function that regions call: (hart, offset, pageVa) -> {@link #RETURNED} if pc is at
   * {@code offset} of the page, which is still fetched from the same translated code; else how the region that
   * called has to end.
   */
  static final int CALL_SLOT = 1;

  static final int FUNCTIONS = 2;

  /** No result of a region. */
  static final int RETURNED = 3;

  /** In word 1 of an ENTER slot: bits of the position in the region; above them is the table slot. */
  static final int POSITION_BITS = 12;

  /** (hart, fetchTlb, entry, pageVa). */
  private static final Signature ENTER =
      new Signature(Signature.NOTHING, StackOp.I32, StackOp.I32, StackOp.I32, StackOp.I64);

  /** Calls of guests may go deeper than the host's stack. */
  private static final int DEEPEST = 32;

  private static final int DEPTH = 0;
  private static final int FORGOTTEN = 4;
  private static final int SIZE_BYTES = 8;

  private final LinearMemory memory;
  private final int base;

  Links(LinearAllocator allocator) {
    this.memory = allocator.memory();
    this.base = allocator.allocate(SIZE_BYTES, SIZE_BYTES);
    memory.putLong(base, 0);
  }

  /** Has nobody return into regions that are being executed now. */
  void translationsForgotten() {
    memory.putInt(base + FORGOTTEN, memory.getInt(base + FORGOTTEN) + 1);
  }

  CodeUnit functions() {
    CodeUnit unit = new CodeUnit();
    unit.add(enter(), () -> "goes from region to region");
    unit.add(call(), () -> "goes from region to region until the guest returns");
    return unit;
  }

  private StackCode enter() {
    int hart = 0;
    int entry = 2;
    int pageVa = 3;
    StackCode out = new StackCode(ENTER);
    Step step = new Step(out, hart, pageVa);
    int all = out.block();
    int again = out.loop();
    step.take(entry, all);
    step.find(all);
    out.set(entry).br(again);
    out.end();
    out.end();
    return out;
  }

  private StackCode call() {
    int hart = 0;
    int offset = 1;
    int callerVa = 2;
    StackCode out = new StackCode(Helpers.REGION);
    int pageVa = out.locals(2, StackOp.I64);
    int returnPc = pageVa + 1;
    int entry = out.locals(4, StackOp.I32);
    int home = entry + 1;
    int forgotten = entry + 2;
    int result = entry + 3;
    Step step = new Step(out, hart, pageVa);
    out.i32(RegionEmitter.GO_ON).set(result);
    int all = out.block();
    out.i32(base).memory(StackOp.I32_LOAD, DEPTH).i32(DEEPEST).op(StackOp.I32_EQ).brIfUnlikely(all);
    addToDepth(out, 1);
    out.get(callerVa).get(offset).op(StackOp.I64_EXTEND_I32_U).op(StackOp.I64_ADD).set(returnPc);
    fetchEntry(out, hart, callerVa);
    out.memory(StackOp.I32_LOAD, 8).set(home);
    out.i32(base).memory(StackOp.I32_LOAD, FORGOTTEN).set(forgotten);
    out.i32(RegionEmitter.STOP).set(result);
    int stop = out.block();
    int again = out.loop();
    step.find(stop);
    out.set(entry);
    step.take(entry, stop);
    out.get(hart).memory(StackOp.I64_LOAD, HartLayout.PC).get(returnPc).op(StackOp.I64_NE).brIf(again);
    fetchEntry(out, hart, callerVa);
    out.tee(entry).memory(StackOp.I64_LOAD, 0).get(callerVa).op(StackOp.I64_NE).brIfUnlikely(again);
    out.get(entry).memory(StackOp.I32_LOAD, 8).get(home).op(StackOp.I32_NE).brIfUnlikely(again);
    out.i32(base).memory(StackOp.I32_LOAD, FORGOTTEN).get(forgotten).op(StackOp.I32_NE).brIfUnlikely(again);
    out.end();
    out.i32(RETURNED).set(result);
    out.end();
    addToDepth(out, -1);
    out.end();
    out.get(result);
    return out;
  }

  private void addToDepth(StackCode out, int value) {
    out.i32(base).i32(base).memory(StackOp.I32_LOAD, DEPTH).i32(value).op(StackOp.I32_ADD)
        .memory(StackOp.I32_STORE, DEPTH);
  }

  /** Leaves the address of the entry that the page at the local {@code va} has in the TLB's array for fetches. */
  private static void fetchEntry(StackCode out, int hart, int va) {
    AddressEmitter.tlbOffset(out, va);
    out.get(hart).memory(StackOp.I32_LOAD, HartLayout.FETCH_TLB).op(StackOp.I32_ADD);
  }

  /** From one region to the next. */
  private static final class Step {
    private final StackCode out;
    private final int hart;
    private final int pageVa;
    private final int pc;
    private final int slot;

    /** @param pageVa the local that holds the address of pc's page after {@link #find} */
    Step(StackCode out, int hart, int pageVa) {
      this.out = out;
      this.hart = hart;
      this.pageVa = pageVa;
      this.pc = out.locals(2, StackOp.I32);
      this.slot = pc + 1;
    }

    /** Calls the region of the local {@code entry}; branches to {@code stop} if the interpreter has to go on. */
    void take(int entry, int stop) {
      out.get(hart).get(entry).i32((1 << POSITION_BITS) - 1).op(StackOp.I32_AND).get(pageVa)
          .get(entry).i32(POSITION_BITS).op(StackOp.I32_SHR_U).callIndirect(Helpers.REGION);
      out.tee(slot).i32(RegionEmitter.GO_ON).op(StackOp.I32_NE).ifUnlikely();
      out.get(slot).op(StackOp.I32_EQZ).brIf(stop);
      out.get(hart).call(Helpers.EXECUTE).op(StackOp.I32_EQZ).brIf(stop);
      out.end();
    }

    /** Leaves word 1 of pc's slot; branches to {@code stop} if there is no translated entry. */
    void find(int stop) {
      findFetchEntry();
      out.ifUnlikely();
      out.get(hart).call(Helpers.FETCH).op(StackOp.I32_EQZ).brIf(stop);
      findFetchEntry();
      out.brIf(stop);
      out.end();
      out.get(slot).memory(StackOp.I32_LOAD, 8).get(pc).i32(0xffe).op(StackOp.I32_AND)
          .i32(2).op(StackOp.I32_SHL).op(StackOp.I32_ADD).tee(slot)
          .memory(StackOp.I32_LOAD, 0).i32(Op.OPERATION_SHIFT).op(StackOp.I32_SHR_U)
          .i32(Op.ENTER).op(StackOp.I32_NE).brIfUnlikely(stop);
      out.get(slot).memory(StackOp.I32_LOAD, 4);
    }

    /** Puts the TLB entry for pc's page into {@code slot} and leaves whether it is another page's. */
    private void findFetchEntry() {
      out.get(hart).memory(StackOp.I64_LOAD, HartLayout.PC).i64(-4096).op(StackOp.I64_AND).set(pageVa);
      out.get(hart).memory(StackOp.I32_LOAD, HartLayout.PC).set(pc);
      fetchEntry(out, hart, pageVa);
      out.tee(slot).memory(StackOp.I64_LOAD, 0).get(pageVa).op(StackOp.I64_NE);
    }
  }
}
