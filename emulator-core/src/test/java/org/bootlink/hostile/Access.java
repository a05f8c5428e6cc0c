// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

/** One thing that a scripted guest does with an address. */
record Access(Kind kind, long pa, long value) {
  /** In the order of {@link Script}'s table of code. */
  enum Kind {
    STORE_1, STORE_2, STORE_4, STORE_8, LOAD_1, LOAD_2, LOAD_4, LOAD_8,
    AMO_ADD_4, AMO_SWAP_8, LOAD_RESERVED, STORE_CONDITIONAL, LOAD_FLOAT, STORE_FLOAT, ZERO_BLOCK, PAUSE
  }

  static Access store32(long pa, long value) {
    return new Access(Kind.STORE_4, pa, value & 0xffff_ffffL);
  }

  static Access load32(long pa) {
    return new Access(Kind.LOAD_4, pa, 0);
  }

  @Override
  public String toString() {
    return kind + "(0x" + Long.toHexString(pa) + ", 0x" + Long.toHexString(value) + ")";
  }
}
