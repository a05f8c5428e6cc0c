// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

/** Physical addresses around which there is nothing, on either side. */
final class BadAddresses {
  private static final long END_OF_RAM = Layout.RAM + ((long) Layout.RAM_MIB << 20);
  private static final long[] BAD = {
    0x0800_0000L, END_OF_RAM + 0x1000, END_OF_RAM + 0x1004, 0x1_0000_0000L, 1L << 40, 1L << 55, -4096, -512,
    1L << 60, Long.MIN_VALUE, Long.MAX_VALUE - 4096,
  };

  static long pick(Rng rng) {
    return rng.pick(BAD) + rng.below(9);
  }

  private BadAddresses() {}
}
