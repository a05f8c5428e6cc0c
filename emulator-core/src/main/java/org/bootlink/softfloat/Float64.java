// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

import static org.bootlink.softfloat.Round64.BIAS;
import static org.bootlink.softfloat.Round64.CANONICAL_NAN;
import static org.bootlink.softfloat.Round64.INFINITY;
import static org.bootlink.softfloat.Round64.ROUND_BITS;
import static org.bootlink.softfloat.Round64.SIGN_MASK;
import static org.bootlink.softfloat.Round64.roundPack;

/**
 * binary64 operations in integer arithmetic: exact for every operand, rounding mode and flag.
 *
 * <p>{@code a}, {@code b}, {@code c} and results are bit patterns. {@code rm} is one of the five
 * constants of {@link Rounding}. Flags raised are or-ed into {@code st}. A NaN result is
 * 0x7ff8000000000000.
 *
 * <p>Sources: RISC-V Unprivileged ISA 20240411, <em>"D" Extension for Double-Precision
 * Floating-Point, Version 2.2</em>; IEEE 754-2019 5.4.1 (arithmetic), 5.7.2 (class), 5.11
 * (comparison), 6.1 to 6.3 (infinity, NaN, sign), 7.2 and 7.3 (invalid, division by zero), 9.6
 * (minimumNumber, maximumNumber).
 */
public final class Float64 {
    static final long MAGNITUDE_MASK = ~SIGN_MASK;
    private static final long FRACTION_MASK = (1L << 52) - 1;
    private static final long LEADING_BIT = 1L << 52;
    private static final long QUIET_BIT = 1L << 51;

    /** 2^26, which takes the square root of a 53-bit significand to 53 bits. */
    private static final double ROOT_SCALE = 1 << 26;
    /** 2^52, which makes every bit of a double in [1, 2) an integer bit. */
    private static final double QUOTIENT_SCALE = 1L << 52;

    private Float64() {
    }

    public static long add(long a, long b, int rm, FloatStatus st) {
        long ma = a & MAGNITUDE_MASK;
        long mb = b & MAGNITUDE_MASK;
        if (ma < mb) {
            return addOrdered(b, mb, a, ma, rm, st);
        }
        return addOrdered(a, ma, b, mb, rm, st);
    }

    public static long sub(long a, long b, int rm, FloatStatus st) {
        return add(a, b ^ SIGN_MASK, rm, st);
    }

    /** a + b where |a| >= |b| as bit patterns; ma and mb are those magnitudes. */
    private static long addOrdered(long a, long ma, long b, long mb, int rm, FloatStatus st) {
        if (ma >= INFINITY) {
            if (ma > INFINITY) {
                return nan(ma, mb, st);
            }
            return mb == INFINITY && (a ^ b) < 0 ? invalid(st) : a;
        }
        long sign = a & SIGN_MASK;
        int e = (int) (ma >>> 52);
        int eb = (int) (mb >>> 52);
        long sa = ma & FRACTION_MASK;
        long sb = mb & FRACTION_MASK;
        if (e != 0) {
            sa |= LEADING_BIT;
        } else {
            e = 1;
        }
        if (eb != 0) {
            sb |= LEADING_BIT;
        } else {
            eb = 1;
        }
        sa <<= ROUND_BITS;
        // A shift beyond the zeros appended here leaves a difference of at least half of sa, so
        // that the jammed bit stays below the rounding position.
        sb = Wide.shiftRightJam(sb << ROUND_BITS, e - eb);
        long sig;
        if ((a ^ b) >= 0) {
            sig = sa + sb;
            if (sig == 0) {
                return sign;
            }
        } else {
            sig = sa - sb;
            if (sig == 0) {
                return exactZeroSum(rm);
            }
        }
        if (sig < 0) {
            return roundPack(sign, e + 1, sig >>> 1 | sig & 1, rm, st);
        }
        int shift = Long.numberOfLeadingZeros(sig) - 1;
        return roundPack(sign, e - shift, sig << shift, rm, st);
    }

    public static long mul(long a, long b, int rm, FloatStatus st) {
        long sign = (a ^ b) & SIGN_MASK;
        long ma = a & MAGNITUDE_MASK;
        long mb = b & MAGNITUDE_MASK;
        if (ma >= INFINITY || mb >= INFINITY) {
            if (ma > INFINITY || mb > INFINITY) {
                return nan(ma, mb, st);
            }
            return ma == 0 || mb == 0 ? invalid(st) : sign | INFINITY;
        }
        if (ma == 0 || mb == 0) {
            return sign;
        }
        int e = exponent(ma) + exponent(mb) - BIAS;
        long sa = significand(ma);
        long sb = significand(mb);
        // The product of two values in [2^52, 2^53), times 2^21, has its leading bit at 125 or 126.
        long sig = Wide.multiplyHighUnsigned(sa << 10, sb << 11) | Wide.jam(sa * sb << 21);
        if (sig < 1L << 62) {
            return roundPack(sign, e, sig << 1, rm, st);
        }
        return roundPack(sign, e + 1, sig, rm, st);
    }

    public static long div(long a, long b, int rm, FloatStatus st) {
        long sign = (a ^ b) & SIGN_MASK;
        long ma = a & MAGNITUDE_MASK;
        long mb = b & MAGNITUDE_MASK;
        if (ma >= INFINITY || mb >= INFINITY) {
            if (ma > INFINITY || mb > INFINITY) {
                return nan(ma, mb, st);
            }
            if (ma == INFINITY) {
                return mb == INFINITY ? invalid(st) : sign | INFINITY;
            }
            return sign;
        }
        if (mb == 0) {
            if (ma == 0) {
                return invalid(st);
            }
            st.flags |= FloatStatus.DZ;
            return sign | INFINITY;
        }
        if (ma == 0) {
            return sign;
        }
        int e = exponent(ma) - exponent(mb) + BIAS;
        long sa = significand(ma);
        long sb = significand(mb);
        if (sa < sb) {
            sa <<= 1;
            e--;
        }
        // The host's quotient of two exact doubles is within half a unit of sa * 2^52 / sb, so the
        // true remainder is within +-sb/2 and survives arithmetic modulo 2^64.
        long quotient = (long) ((double) sa / (double) sb * QUOTIENT_SCALE);
        long remainder = (sa << 52) - quotient * sb;
        if (remainder < 0) {
            quotient--;
            remainder += sb;
        }
        return roundPack(sign, e, quotient << ROUND_BITS | roundingBits(2 * remainder - sb, remainder),
                rm, st);
    }

    public static long sqrt(long a, int rm, FloatStatus st) {
        long ma = a & MAGNITUDE_MASK;
        if (ma > INFINITY) {
            return nan(ma, 0, st);
        }
        if (ma == 0 || a == INFINITY) {
            return a;
        }
        if (a < 0) {
            return invalid(st);
        }
        int e = exponent(ma) - BIAS;
        long s = significand(ma) << (e & 1);
        // As in div: within half a unit of the root of s * 2^52, so the remainder fits 64 bits.
        long root = (long) (Math.sqrt((double) s) * ROOT_SCALE);
        long remainder = (s << 52) - root * root;
        if (remainder < 0) {
            root--;
            remainder += 2 * root + 1;
        }
        // (root + 1/2)^2 = root^2 + root + 1/4: above half exactly if remainder > root.
        long rest = roundingBits(remainder > root ? 1 : -1, remainder);
        return roundPack(0, (e >> 1) + BIAS, root << ROUND_BITS | rest, rm, st);
    }

    /** a * b + c, rounded once. */
    public static long fma(long a, long b, long c, int rm, FloatStatus st) {
        long sign = (a ^ b) & SIGN_MASK;
        long ma = a & MAGNITUDE_MASK;
        long mb = b & MAGNITUDE_MASK;
        long mc = c & MAGNITUDE_MASK;
        if (ma >= INFINITY || mb >= INFINITY || mc >= INFINITY) {
            return fmaSpecial(sign, ma, mb, c, st);
        }
        if (ma == 0 || mb == 0) {
            if (mc == 0) {
                return sign == (c & SIGN_MASK) ? sign : exactZeroSum(rm);
            }
            return c;
        }
        int e = exponent(ma) + exponent(mb) - BIAS;
        long sa = significand(ma);
        long sb = significand(mb);
        long high = Wide.multiplyHighUnsigned(sa << 10, sb << 11);
        long low = sa * sb << 21;
        if (high < 1L << 62) {
            high = high << 1 | low >>> 63;
            low <<= 1;
        } else {
            e++;
        }
        if (mc == 0) {
            return roundPack(sign, e, high | Wide.jam(low), rm, st);
        }
        return Float64Sum.addProduct(sign, e, high, low, c & SIGN_MASK, exponent(mc),
                significand(mc) << ROUND_BITS, rm, st);
    }

    private static long fmaSpecial(long productSign, long ma, long mb, long c, FloatStatus st) {
        long mc = c & MAGNITUDE_MASK;
        // Infinity times zero is invalid even when c is a quiet NaN.
        if (ma == INFINITY && mb == 0 || ma == 0 && mb == INFINITY) {
            return invalid(st);
        }
        if (ma > INFINITY || mb > INFINITY || mc > INFINITY) {
            if (isSignaling(mc)) {
                st.flags |= FloatStatus.NV;
            }
            return nan(ma, mb, st);
        }
        if (ma == INFINITY || mb == INFINITY) {
            return mc == INFINITY && (c & SIGN_MASK) != productSign ? invalid(st) : productSign | INFINITY;
        }
        return c;
    }

    /** minimumNumber: a NaN operand loses, -0 is less than +0. */
    public static long min(long a, long b, FloatStatus st) {
        return select(a, b, totalKey(a) < totalKey(b), st);
    }

    /** maximumNumber: a NaN operand loses, +0 is greater than -0. */
    public static long max(long a, long b, FloatStatus st) {
        return select(a, b, totalKey(a) > totalKey(b), st);
    }

    private static long select(long a, long b, boolean first, FloatStatus st) {
        long ma = a & MAGNITUDE_MASK;
        long mb = b & MAGNITUDE_MASK;
        if (ma > INFINITY || mb > INFINITY) {
            long canonical = nan(ma, mb, st);
            if (ma <= INFINITY) {
                return a;
            }
            return mb <= INFINITY ? b : canonical;
        }
        return first ? a : b;
    }

    /** Quiet: only a signaling NaN raises NV. */
    public static boolean eq(long a, long b, FloatStatus st) {
        long ma = a & MAGNITUDE_MASK;
        long mb = b & MAGNITUDE_MASK;
        if (ma > INFINITY || mb > INFINITY) {
            nan(ma, mb, st);
            return false;
        }
        return a == b || (ma | mb) == 0;
    }

    /** Signaling: any NaN raises NV. */
    public static boolean lt(long a, long b, FloatStatus st) {
        return !isUnordered(a, b, st) && totalKey(a) < totalKey(b)
                && ((a | b) & MAGNITUDE_MASK) != 0;
    }

    /** Signaling: any NaN raises NV. */
    public static boolean le(long a, long b, FloatStatus st) {
        return !isUnordered(a, b, st)
                && (totalKey(a) <= totalKey(b) || ((a | b) & MAGNITUDE_MASK) == 0);
    }

    private static boolean isUnordered(long a, long b, FloatStatus st) {
        if ((a & MAGNITUDE_MASK) > INFINITY || (b & MAGNITUDE_MASK) > INFINITY) {
            st.flags |= FloatStatus.NV;
            return true;
        }
        return false;
    }

    /** Integer whose order is that of the numbers, with -0 just below +0. */
    private static long totalKey(long a) {
        return a ^ a >> 63 & MAGNITUDE_MASK;
    }

    /** The one-hot result of FCLASS.D; bits as in {@link FloatClass}. */
    public static int classify(long a) {
        long m = a & MAGNITUDE_MASK;
        if (m > INFINITY) {
            return isSignaling(m) ? FloatClass.SIGNALING_NAN : FloatClass.QUIET_NAN;
        }
        return FloatClass.ofNumber(a < 0, m == 0, m < LEADING_BIT, m == INFINITY);
    }

    /** FCVT.W.D. */
    public static int toInt32(long a, int rm, FloatStatus st) {
        return (int) FloatConvert.toInteger(a, FloatConvert.INT32_MAX, FloatConvert.INT32_MIN, rm, st);
    }

    /** FCVT.WU.D; the result is an unsigned number in an int. */
    public static int toUint32(long a, int rm, FloatStatus st) {
        return (int) FloatConvert.toInteger(a, FloatConvert.UINT32_MAX, 0, rm, st);
    }

    /** FCVT.L.D. */
    public static long toInt64(long a, int rm, FloatStatus st) {
        return FloatConvert.toInteger(a, FloatConvert.INT64_MAX, FloatConvert.INT64_MIN, rm, st);
    }

    /** FCVT.LU.D; the result is an unsigned number in a long. */
    public static long toUint64(long a, int rm, FloatStatus st) {
        return FloatConvert.toInteger(a, FloatConvert.UINT64_MAX, 0, rm, st);
    }

    /** FCVT.D.W; always exact. */
    public static long fromInt32(int value, int rm, FloatStatus st) {
        return fromInt64(value, rm, st);
    }

    /** FCVT.D.WU of an unsigned number in an int; always exact. */
    public static long fromUint32(int value, int rm, FloatStatus st) {
        return fromUint64(value & FloatConvert.UINT32_MAX, rm, st);
    }

    /** FCVT.D.L. */
    public static long fromInt64(long value, int rm, FloatStatus st) {
        long sign = value & SIGN_MASK;
        return FloatConvert.magnitudeTo64(sign, sign != 0 ? -value : value, rm, st);
    }

    /** FCVT.D.LU of an unsigned number in a long. */
    public static long fromUint64(long value, int rm, FloatStatus st) {
        return FloatConvert.magnitudeTo64(0, value, rm, st);
    }

    /** FCVT.S.D. */
    public static int toFloat32(long a, int rm, FloatStatus st) {
        return FloatConvert.narrow(a, rm, st);
    }

    /** Whether a magnitude (sign bit clear) is a signaling NaN. */
    static boolean isSignaling(long m) {
        return m > INFINITY && (m & QUIET_BIT) == 0;
    }

    /** Biased exponent of a nonzero finite magnitude; 0 or less if subnormal. */
    static int exponent(long m) {
        int e = (int) (m >>> 52);
        return e != 0 ? e : 12 - Long.numberOfLeadingZeros(m);
    }

    /** Significand in [2^52, 2^53) that belongs to {@link #exponent}. */
    static long significand(long m) {
        if (m >= LEADING_BIT) {
            return m & FRACTION_MASK | LEADING_BIT;
        }
        return m << Long.numberOfLeadingZeros(m) - 11;
    }

    /** Sum of operands with opposite signs that is exactly zero (IEEE 754-2019 6.3). */
    static long exactZeroSum(int rm) {
        return rm == Rounding.RDN ? SIGN_MASK : 0;
    }

    /** Rounding bits for a remainder; {@code aboveHalf} has the sign of remainder - half. */
    private static long roundingBits(long aboveHalf, long remainder) {
        long half = 1L << ROUND_BITS - 1;
        if (aboveHalf >= 0) {
            return aboveHalf == 0 ? half : half | 1;
        }
        return Wide.jam(remainder);
    }

    private static long invalid(FloatStatus st) {
        st.flags |= FloatStatus.NV;
        return CANONICAL_NAN;
    }

    /** NaN for operands whose magnitudes include one; NV if one of them is signaling. */
    private static long nan(long ma, long mb, FloatStatus st) {
        if (isSignaling(ma) || isSignaling(mb)) {
            st.flags |= FloatStatus.NV;
        }
        return CANONICAL_NAN;
    }
}
