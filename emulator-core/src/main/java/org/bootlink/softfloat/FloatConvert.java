// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

/**
 * Conversions between integers, binary32 and binary64.
 *
 * <p>Sources: RISC-V Unprivileged ISA 20240411, <em>"F" Extension</em>, "Single-Precision
 * Floating-Point Conversion and Move Instructions" (domains of float-to-integer conversions and
 * behaviour for invalid inputs); IEEE 754-2019 5.4.1, 5.4.2, 5.8.
 */
final class FloatConvert {
    static final long INT32_MAX = 0x7fff_ffffL;
    static final long UINT32_MAX = 0xffff_ffffL;
    static final long INT64_MAX = Long.MAX_VALUE;
    /** All ones, to be read as unsigned. */
    static final long UINT64_MAX = -1;
    /** Magnitude of the least int. */
    static final long INT32_MIN = 1L << 31;
    /** Magnitude of the least long, to be read as unsigned. */
    static final long INT64_MIN = 1L << 63;

    private FloatConvert() {
    }

    /**
     * binary64 to an integer in [-min, max], saturating with NV; NaN counts as plus infinity.
     *
     * @param max unsigned
     * @param min magnitude of the least integer, unsigned; 0 if the type is unsigned
     */
    static long toInteger(long a, long max, long min, int rm, FloatStatus st) {
        long m = a & Float64.MAGNITUDE_MASK;
        boolean negative = a < 0 && m <= Round64.INFINITY;
        long limit = negative ? min : max;
        if (m == 0) {
            return 0;
        }
        int e = Float64.exponent(m) - Round64.BIAS;
        boolean valid = e < 64;
        long integer = 0;
        long fraction = 0; // in units of 2^-64, jammed
        if (valid) {
            long sig = Float64.significand(m);
            if (e >= 52) {
                integer = sig << e - 52;
            } else if (e >= -1) {
                integer = sig >>> 52 - e;
                fraction = sig << 12 + e;
            } else {
                fraction = 1;
            }
            if (roundsUp(integer, fraction, negative, rm)) {
                integer++;
            }
            valid = integer + Long.MIN_VALUE <= limit + Long.MIN_VALUE;
        }
        if (!valid) {
            st.flags |= FloatStatus.NV;
            integer = limit;
        } else if (fraction != 0) {
            st.flags |= FloatStatus.NX;
        }
        return negative ? -integer : integer;
    }

    private static boolean roundsUp(long integer, long fraction, boolean negative, int rm) {
        if (rm == Rounding.RNE) {
            return fraction < 0 && (fraction != Long.MIN_VALUE || (integer & 1) != 0);
        }
        if (rm == Rounding.RMM) {
            return fraction < 0;
        }
        return fraction != 0 && Rounding.awayFromZero(rm, negative);
    }

    /** An unsigned magnitude with a sign to binary64. */
    static long magnitudeTo64(long sign, long magnitude, int rm, FloatStatus st) {
        if (magnitude == 0) {
            return 0;
        }
        int shift = Long.numberOfLeadingZeros(magnitude);
        long sig = magnitude << shift;
        return Round64.roundPack(sign, Round64.BIAS + 63 - shift, sig >>> 1 | sig & 1, rm, st);
    }

    /** An unsigned magnitude with a sign to binary32. */
    static int magnitudeTo32(int sign, long magnitude, int rm, FloatStatus st) {
        if (magnitude == 0) {
            return 0;
        }
        int shift = Long.numberOfLeadingZeros(magnitude);
        int sig = (int) Wide.shiftRightJam(magnitude << shift, 33);
        return Round32.roundPack(sign, Round32.BIAS + 63 - shift, sig, rm, st);
    }

    /** binary64 to binary32. */
    static int narrow(long a, int rm, FloatStatus st) {
        int sign = (int) (a >>> 32) & Round32.SIGN_MASK;
        long m = a & Float64.MAGNITUDE_MASK;
        if (m >= Round64.INFINITY) {
            if (m == Round64.INFINITY) {
                return sign | Round32.INFINITY;
            }
            if (Float64.isSignaling(m)) {
                st.flags |= FloatStatus.NV;
            }
            return Round32.CANONICAL_NAN;
        }
        if (m == 0) {
            return sign;
        }
        int e = Float64.exponent(m) - Round64.BIAS + Round32.BIAS;
        int sig = (int) Wide.shiftRightJam(Float64.significand(m), 52 - 30);
        return Round32.roundPack(sign, e, sig, rm, st);
    }

    /** binary32 to binary64; exact, raises nothing: every NaN becomes the canonical one. */
    static long widen(int a) {
        long sign = (long) (a & Round32.SIGN_MASK) << 32;
        int m = a & Float32.MAGNITUDE_MASK;
        if (m >= Round32.INFINITY) {
            return m == Round32.INFINITY ? sign | Round64.INFINITY : Round64.CANONICAL_NAN;
        }
        if (m == 0) {
            return sign;
        }
        int e = Float32.exponent(m) - Round32.BIAS + Round64.BIAS;
        return sign | ((long) (e - 1) << 52) + ((long) Float32.significand(m) << 52 - 23);
    }
}
