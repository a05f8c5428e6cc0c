// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

import java.math.BigInteger;

/** A binary interchange format, for tests; values are bit patterns in the low bits of a long. */
enum Format {
    BINARY32(24, 127), BINARY64(53, 1023);

    /** Significant bits, the leading one included. */
    final int precision;
    /** Largest exponent; also the bias. */
    final int emax;
    final int emin;
    final long signMask;
    final long infinity;
    final long canonicalNan;
    final long minNormal;
    final long maxFinite;
    private final long quietBit;

    Format(int precision, int emax) {
        this.precision = precision;
        this.emax = emax;
        emin = 1 - emax;
        minNormal = 1L << precision - 1;
        infinity = (2L * emax + 1) << precision - 1;
        signMask = infinity + minNormal;
        maxFinite = infinity - 1;
        quietBit = minNormal >> 1;
        canonicalNan = infinity | quietBit;
    }

    long magnitude(long bits) {
        return bits & signMask - 1;
    }

    boolean isNegative(long bits) {
        return (bits & signMask) != 0;
    }

    boolean isNan(long bits) {
        return magnitude(bits) > infinity;
    }

    boolean isSignaling(long bits) {
        return isNan(bits) && (bits & quietBit) == 0;
    }

    boolean isInfinite(long bits) {
        return magnitude(bits) == infinity;
    }

    boolean isZero(long bits) {
        return magnitude(bits) == 0;
    }

    /** Signed integer m such that a finite value is m * 2^{@link #quantum}. */
    BigInteger significand(long bits) {
        long m = magnitude(bits);
        long s = m < minNormal ? m : m & minNormal - 1 | minNormal;
        return BigInteger.valueOf(isNegative(bits) ? -s : s);
    }

    /** Exponent of the last place of a finite value. */
    int quantum(long bits) {
        int field = (int) (magnitude(bits) >>> precision - 1);
        return Math.max(field, 1) - emax - (precision - 1);
    }

    /** The nearest value, by the host. */
    long of(double value) {
        return this == BINARY64
                ? Double.doubleToRawLongBits(value) : Float.floatToRawIntBits((float) value) & 0xffff_ffffL;
    }

    double toDouble(long bits) {
        return this == BINARY64 ? Double.longBitsToDouble(bits) : Float.intBitsToFloat((int) bits);
    }
}
