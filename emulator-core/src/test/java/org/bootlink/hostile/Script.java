// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import static org.bootlink.testing.Reg.*;

import java.util.List;
import org.bootlink.isa.Csr;
import org.bootlink.testing.Assembler;

/**
 * A guest in M-mode that does a list of {@link Access}es one by one, whatever they trap with, and waits for
 * interrupts afterwards. What it loads replaces the access's value in RAM. Hart 1 counts in {@code s11}.
 */
final class Script {
  static final long CODE = GuestImage.RAM;
  static final long RECORDS = GuestImage.RAM + 0x1000;
  /** RAM that the script leaves alone. */
  static final long FREE = GuestImage.RAM + 0x1_0000;
  static final int RECORD_BYTES = 24;
  static final int MAX_ACCESSES = (int) ((FREE - RECORDS) / RECORD_BYTES) - 1;

  static final int COUNTER = S11;
  /** Where the record of the present access lies. */
  static final int POSITION = S0;

  static void put(GuestImage image, List<Access> accesses) {
    if (accesses.size() > MAX_ACCESSES) {
      throw new IllegalArgumentException(accesses.size() + " accesses");
    }
    image.put(CODE, code());
    long at = RECORDS;
    for (Access access : accesses) {
      image.put64(at, 1 + access.kind().ordinal());
      image.put64(at + 8, access.pa());
      image.put64(at + 16, access.value());
      at += RECORD_BYTES;
    }
    image.put64(at, 0);
  }

  private static byte[] code() {
    Assembler a = new Assembler(CODE);
    a.csrr(T0, Csr.MHARTID).bnez(T0, "count");
    a.la(T0, "trap").csrw(Csr.MTVEC, T0).li(T0, 0x6000).csrrs(0, Csr.MSTATUS, T0);
    a.li(S0, RECORDS).la(S4, "table");
    a.label("loop").ld(S1, 0, S0).ld(S2, 8, S0).ld(S3, 16, S0).beqz(S1, "end");
    a.addi(S1, S1, -1).slli(S1, S1, 4).add(S1, S1, S4).jr(S1);
    a.label("loaded").sd(S3, 16, S0);
    a.label("next").addi(S0, S0, RECORD_BYTES).j("loop");
    a.label("end").wfi().j("end");
    a.label("count").addi(COUNTER, COUNTER, 1).j("count");
    a.align(4).label("trap").csrr(T1, Csr.MEPC).addi(T1, T1, 4).csrw(Csr.MEPC, T1).mret();
    a.align(16).label("table");
    for (Access.Kind kind : Access.Kind.values()) {
      switch (kind) {
        case STORE_1 -> a.sb(S3, 0, S2).j("next");
        case STORE_2 -> a.sh(S3, 0, S2).j("next");
        case STORE_4 -> a.sw(S3, 0, S2).j("next");
        case STORE_8 -> a.sd(S3, 0, S2).j("next");
        case LOAD_1 -> a.lbu(S3, 0, S2).j("loaded");
        case LOAD_2 -> a.lhu(S3, 0, S2).j("loaded");
        case LOAD_4 -> a.lwu(S3, 0, S2).j("loaded");
        case LOAD_8 -> a.ld(S3, 0, S2).j("loaded");
        case AMO_ADD_4 -> a.amoaddW(S3, S3, S2).j("loaded");
        case AMO_SWAP_8 -> a.amoswapD(S3, S3, S2).j("loaded");
        case LOAD_RESERVED -> a.lrD(S3, S2).j("loaded");
        case STORE_CONDITIONAL -> a.scW(S3, S3, S2).j("loaded");
        case LOAD_FLOAT -> a.fld(FA0, 0, S2).j("next");
        case STORE_FLOAT -> a.fsd(FA0, 0, S2).j("next");
        case ZERO_BLOCK -> a.cboZero(S2).j("next");
        case PAUSE -> a.wrsNto().j("next");
        default -> throw new IllegalStateException(kind.name());
      }
      a.align(16);
    }
    return a.assemble();
  }

  private Script() {}
}
