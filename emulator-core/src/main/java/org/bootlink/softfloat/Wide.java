// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

/** Integer helpers: the upper half of a product, and right shifts that remember what fell off. */
final class Wide {
    private static final long LOW_32_MASK = 0xffff_ffffL;

    private Wide() {
    }

    /** Upper 64 bits of the unsigned 128-bit product (schoolbook, four products of 32-bit digits). */
    static long multiplyHighUnsigned(long a, long b) {
        long a0 = a & LOW_32_MASK;
        long a1 = a >>> 32;
        long b0 = b & LOW_32_MASK;
        long b1 = b >>> 32;
        long middle = a1 * b0 + (a0 * b0 >>> 32);
        long middle2 = a0 * b1 + (middle & LOW_32_MASK);
        return a1 * b1 + (middle >>> 32) + (middle2 >>> 32);
    }

    /** {@code x >>> n} for any n >= 0, with bit 0 also set if a one was shifted out. */
    static long shiftRightJam(long x, int n) {
        if (n > 63) {
            return jam(x);
        }
        return x >>> n | jam(x & (1L << n) - 1);
    }

    /** {@code x >>> n} for any n >= 0, with bit 0 also set if a one was shifted out. */
    static int shiftRightJam(int x, int n) {
        if (n > 31) {
            return x != 0 ? 1 : 0;
        }
        return x >>> n | ((x & (1 << n) - 1) != 0 ? 1 : 0);
    }

    /** 1 if any bit is set, else 0. */
    static long jam(long lost) {
        return lost != 0 ? 1 : 0;
    }
}
