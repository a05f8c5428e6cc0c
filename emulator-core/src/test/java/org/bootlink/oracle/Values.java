// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

/** Operands that are more likely than others to show a mistake. */
final class Values {
  private static final long[] INTEGERS = {
    0, 1, 2, -1, -2, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE,
    0x8000_0000L, 0xffff_ffffL, 0x1_0000_0000L, 0x7fff, 0x8000, 0xffff, 0x80, 0xff, 63, 64, 31, 32,
    0x5555_5555_5555_5555L, 0xaaaa_aaaa_aaaa_aaaaL, 0x0123_4567_89ab_cdefL, 0x00ff_00ff_00ff_00ffL,
  };
  private static final int[] SINGLES = {
    0, 0x8000_0000, 0x3f80_0000, 0xbf80_0000, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0xffc0_0000,
    0x7f80_0001, 0xff80_0001, 0x7fbf_ffff, 0x7fff_ffff, 0x7fc0_1234, 1, 0x8000_0001, 0x007f_ffff,
    0x807f_ffff, 0x0080_0000, 0x8080_0000, 0x7f7f_ffff, 0xff7f_ffff, 0x3f00_0000, 0xbf00_0000,
    0x4f00_0000, 0xcf00_0000, 0x4eff_ffff, 0x4f80_0000, 0x4f7f_ffff, 0x5f00_0000, 0xdf00_0000,
    0x5f80_0000, 0x5eff_ffff, 0x5f7f_ffff, 0x4b00_0000, 0x4b80_0001, 0x3fc0_0000, 0x4020_0000,
    0x0040_0000, 0x3f7f_ffff, 0x3f80_0001, 0xbf7f_ffff,
  };
  private static final long[] DOUBLES = {
    0, 1L << 63, 0x3ff0L << 48, 0xbff0L << 48, 0x7ff0L << 48, 0xfff0L << 48, 0x7ff8L << 48, 0xfff8L << 48,
    0x7ff0_0000_0000_0001L, 0xfff0_0000_0000_0001L, 0x7ff7_ffff_ffff_ffffL, Long.MAX_VALUE,
    0x7ff8_0000_1234_5678L, 1, 1L << 63 | 1, 0x000f_ffff_ffff_ffffL, 0x800f_ffff_ffff_ffffL,
    0x0010L << 48, 0x8010L << 48, 0x7fef_ffff_ffff_ffffL, 0xffef_ffff_ffff_ffffL, 0x3fe0L << 48,
    0xbfe0L << 48, 0x41e0L << 48, 0xc1e0L << 48, 0x41df_ffff_ffc0_0000L, 0x41df_ffff_ffe0_0000L,
    0xc1e0_0000_0010_0000L, 0x41f0L << 48, 0x41ef_ffff_ffff_ffffL, 0x43e0L << 48, 0xc3e0L << 48,
    0x43f0L << 48, 0x43df_ffff_ffff_ffffL, 0x43ef_ffff_ffff_ffffL, 0x4330L << 48, 0x3ff8L << 48,
    0x4004L << 48, 0x36a0L << 48, 0x369f_ffff_ffff_ffffL, 0x3690L << 48, 0x3810L << 48,
    0x380f_ffff_ffff_ffffL, 0x380f_ffff_f000_0000L, 0x47ef_ffff_efff_ffffL, 0x47ef_ffff_f000_0000L,
    0x47f0L << 48, 0x3fef_ffff_ffff_ffffL, 0x3ff0_0000_0000_0001L, 0x3ff0_0000_1000_0000L,
  };

  static long integer(Rng rng) {
    return switch (rng.below(8)) {
      case 0, 1 -> rng.pick(INTEGERS);
      case 2 -> (1L << rng.below(64)) + rng.between(-1, 1);
      case 3 -> rng.between(-2048, 2047);
      case 4 -> (int) rng.next();
      case 5 -> rng.next() >>> rng.below(64);
      case 6 -> rng.next() << rng.below(64);
      default -> rng.next();
    };
  }

  /** A register's 64 bits: a boxed single, a double, or a single that is not boxed. */
  static long floating(Rng rng) {
    return switch (rng.below(16)) {
      case 0 -> rng.next();
      case 1 -> rng.next() >>> 32;
      case 2, 3, 4, 5, 6, 7, 8 -> 0xffff_ffffL << 32 | single(rng) & 0xffff_ffffL;
      default -> real(rng);
    };
  }

  private static int single(Rng rng) {
    return switch (rng.below(8)) {
      case 0, 1, 2 -> SINGLES[rng.below(SINGLES.length)];
      case 3 -> SINGLES[rng.below(SINGLES.length)] + rng.between(-2, 2);
      case 4 -> (int) rng.next() & 0x807f_ffff | 127 + rng.between(-26, 26) << 23;
      case 5 -> (int) rng.next() & 0x807f_ffff | 127 + rng.between(-1, 1) << 23;
      case 6 -> (int) rng.next() & 0xc07f_0000 | rng.below(256) << 23;
      default -> (int) rng.next();
    };
  }

  private static long real(Rng rng) {
    return switch (rng.below(8)) {
      case 0, 1, 2 -> rng.pick(DOUBLES);
      case 3 -> rng.pick(DOUBLES) + rng.between(-2, 2);
      case 4 -> rng.next() & 0x800f_ffff_ffff_ffffL | 1023L + rng.between(-66, 66) << 52;
      case 5 -> rng.next() & 0x800f_ffff_ffff_ffffL | 1023L + rng.between(-1, 1) << 52;
      case 6 -> rng.next() & 0x800f_ffff_0000_0000L | (long) rng.below(2048) << 52;
      default -> rng.next();
    };
  }

  private Values() {}
}
