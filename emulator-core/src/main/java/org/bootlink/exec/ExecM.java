// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

/**
 * Multiplication high parts, division and remainder.
 *
 * <p>Source: RISC-V Unprivileged ISA, edition 20240411, '"M" Extension for Integer Multiplication and
 * Division'. Division by zero and overflow never trap; both are tested first, because WebAssembly's
 * division does.
 */
final class ExecM {
  static long mulhu(long a, long b) {
    long a0 = a & 0xffff_ffffL;
    long a1 = a >>> 32;
    long b0 = b & 0xffff_ffffL;
    long b1 = b >>> 32;
    long middle = a1 * b0 + (a0 * b0 >>> 32);
    long low = a0 * b1 + (middle & 0xffff_ffffL);
    return a1 * b1 + (middle >>> 32) + (low >>> 32);
  }

  static long mulh(long a, long b) {
    return mulhu(a, b) - (a >> 63 & b) - (b >> 63 & a);
  }

  static long mulhsu(long a, long b) {
    return mulhu(a, b) - (a >> 63 & b);
  }

  static long div(long a, long b) {
    return b == 0 ? -1 : b == -1 ? -a : a / b;
  }

  static long rem(long a, long b) {
    return b == 0 ? a : b == -1 ? 0 : a % b;
  }

  static long divu(long a, long b) {
    return b == 0 ? -1 : Long.divideUnsigned(a, b);
  }

  static long remu(long a, long b) {
    return b == 0 ? a : Long.remainderUnsigned(a, b);
  }

  static int divw(int a, int b) {
    return b == 0 ? -1 : b == -1 ? -a : a / b;
  }

  static int remw(int a, int b) {
    return b == 0 ? a : b == -1 ? 0 : a % b;
  }

  static int divuw(int a, int b) {
    return b == 0 ? -1 : (int) ((a & 0xffff_ffffL) / (b & 0xffff_ffffL));
  }

  static int remuw(int a, int b) {
    return b == 0 ? a : (int) ((a & 0xffff_ffffL) % (b & 0xffff_ffffL));
  }

  private ExecM() {}
}
