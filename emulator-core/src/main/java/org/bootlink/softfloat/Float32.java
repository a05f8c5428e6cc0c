// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

import static org.bootlink.softfloat.Round32.BIAS;
import static org.bootlink.softfloat.Round32.CANONICAL_NAN;
import static org.bootlink.softfloat.Round32.INFINITY;
import static org.bootlink.softfloat.Round32.ROUND_BITS;
import static org.bootlink.softfloat.Round32.SIGN_MASK;
import static org.bootlink.softfloat.Round32.roundPack;

/**
 * binary32 operations in integer arithmetic: exact for every operand, rounding mode and flag.
 *
 * <p>{@code a}, {@code b}, {@code c} and results are bit patterns. {@code rm} is one of the five
 * constants of {@link Rounding}. Flags raised are or-ed into {@code st}. A NaN result is
 * 0x7fc00000.
 *
 * <p>Sources: RISC-V Unprivileged ISA 20240411, <em>"F" Extension for Single-Precision
 * Floating-Point, Version 2.2</em>; IEEE 754-2019 5.4.1 (arithmetic), 5.7.2 (class), 5.11
 * (comparison), 6.1 to 6.3 (infinity, NaN, sign), 7.2 and 7.3 (invalid, division by zero), 9.6
 * (minimumNumber, maximumNumber).
 */
public final class Float32 {
    static final int MAGNITUDE_MASK = ~SIGN_MASK;
    private static final int FRACTION_MASK = (1 << 23) - 1;
    private static final int LEADING_BIT = 1 << 23;
    private static final int QUIET_BIT = 1 << 22;

    private Float32() {
    }

    public static int add(int a, int b, int rm, FloatStatus st) {
        int ma = a & MAGNITUDE_MASK;
        int mb = b & MAGNITUDE_MASK;
        if (ma < mb) {
            return addOrdered(b, mb, a, ma, rm, st);
        }
        return addOrdered(a, ma, b, mb, rm, st);
    }

    public static int sub(int a, int b, int rm, FloatStatus st) {
        return add(a, b ^ SIGN_MASK, rm, st);
    }

    /** a + b where |a| >= |b| as bit patterns; ma and mb are those magnitudes. */
    private static int addOrdered(int a, int ma, int b, int mb, int rm, FloatStatus st) {
        if (ma >= INFINITY) {
            if (ma > INFINITY) {
                return nan(ma, mb, st);
            }
            return mb == INFINITY && (a ^ b) < 0 ? invalid(st) : a;
        }
        int sign = a & SIGN_MASK;
        int e = ma >>> 23;
        int eb = mb >>> 23;
        int sa = ma & FRACTION_MASK;
        int sb = mb & FRACTION_MASK;
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
        int sig;
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
        int shift = Integer.numberOfLeadingZeros(sig) - 1;
        return roundPack(sign, e - shift, sig << shift, rm, st);
    }

    public static int mul(int a, int b, int rm, FloatStatus st) {
        int sign = (a ^ b) & SIGN_MASK;
        int ma = a & MAGNITUDE_MASK;
        int mb = b & MAGNITUDE_MASK;
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
        return roundProduct(sign, e, (long) significand(ma) * significand(mb), rm, st);
    }

    /** Rounds product * 2^(e - BIAS - 46), where product is in [2^46, 2^48). */
    private static int roundProduct(int sign, int e, long product, int rm, FloatStatus st) {
        if (product < 1L << 47) {
            return roundPack(sign, e, (int) Wide.shiftRightJam(product, 16), rm, st);
        }
        return roundPack(sign, e + 1, (int) Wide.shiftRightJam(product, 17), rm, st);
    }

    public static int div(int a, int b, int rm, FloatStatus st) {
        int sign = (a ^ b) & SIGN_MASK;
        int ma = a & MAGNITUDE_MASK;
        int mb = b & MAGNITUDE_MASK;
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
        long dividend = (long) significand(ma) << 30;
        long sb = significand(mb);
        if (dividend < sb << 30) {
            dividend <<= 1;
            e--;
        }
        long quotient = dividend / sb;
        return roundPack(sign, e, (int) (quotient | Wide.jam(dividend - quotient * sb)), rm, st);
    }

    public static int sqrt(int a, int rm, FloatStatus st) {
        int ma = a & MAGNITUDE_MASK;
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
        long s = (long) significand(ma) << 37 + (e & 1); // in [2^60, 2^62), an exact double
        // No s of this form has a root so close below an integer that the host rounds up to it: the
        // exhaustive test binary32RootsAreExactForEverySignificand shows it.
        long root = (long) Math.sqrt((double) s);
        return roundPack(0, (e >> 1) + BIAS, (int) (root | Wide.jam(s - root * root)), rm, st);
    }

    /** a * b + c, rounded once. */
    public static int fma(int a, int b, int c, int rm, FloatStatus st) {
        int sign = (a ^ b) & SIGN_MASK;
        int ma = a & MAGNITUDE_MASK;
        int mb = b & MAGNITUDE_MASK;
        int mc = c & MAGNITUDE_MASK;
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
        long product = (long) significand(ma) * significand(mb);
        if (mc == 0) {
            return roundProduct(sign, e, product, rm, st);
        }
        if (product < 1L << 47) {
            product <<= 1;
        } else {
            e++;
        }
        return addProduct(sign, e, product << 15, c & SIGN_MASK, exponent(mc),
                (long) significand(mc) << 39, rm, st);
    }

    /**
     * Rounds product * 2^(ep - BIAS - 62) + addend * 2^(ec - BIAS - 62), both in [2^62, 2^63).
     *
     * <p>A jammed bit is harmless: the product has 15 zeros at its end and the addend 39, so where
     * bits are lost the difference keeps its leading bit at 61 or above.
     */
    private static int addProduct(int productSign, int ep, long product, int addendSign, int ec,
            long addend, int rm, FloatStatus st) {
        int e = ep;
        if (ep >= ec) {
            addend = Wide.shiftRightJam(addend, ep - ec);
        } else {
            e = ec;
            product = Wide.shiftRightJam(product, ec - ep);
        }
        int sign = productSign;
        long sum;
        if (productSign == addendSign) {
            sum = product + addend;
        } else {
            sum = product - addend;
            if (sum == 0) {
                return exactZeroSum(rm);
            }
            if (sum < 0) {
                sum = -sum;
                sign = addendSign;
            }
        }
        int shift = Long.numberOfLeadingZeros(sum);
        return roundPack(sign, e + 1 - shift, (int) Wide.shiftRightJam(sum << shift, 33), rm, st);
    }

    private static int fmaSpecial(int productSign, int ma, int mb, int c, FloatStatus st) {
        int mc = c & MAGNITUDE_MASK;
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
    public static int min(int a, int b, FloatStatus st) {
        return select(a, b, totalKey(a) < totalKey(b), st);
    }

    /** maximumNumber: a NaN operand loses, +0 is greater than -0. */
    public static int max(int a, int b, FloatStatus st) {
        return select(a, b, totalKey(a) > totalKey(b), st);
    }

    private static int select(int a, int b, boolean first, FloatStatus st) {
        int ma = a & MAGNITUDE_MASK;
        int mb = b & MAGNITUDE_MASK;
        if (ma > INFINITY || mb > INFINITY) {
            int canonical = nan(ma, mb, st);
            if (ma <= INFINITY) {
                return a;
            }
            return mb <= INFINITY ? b : canonical;
        }
        return first ? a : b;
    }

    /** Quiet: only a signaling NaN raises NV. */
    public static boolean eq(int a, int b, FloatStatus st) {
        int ma = a & MAGNITUDE_MASK;
        int mb = b & MAGNITUDE_MASK;
        if (ma > INFINITY || mb > INFINITY) {
            nan(ma, mb, st);
            return false;
        }
        return a == b || (ma | mb) == 0;
    }

    /** Signaling: any NaN raises NV. */
    public static boolean lt(int a, int b, FloatStatus st) {
        return !isUnordered(a, b, st) && totalKey(a) < totalKey(b)
                && ((a | b) & MAGNITUDE_MASK) != 0;
    }

    /** Signaling: any NaN raises NV. */
    public static boolean le(int a, int b, FloatStatus st) {
        return !isUnordered(a, b, st)
                && (totalKey(a) <= totalKey(b) || ((a | b) & MAGNITUDE_MASK) == 0);
    }

    private static boolean isUnordered(int a, int b, FloatStatus st) {
        if ((a & MAGNITUDE_MASK) > INFINITY || (b & MAGNITUDE_MASK) > INFINITY) {
            st.flags |= FloatStatus.NV;
            return true;
        }
        return false;
    }

    /** Integer whose order is that of the numbers, with -0 just below +0. */
    private static int totalKey(int a) {
        return a ^ a >> 31 & MAGNITUDE_MASK;
    }

    /** The one-hot result of FCLASS.S; bits as in {@link FloatClass}. */
    public static int classify(int a) {
        int m = a & MAGNITUDE_MASK;
        if (m > INFINITY) {
            return isSignaling(m) ? FloatClass.SIGNALING_NAN : FloatClass.QUIET_NAN;
        }
        return FloatClass.ofNumber(a < 0, m == 0, m < LEADING_BIT, m == INFINITY);
    }

    /** FCVT.W.S. */
    public static int toInt32(int a, int rm, FloatStatus st) {
        return Float64.toInt32(FloatConvert.widen(a), rm, st);
    }

    /** FCVT.WU.S; the result is an unsigned number in an int. */
    public static int toUint32(int a, int rm, FloatStatus st) {
        return Float64.toUint32(FloatConvert.widen(a), rm, st);
    }

    /** FCVT.L.S. */
    public static long toInt64(int a, int rm, FloatStatus st) {
        return Float64.toInt64(FloatConvert.widen(a), rm, st);
    }

    /** FCVT.LU.S; the result is an unsigned number in a long. */
    public static long toUint64(int a, int rm, FloatStatus st) {
        return Float64.toUint64(FloatConvert.widen(a), rm, st);
    }

    /** FCVT.S.W. */
    public static int fromInt32(int value, int rm, FloatStatus st) {
        return fromInt64(value, rm, st);
    }

    /** FCVT.S.WU of an unsigned number in an int. */
    public static int fromUint32(int value, int rm, FloatStatus st) {
        return fromUint64(value & FloatConvert.UINT32_MAX, rm, st);
    }

    /** FCVT.S.L. */
    public static int fromInt64(long value, int rm, FloatStatus st) {
        int sign = (int) (value >>> 32) & SIGN_MASK;
        return FloatConvert.magnitudeTo32(sign, sign != 0 ? -value : value, rm, st);
    }

    /** FCVT.S.LU of an unsigned number in a long. */
    public static int fromUint64(long value, int rm, FloatStatus st) {
        return FloatConvert.magnitudeTo32(0, value, rm, st);
    }

    /** FCVT.D.S; always exact. */
    public static long toFloat64(int a, FloatStatus st) {
        if (isSignaling(a & MAGNITUDE_MASK)) {
            st.flags |= FloatStatus.NV;
        }
        return FloatConvert.widen(a);
    }

    /** Whether a magnitude (sign bit clear) is a signaling NaN. */
    private static boolean isSignaling(int m) {
        return m > INFINITY && (m & QUIET_BIT) == 0;
    }

    /** Biased exponent of a nonzero finite magnitude; 0 or less if subnormal. */
    static int exponent(int m) {
        int e = m >>> 23;
        return e != 0 ? e : 9 - Integer.numberOfLeadingZeros(m);
    }

    /** Significand in [2^23, 2^24) that belongs to {@link #exponent}. */
    static int significand(int m) {
        if (m >= LEADING_BIT) {
            return m & FRACTION_MASK | LEADING_BIT;
        }
        return m << Integer.numberOfLeadingZeros(m) - 8;
    }

    /** Sum of operands with opposite signs that is exactly zero (IEEE 754-2019 6.3). */
    private static int exactZeroSum(int rm) {
        return rm == Rounding.RDN ? SIGN_MASK : 0;
    }

    private static int invalid(FloatStatus st) {
        st.flags |= FloatStatus.NV;
        return CANONICAL_NAN;
    }

    /** NaN for operands whose magnitudes include one; NV if one of them is signaling. */
    private static int nan(int ma, int mb, FloatStatus st) {
        if (isSignaling(ma) || isSignaling(mb)) {
            st.flags |= FloatStatus.NV;
        }
        return CANONICAL_NAN;
    }
}
