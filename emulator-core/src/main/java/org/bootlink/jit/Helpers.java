// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.code.Helper;
import org.bootlink.code.Signature;
import org.bootlink.code.StackCode;
import org.bootlink.code.StackOp;

/** Functions that don't depend on guest code, and the types of all. */
final class Helpers {
  /** (hart, position, pageVa) -> how to go on: a constant of {@link RegionEmitter}. */
  static final Signature REGION = new Signature(StackOp.I32, StackOp.I32, StackOp.I32, StackOp.I64);

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

  private Helpers() {}
}
