// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

/** Operands at which integer instructions go wrong. */
public final class Operands {
  public static final long[] EDGES = {
    0, 1, 2, 3, 31, 32, 33, 63, 64, 65, 127, 128, 0x7fff, 0x8000, 0xffff,
    -1, -2, -3, -32, -128, -129,
    Integer.MAX_VALUE, 1L << 31, (1L << 31) + 1, 0xffff_ffffL, 1L << 32, (1L << 32) + 5,
    Integer.MIN_VALUE, Integer.MIN_VALUE - 1L, 0xffff_ffff_0000_0000L,
    Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE, Long.MIN_VALUE + 1,
    0x0123_4567_89ab_cdefL, 0xfedc_ba98_7654_3210L, 0x5555_5555_5555_5555L, 0x8000_0000_8000_0000L,
    0x0000_8000_0000_0080L
  };

  private Operands() {}
}
