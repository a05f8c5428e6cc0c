// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import org.bootlink.isa.Compressed;
import org.bootlink.isa.Decoder;
import org.bootlink.isa.Format;
import org.bootlink.isa.Insn;

/** Instructions as people read them, roughly: mnemonic and register numbers. */
final class Words {
  static String describe(int[] halves) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < halves.length; i++) {
      boolean wide = (halves[i] & 3) == 3 && i + 1 < halves.length;
      int parcels = wide ? halves[i] | halves[i + 1] << 16 : halves[i];
      text.append(text.length() == 0 ? " " : "; ").append(describe(parcels));
      i += wide ? 1 : 0;
    }
    return text.toString();
  }

  static String describe(int parcels) {
    boolean wide = (parcels & 3) == 3;
    int insn = wide ? parcels : Compressed.expand(parcels & 0xffff);
    Insn row = insn == 0 ? null : Decoder.decode(insn);
    String hex = String.format(wide ? "%08x" : "%04x", wide ? parcels : parcels & 0xffff);
    return hex + " " + (row == null ? "illegal" : operands(row, insn, wide));
  }

  private static String operands(Insn row, int insn, boolean wide) {
    StringBuilder text = new StringBuilder(wide ? "" : "c:").append(row.name().toLowerCase());
    text.append(" rd=").append(insn >>> 7 & 31).append(" rs1=").append(insn >>> 15 & 31);
    if (row.format() == Format.CSR || row.format() == Format.CSRI) {
      return text.append(" csr=0x").append(Integer.toHexString(insn >>> 20)).toString();
    }
    text.append(" rs2=").append(insn >>> 20 & 31);
    if (row.format() == Format.R4) {
      text.append(" rs3=").append(insn >>> 27);
    }
    int immediate = row.format().immediate(insn);
    return text.append(" imm=").append(immediate).append(" f3=").append(insn >>> 12 & 7).toString();
  }

  private Words() {}
}
