// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

/** Finds the row of the instruction table that an encoding belongs to. */
public final class Decoder {
  private static final Insn[][] BUCKETS = buckets();

  /**
   * The instruction that {@code insn} encodes, or null if it is illegal.
   *
   * @param insn 32-bit encoding; a compressed instruction after {@link Compressed#expand}
   */
  public static Insn decode(int insn) {
    if ((insn & 3) != 3) {
      return null;
    }
    for (Insn row : BUCKETS[bucket(insn)]) {
      if (row.matches(insn)) {
        return row;
      }
    }
    return null;
  }

  /** Length in bytes of the instruction that begins with {@code parcel}: 2, or 4 for everything else. */
  public static int length(int parcel) {
    return (parcel & 3) == 3 ? 4 : 2;
  }

  /** Opcode and funct3: enough to leave a handful of rows each. */
  private static int bucket(int insn) {
    return insn >>> 2 & 31 | insn >>> 7 & 0xe0;
  }

  private static Insn[][] buckets() {
    Insn[][] all = new Insn[256][];
    for (int i = 0; i < all.length; i++) {
      int word = (i & 31) << 2 | (i & 0xe0) << 7 | 3;
      int bits = 0x707f;
      Insn[] found = new Insn[Insn.values().length];
      int count = 0;
      for (Insn row : Insn.values()) {
        if (((row.match() ^ word) & row.mask() & bits) == 0) {
          found[count++] = row;
        }
      }
      all[i] = new Insn[count];
      System.arraycopy(found, 0, all[i], 0, count);
    }
    return all;
  }

  private Decoder() {}
}
