// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.code.CodeUnit;
import org.bootlink.code.Helper;
import org.bootlink.code.Signature;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;
import org.bootlink.exec.Op;
import org.bootlink.hart.HartLayout;

/** Functions that don't depend on guest code, and the types of all. */
final class Helpers {
  /** In word 1 of an ENTER slot: bits of the position in the region; above them is the table slot. */
  static final int POSITION_BITS = 12;

  /** (hart, position, pageVa) -> how to go on: a constant of {@link RegionEmitter}. */
  static final Signature REGION = new Signature(StackOp.I32, StackOp.I32, StackOp.I32, StackOp.I64);

  /** What {@code CodeHost.enter} calls: (hart, fetchTlb, entry, pageVa). */
  private static final Signature LINK =
      new Signature(Signature.NOTHING, StackOp.I32, StackOp.I32, StackOp.I32, StackOp.I64);

  /** {@link HelperMethods#execute}. */
  static final Helper EXECUTE = new Helper("execute", new Signature(StackOp.I32, StackOp.I32));

  /** {@link HelperMethods#fetch}. */
  static final Helper FETCH = new Helper("fetch", new Signature(StackOp.I32, StackOp.I32));

  /** {@link HelperMethods#ramAddress}. */
  static final Helper RAM_ADDRESS =
      new Helper("ramAddress", new Signature(StackOp.I32, StackOp.I32, StackOp.I64, StackOp.I32));

  private static final Signature PRODUCT = new Signature(StackOp.I64, StackOp.I64, StackOp.I64);

  /** The high 64 bits of the product of two unsigned numbers, as ExecM.mulhu. */
  static final Helper MULHU = new Helper("mulhu", PRODUCT, mulhu());

  /** {@link HelperMethods#computeFloat}. */
  static final Helper FLOAT = new Helper("computeFloat",
      new Signature(StackOp.I64, StackOp.I32, StackOp.I32, StackOp.I64, StackOp.I64, StackOp.I64));

  /** The low 64 bits of a carry-less product. */
  static final Helper CLMUL = new Helper("clmul", PRODUCT, carrylessProduct(false));

  /** Bits 126 to 63 of a carry-less product. */
  static final Helper CLMULR = new Helper("clmulr", PRODUCT, carrylessProduct(true));

  /** Adds up a, moved by one more bit each time, for each bit of b from one end on. */
  private static StackCode carrylessProduct(boolean reversed) {
    StackCode out = new StackCode(PRODUCT);
    int sum = out.locals(1, StackOp.I64);
    int all = out.block();
    int again = out.loop();
    out.get(1).op(StackOp.I64_EQZ).brIf(all);
    out.get(0).i64(0).get(1);
    if (reversed) {
      out.i64(0).op(StackOp.I64_LT_S);
    } else {
      out.op(StackOp.I32_WRAP_I64).i32(1).op(StackOp.I32_AND);
    }
    out.op(StackOp.SELECT).get(sum).op(StackOp.I64_XOR).set(sum);
    out.get(0).i64(1).op(reversed ? StackOp.I64_SHR_U : StackOp.I64_SHL).set(0);
    out.get(1).i64(1).op(reversed ? StackOp.I64_SHL : StackOp.I64_SHR_U).set(1);
    out.br(again);
    out.end();
    out.end();
    out.get(sum);
    return out;
  }

  private static StackCode mulhu() {
    StackCode out = new StackCode(PRODUCT);
    int a1 = out.locals(4, StackOp.I64);
    int b1 = a1 + 1;
    int middle = a1 + 2;
    int low = a1 + 3;
    out.get(0).i64(32).op(StackOp.I64_SHR_U).set(a1);
    out.get(1).i64(32).op(StackOp.I64_SHR_U).set(b1);
    low32(out, 0).set(0);
    low32(out, 1).set(1);
    out.get(a1).get(1).op(StackOp.I64_MUL)
        .get(0).get(1).op(StackOp.I64_MUL).i64(32).op(StackOp.I64_SHR_U).op(StackOp.I64_ADD).set(middle);
    out.get(0).get(b1).op(StackOp.I64_MUL);
    low32(out, middle).op(StackOp.I64_ADD).set(low);
    out.get(a1).get(b1).op(StackOp.I64_MUL)
        .get(middle).i64(32).op(StackOp.I64_SHR_U).op(StackOp.I64_ADD)
        .get(low).i64(32).op(StackOp.I64_SHR_U).op(StackOp.I64_ADD);
    return out;
  }

  private static StackCode low32(StackCode out, int local) {
    return out.get(local).i64(0xffff_ffffL).op(StackOp.I64_AND);
  }

  /**
   * The function that {@code CodeHost.enter} calls: goes from region to region for as long as pc is at a
   * translated entry of a page that the TLB has or can be given. What a region leaves to the interpreter is
   * executed in between. The TLB's array is looked up anew each time, because the privilege level may have changed.
   */
  static CodeUnit link() {
    int hart = 0;
    int entry = 2;
    int pageVa = 3;
    StackCode out = new StackCode(LINK);
    int pc = out.locals(1, StackOp.I32);
    int slot = out.locals(1, StackOp.I32);
    int all = out.block();
    int again = out.loop();
    out.get(hart).get(entry).i32((1 << POSITION_BITS) - 1).op(StackOp.I32_AND).get(pageVa)
        .get(entry).i32(POSITION_BITS).op(StackOp.I32_SHR_U).callIndirect(REGION).tee(slot)
        .i32(RegionEmitter.GO_ON).op(StackOp.I32_NE).ifUnlikely();
    out.get(slot).op(StackOp.I32_EQZ).brIf(all);
    out.get(hart).call(EXECUTE).op(StackOp.I32_EQZ).brIf(all);
    out.end();
    findFetchEntry(out, hart, pageVa, pc, slot);
    out.ifUnlikely();
    out.get(hart).call(FETCH).op(StackOp.I32_EQZ).brIf(all);
    findFetchEntry(out, hart, pageVa, pc, slot);
    out.brIf(all);
    out.end();
    out.get(slot).memory(StackOp.I32_LOAD, 8).get(pc).i32(0xffe).op(StackOp.I32_AND)
        .i32(2).op(StackOp.I32_SHL).op(StackOp.I32_ADD).tee(slot)
        .memory(StackOp.I32_LOAD, 4).set(entry);
    out.get(slot).memory(StackOp.I32_LOAD, 0).i32(Op.OPERATION_SHIFT).op(StackOp.I32_SHR_U)
        .i32(Op.ENTER).op(StackOp.I32_EQ).brIf(again);
    out.end();
    out.end();
    CodeUnit unit = new CodeUnit();
    unit.add(out, () -> "goes from region to region");
    return unit;
  }

  /** Puts the TLB entry for pc's page into {@code slot} and leaves whether it is another page's. */
  private static void findFetchEntry(StackCode out, int hart, int pageVa, int pc, int slot) {
    out.get(hart).memory(StackOp.I64_LOAD, HartLayout.PC).i64(-4096).op(StackOp.I64_AND).set(pageVa);
    out.get(hart).memory(StackOp.I32_LOAD, HartLayout.PC).tee(pc)
        .i32(HartLayout.TLB_OFFSET_SHIFT).op(StackOp.I32_SHR_U).i32(HartLayout.TLB_OFFSET_MASK)
        .op(StackOp.I32_AND).get(hart).memory(StackOp.I32_LOAD, HartLayout.FETCH_TLB).op(StackOp.I32_ADD)
        .tee(slot).memory(StackOp.I64_LOAD, 0).get(pageVa).op(StackOp.I64_NE);
  }

  private Helpers() {}
}
