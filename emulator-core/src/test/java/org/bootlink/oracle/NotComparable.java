// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import org.bootlink.isa.Csr;

/** CSRs that programs don't touch at random, and bits that they don't set. */
final class NotComparable {
  /**
   * Whether {@code csr} exists on either side, or must not be touched; hypervisor CSRs, some of which
   * QEMU 7.2 has without H.
   */
  static boolean csr(int csr) {
    return switch (csr >>> 8) {
      case 0x0 -> csr <= Csr.FCSR;
      case 0x1, 0x3 -> true;
      case 0x2, 0x6, 0xa, 0xb, 0xc, 0xe, 0xf -> true;
      default -> false;
    };
  }

  /**
   * Bits of {@code csr} that programs leave 0, because QEMU 7.2 has them writable and this machine has not:
   * fields of extensions that are switched off (H, V, Sscofpmf), mstatus.UXL, what is above the 32 bits of
   * counter enables, mcountinhibit but for CY and IR, menvcfg.ADUE, which QEMU 7.2 knows only as reserved,
   * the reserved value 2 of CBIE, and bit 0 of {@code mepc} and {@code sepc}, "always zero".
   */
  static long bits(int csr) {
    return switch (csr) {
      case Csr.MIE, Csr.SIE, Csr.MIP, Csr.SIP, Csr.MIDELEG -> 1 << 2 | 1 << 6 | 1 << 10 | 1 << 12 | 1 << 13;
      case Csr.MEDELEG -> 3L << 10 | 15L << 20;
      case Csr.MENVCFG -> 1L << 61 | 1 << 5;
      case Csr.SENVCFG -> 1 << 5;
      case Csr.MEPC, Csr.SEPC -> 1;
      case Csr.MSTATUS, Csr.SSTATUS -> 3 << 9 | 3L << 32 | 3L << 38;
      case Csr.MCOUNTEREN, Csr.SCOUNTEREN -> 0xffff_ffffL << 32;
      case Csr.MCOUNTINHIBIT -> ~5L;
      default -> 0;
    };
  }

  private NotComparable() {}
}
