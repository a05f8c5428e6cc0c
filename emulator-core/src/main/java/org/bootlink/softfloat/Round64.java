// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

/**
 * Rounds an exact or jammed value to binary64, raises OF, UF and NX, and packs it.
 *
 * <p>Sources: IEEE 754-2019 4.3, 7.4, 7.5, 7.6; RISC-V Unprivileged ISA 20240411, <em>"F"
 * Extension</em>, "Subnormal Arithmetic": tininess is detected after rounding.
 */
final class Round64 {
    static final long SIGN_MASK = 1L << 63;
    static final long INFINITY = 0x7ffL << 52;
    static final long CANONICAL_NAN = 0x7ff8L << 48;
    static final int BIAS = 1023;
    static final int MAX_EXPONENT = 2046;

    /** Bits of {@code sig} below the 53 that are kept. */
    static final int ROUND_BITS = 10;
    private static final int ROUND_MASK = (1 << ROUND_BITS) - 1;
    private static final int HALF = 1 << ROUND_BITS - 1;

    private Round64() {
    }

    /**
     * Rounds sig * 2^(e - BIAS - 62).
     *
     * @param sign {@code SIGN_MASK} or 0
     * @param e biased exponent, any value an operation can produce
     * @param sig significand in [2^62, 2^63); bit 0 stands for all lower bits
     */
    static long roundPack(long sign, int e, long sig, int rm, FloatStatus st) {
        int increment = rm == Rounding.RNE ? HALF : Rounding.increment(rm, sign != 0, HALF);
        if (e <= 0) {
            return roundPackSubnormal(sign, e, sig, increment, rm, st);
        }
        if (e > MAX_EXPONENT) {
            return overflow(sign, rm, st);
        }
        int rest = (int) sig & ROUND_MASK;
        // Adding, not or-ing, the significand lets its leading bit and a carry count up the exponent.
        long bits = ((long) (e - 1) << 52) + round(sig, rest, increment, rm);
        if (bits >= INFINITY) {
            return overflow(sign, rm, st);
        }
        if (rest != 0) {
            st.flags |= FloatStatus.NX;
        }
        return sign | bits;
    }

    private static long overflow(long sign, int rm, FloatStatus st) {
        st.flags |= FloatStatus.OF | FloatStatus.NX;
        return sign | (Rounding.overflowsToInfinity(rm, sign != 0) ? INFINITY : INFINITY - 1);
    }

    private static long roundPackSubnormal(long sign, int e, long sig, int increment, int rm,
            FloatStatus st) {
        // Tiny unless rounding to 53 bits with an unbounded exponent carries up to the smallest
        // normal number; the carry goes into bit 63.
        boolean tiny = e < 0 || sig + increment >= 0;
        long shifted = Wide.shiftRightJam(sig, 1 - e);
        int rest = (int) shifted & ROUND_MASK;
        if (rest != 0) {
            st.flags |= tiny ? FloatStatus.UF | FloatStatus.NX : FloatStatus.NX;
        }
        return sign | round(shifted, rest, increment, rm);
    }

    private static long round(long sig, int rest, int increment, int rm) {
        long kept = sig + increment >>> ROUND_BITS;
        return rest == HALF && rm == Rounding.RNE ? kept & ~1L : kept;
    }
}
