// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.exec.Op;
import org.bootlink.hart.HartLayout;
import org.bootlink.wasm.WasmCode;
import org.bootlink.wasm.WasmModuleBuilder;
import org.bootlink.wasm.WasmOp;

/** Functions that don't depend on guest code, and the types of all. */
final class Helpers {
  /** In word 1 of an ENTER slot: bits of the position in the region; above them is the table slot. */
  static final int POSITION_BITS = 12;

  private static final int[] REGION_PARAMETERS = {WasmOp.I32, WasmOp.I32, WasmOp.I64};

  static int regionType(WasmModuleBuilder module) {
    return module.type(REGION_PARAMETERS, WasmOp.I32);
  }

  /** Adds the high 64 bits of the product of two unsigned numbers, as ExecM.mulhu. */
  static int addMulhu(WasmModuleBuilder module) {
    int type = module.type(new int[] {WasmOp.I64, WasmOp.I64}, WasmOp.I64);
    WasmCode out = new WasmCode(2);
    int a1 = out.locals(4, WasmOp.I64);
    int b1 = a1 + 1;
    int middle = a1 + 2;
    int low = a1 + 3;
    out.get(0).i64(32).op(WasmOp.I64_SHR_U).set(a1);
    out.get(1).i64(32).op(WasmOp.I64_SHR_U).set(b1);
    low32(out, 0).set(0);
    low32(out, 1).set(1);
    out.get(a1).get(1).op(WasmOp.I64_MUL)
        .get(0).get(1).op(WasmOp.I64_MUL).i64(32).op(WasmOp.I64_SHR_U).op(WasmOp.I64_ADD).set(middle);
    out.get(0).get(b1).op(WasmOp.I64_MUL);
    low32(out, middle).op(WasmOp.I64_ADD).set(low);
    out.get(a1).get(b1).op(WasmOp.I64_MUL)
        .get(middle).i64(32).op(WasmOp.I64_SHR_U).op(WasmOp.I64_ADD)
        .get(low).i64(32).op(WasmOp.I64_SHR_U).op(WasmOp.I64_ADD);
    return module.function(type, out);
  }

  private static WasmCode low32(WasmCode out, int local) {
    return out.get(local).i64(0xffff_ffffL).op(WasmOp.I64_AND);
  }

  /**
   * The module of the function that {@code ModuleLoader.enter} calls: goes from region to region for as
   * long as pc is at a translated entry of a page that the TLB has.
   */
  static byte[] linkModule() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int region = regionType(module);
    int type = module.type(new int[] {WasmOp.I32, WasmOp.I32, WasmOp.I32, WasmOp.I64});
    int hart = 0;
    int fetchTlb = 1;
    int entry = 2;
    int pageVa = 3;
    WasmCode out = new WasmCode(4);
    int pc = out.locals(1, WasmOp.I32);
    int slot = out.locals(1, WasmOp.I32);
    int all = out.block();
    int again = out.loop();
    out.get(hart).get(entry).i32((1 << POSITION_BITS) - 1).op(WasmOp.I32_AND).get(pageVa)
        .get(entry).i32(POSITION_BITS).op(WasmOp.I32_SHR_U).callIndirect(region)
        .op(WasmOp.I32_EQZ).brIf(all);
    out.get(hart).memory(WasmOp.I64_LOAD, HartLayout.PC).i64(-4096).op(WasmOp.I64_AND).set(pageVa);
    out.get(hart).memory(WasmOp.I32_LOAD, HartLayout.PC).tee(pc)
        .i32(HartLayout.TLB_OFFSET_SHIFT).op(WasmOp.I32_SHR_U).i32(HartLayout.TLB_OFFSET_MASK)
        .op(WasmOp.I32_AND).get(fetchTlb).op(WasmOp.I32_ADD).tee(slot)
        .memory(WasmOp.I64_LOAD, 0).get(pageVa).op(WasmOp.I64_NE).brIf(all);
    out.get(slot).memory(WasmOp.I32_LOAD, 8).get(pc).i32(0xffe).op(WasmOp.I32_AND)
        .i32(2).op(WasmOp.I32_SHL).op(WasmOp.I32_ADD).tee(slot)
        .memory(WasmOp.I32_LOAD, 4).set(entry);
    out.get(slot).memory(WasmOp.I32_LOAD, 0).i32(Op.OPERATION_SHIFT).op(WasmOp.I32_SHR_U)
        .i32(Op.ENTER).op(WasmOp.I32_EQ).brIf(again);
    out.end();
    out.end();
    module.placed(module.function(type, out));
    return module.build(0);
  }

  private Helpers() {}
}
