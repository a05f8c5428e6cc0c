// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

import static org.bootlink.softfloat.FloatStatus.NX;
import static org.bootlink.softfloat.Rounding.RNE;
import static org.bootlink.softfloat.Rounding.RTZ;

/**
 * The operations of {@link Float32} and {@link Float64} through the host's IEEE arithmetic where
 * that gives the same result and the same flags; everything else goes to the soft operation. The
 * result and flags are the same in all cases: only the time differs.
 *
 * <p>The host rounds to nearest even and shows no flags, so the fast path needs three proofs:
 * <ol>
 *   <li><b>rm is RNE</b>, or the result is exact in every mode.</li>
 *   <li><b>Nothing but NX can have been raised.</b> For products, quotients and narrowing: the
 *       magnitude of the result lies strictly between the smallest normal number and infinity. (The
 *       smallest normal itself may have been rounded up from a tiny value, which underflows.) Then
 *       no operand was NaN, infinite or a zero divisor; subnormal operands raise nothing in RISC-V.
 *       A sum that is tiny is exact, so sums need only be finite, and roots need only not be NaN.</li>
 *   <li><b>NX is already set</b> in {@code st}, where it stays, or an exactness test decides it. The
 *       tests are wrapped in methods of their own, which run only until a program's first inexact
 *       operation, to keep the usual path small.</li>
 * </ol>
 *
 * <p>What it pays, soft to fast with NX set, normal operands: in Chromium (TeaVM 0.15, WebAssembly GC)
 * add64 8 to 2 ns, mul64 9 to 2, div64 13 to 2, sqrt64 8 to 3; on the JVM 6 to 8 ns become 1 to 2.5.
 *
 * <p>There is no fast fma for binary64 and no min, max or classify: the soft ones are quick. Sources
 * as for {@link Float64}; the residual of a sum is Knuth's, The Art of Computer Programming 4.2.2,
 * Theorem B.
 */
public final class HardFloat {
    private static final long MIN_NORMAL_64 = 1L << 52;
    private static final int MIN_NORMAL_32 = 1 << 23;
    private static final long LEADING_BIT_64 = 1L << 52;
    private static final long FRACTION_MASK_64 = LEADING_BIT_64 - 1;

    /** Bits of a double's significand beyond binary32's, and their value at a tie. */
    private static final long EXCESS_MASK = (1L << 29) - 1;
    private static final long EXCESS_TIE = 1L << 28;

    private static final double TWO_31 = 1L << 31;
    private static final double TWO_32 = 1L << 32;
    private static final double TWO_63 = TWO_32 * TWO_31;

    private HardFloat() {
    }

    // binary64 arithmetic

    public static long add64(long a, long b, int rm, FloatStatus st) {
        if (rm == RNE) {
            double x = Double.longBitsToDouble(a);
            double y = Double.longBitsToDouble(b);
            double sum = x + y;
            long bits = Double.doubleToRawLongBits(sum);
            if (isFinite(bits)) {
                if ((st.flags & NX) == 0) {
                    noteInexact(residual(x, y, sum) != 0, st);
                }
                return bits;
            }
        }
        return Float64.add(a, b, rm, st);
    }

    public static long sub64(long a, long b, int rm, FloatStatus st) {
        if (rm == RNE) {
            double x = Double.longBitsToDouble(a);
            double y = Double.longBitsToDouble(b);
            double difference = x - y;
            long bits = Double.doubleToRawLongBits(difference);
            if (isFinite(bits)) {
                if ((st.flags & NX) == 0) {
                    noteInexact(residual(x, -y, difference) != 0, st);
                }
                return bits;
            }
        }
        return Float64.sub(a, b, rm, st);
    }

    public static long mul64(long a, long b, int rm, FloatStatus st) {
        if (rm == RNE) {
            long bits = Double.doubleToRawLongBits(Double.longBitsToDouble(a) * Double.longBitsToDouble(b));
            if (isAboveMinNormal(bits) && ((st.flags & NX) != 0 || noteInexactProduct(a, b, bits, st))) {
                return bits;
            }
        }
        return Float64.mul(a, b, rm, st);
    }

    public static long div64(long a, long b, int rm, FloatStatus st) {
        if (rm == RNE) {
            long bits = Double.doubleToRawLongBits(Double.longBitsToDouble(a) / Double.longBitsToDouble(b));
            if (isAboveMinNormal(bits) && ((st.flags & NX) != 0 || noteInexactQuotient(a, b, bits, st))) {
                return bits;
            }
        }
        return Float64.div(a, b, rm, st);
    }

    public static long sqrt64(long a, int rm, FloatStatus st) {
        if (rm == RNE) {
            double root = Math.sqrt(Double.longBitsToDouble(a));
            long bits = Double.doubleToRawLongBits(root);
            if (root == root && ((st.flags & NX) != 0 || noteInexactRoot(a, bits, st))) {
                return bits;
            }
        }
        return Float64.sqrt(a, rm, st);
    }

    /** Always soft; here so that callers need one class only. */
    public static long fma64(long a, long b, long c, int rm, FloatStatus st) {
        return Float64.fma(a, b, c, rm, st);
    }

    // Exactness tests, run while NX is clear. Each sets NX if the result is inexact, and returns
    // false if it cannot tell.

    /** {@code bits} is normal. */
    private static boolean noteInexactProduct(long a, long b, long bits, FloatStatus st) {
        int ea = exponentField(a);
        int eb = exponentField(b);
        if (ea == 0 || eb == 0) {
            return false;
        }
        // The exact product has 105 significant bits or, if the exponent went up, 106. (A carry out
        // of rounding also puts it up, but then the product ends in too few zeros for either.) 64
        // bits hold enough of its end to count the zeros: if all are zero, it is exact.
        int carry = exponentField(bits) - (ea + eb - Round64.BIAS);
        int zeros = Long.numberOfTrailingZeros(significand(a) * significand(b));
        noteInexact(zeros < 52 + carry, st);
        return true;
    }

    /** {@code bits} is normal and b is not zero. */
    private static boolean noteInexactQuotient(long a, long b, long bits, FloatStatus st) {
        if (exponentField(a) == 0 || exponentField(b) == 0) {
            return false;
        }
        // The remainder of a correctly rounded quotient is at most half of sb: no wrap hides it.
        long sa = significand(a);
        long sb = significand(b);
        long dividend = sa << (sa >= sb ? 52 : 53);
        noteInexact(dividend != significand(bits) * sb, st);
        return true;
    }

    /** {@code bits} is not NaN. */
    private static boolean noteInexactRoot(long a, long bits, FloatStatus st) {
        int e = exponentField(a);
        if (e == 0 || a >= Round64.INFINITY) {
            return false;
        }
        // The remainder is at most the root, below 2^53: no wrap hides it.
        long root = significand(bits);
        noteInexact(significand(a) << 52 + (e - Round64.BIAS & 1) != root * root, st);
        return true;
    }

    // binary32 arithmetic. Its products are exact in double, which decides exactness.

    public static int add32(int a, int b, int rm, FloatStatus st) {
        if (rm == RNE) {
            float x = Float.intBitsToFloat(a);
            float y = Float.intBitsToFloat(b);
            float sum = x + y;
            int bits = Float.floatToRawIntBits(sum);
            if (isFinite(bits)) {
                if ((st.flags & NX) == 0) {
                    noteInexactSum(x, y, sum, st);
                }
                return bits;
            }
        }
        return Float32.add(a, b, rm, st);
    }

    public static int sub32(int a, int b, int rm, FloatStatus st) {
        if (rm == RNE) {
            float x = Float.intBitsToFloat(a);
            float y = Float.intBitsToFloat(b);
            float difference = x - y;
            int bits = Float.floatToRawIntBits(difference);
            if (isFinite(bits)) {
                if ((st.flags & NX) == 0) {
                    noteInexactSum(x, -y, difference, st);
                }
                return bits;
            }
        }
        return Float32.sub(a, b, rm, st);
    }

    public static int mul32(int a, int b, int rm, FloatStatus st) {
        if (rm == RNE) {
            double product = (double) Float.intBitsToFloat(a) * (double) Float.intBitsToFloat(b);
            float rounded = (float) product;
            int bits = Float.floatToRawIntBits(rounded);
            if (isAboveMinNormal(bits)) {
                noteInexact(rounded != product, st);
                return bits;
            }
        }
        return Float32.mul(a, b, rm, st);
    }

    public static int div32(int a, int b, int rm, FloatStatus st) {
        if (rm == RNE) {
            float x = Float.intBitsToFloat(a);
            float y = Float.intBitsToFloat(b);
            float quotient = x / y;
            int bits = Float.floatToRawIntBits(quotient);
            if (isAboveMinNormal(bits)) {
                noteInexact((double) quotient * (double) y != x, st);
                return bits;
            }
        }
        return Float32.div(a, b, rm, st);
    }

    public static int sqrt32(int a, int rm, FloatStatus st) {
        if (rm == RNE) {
            // Rounding twice is harmless: 53 >= 2 * 24 + 2.
            double x = Float.intBitsToFloat(a);
            float root = (float) Math.sqrt(x);
            if (root == root) {
                noteInexact((double) root * (double) root != x, st);
                return Float.floatToRawIntBits(root);
            }
        }
        return Float32.sqrt(a, rm, st);
    }

    /** a * b + c, rounded once. */
    public static int fma32(int a, int b, int c, int rm, FloatStatus st) {
        if (rm == RNE) {
            double product = (double) Float.intBitsToFloat(a) * (double) Float.intBitsToFloat(b);
            double addend = Float.intBitsToFloat(c);
            double sum = product + addend;
            float rounded = (float) sum;
            int bits = Float.floatToRawIntBits(rounded);
            // Rounding to double first can only go wrong by landing on a tie.
            if (isAboveMinNormal(bits) && (Double.doubleToRawLongBits(sum) & EXCESS_MASK) != EXCESS_TIE) {
                if ((st.flags & NX) == 0) {
                    noteInexact(rounded != sum || residual(product, addend, sum) != 0, st);
                }
                return bits;
            }
        }
        return Float32.fma(a, b, c, rm, st);
    }

    /** {@code sum} is finite. */
    private static void noteInexactSum(float x, float y, float sum, FloatStatus st) {
        // Where the sum is inexact even in double, the float sum is so too.
        double wideSum = (double) x + (double) y;
        noteInexact(sum != wideSum || residual(x, y, wideSum) != 0, st);
    }

    /**
     * x + y - sum, where sum is the rounded x + y and finite; not 0 exactly if sum is inexact. (In an
     * exact sum the parts are x and y themselves. In an inexact one at the end of the range they may
     * overflow: then the residual is infinite or NaN, which is not 0 either.)
     */
    private static double residual(double x, double y, double sum) {
        double yPart = sum - x;
        double xPart = sum - yPart;
        return x - xPart + (y - yPart);
    }

    // Comparisons: whatever the host can order has no NaN in it.

    public static boolean eq64(long a, long b, FloatStatus st) {
        return Double.longBitsToDouble(a) == Double.longBitsToDouble(b) || Float64.eq(a, b, st);
    }

    public static boolean lt64(long a, long b, FloatStatus st) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        return x < y || !(x >= y) && Float64.lt(a, b, st);
    }

    public static boolean le64(long a, long b, FloatStatus st) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        return x <= y || !(x > y) && Float64.le(a, b, st);
    }

    public static boolean eq32(int a, int b, FloatStatus st) {
        return Float.intBitsToFloat(a) == Float.intBitsToFloat(b) || Float32.eq(a, b, st);
    }

    public static boolean lt32(int a, int b, FloatStatus st) {
        float x = Float.intBitsToFloat(a);
        float y = Float.intBitsToFloat(b);
        return x < y || !(x >= y) && Float32.lt(a, b, st);
    }

    public static boolean le32(int a, int b, FloatStatus st) {
        float x = Float.intBitsToFloat(a);
        float y = Float.intBitsToFloat(b);
        return x <= y || !(x > y) && Float32.le(a, b, st);
    }

    // Conversions. Integral values convert alike in every mode; others here only towards zero,
    // which is how C casts.

    public static int f64ToInt32(long a, int rm, FloatStatus st) {
        double x = Double.longBitsToDouble(a);
        if (x > -TWO_31 - 1 && x < TWO_31) {
            int integer = (int) x;
            if (integer == x || rm == RTZ) {
                noteInexact(integer != x, st);
                return integer;
            }
        }
        return Float64.toInt32(a, rm, st);
    }

    public static int f64ToUint32(long a, int rm, FloatStatus st) {
        double x = Double.longBitsToDouble(a);
        if (x > -1 && x < TWO_32) {
            long integer = (long) x;
            if (integer == x || rm == RTZ) {
                noteInexact(integer != x, st);
                return (int) integer;
            }
        }
        return Float64.toUint32(a, rm, st);
    }

    public static long f64ToInt64(long a, int rm, FloatStatus st) {
        double x = Double.longBitsToDouble(a);
        if (x >= -TWO_63 && x < TWO_63) {
            long integer = (long) x;
            if (integer == x || rm == RTZ) {
                noteInexact(integer != x, st);
                return integer;
            }
        }
        return Float64.toInt64(a, rm, st);
    }

    public static long f64ToUint64(long a, int rm, FloatStatus st) {
        double x = Double.longBitsToDouble(a);
        if (x > -1 && x < TWO_63) {
            long integer = (long) x;
            if (integer == x || rm == RTZ) {
                noteInexact(integer != x, st);
                return integer;
            }
        }
        return Float64.toUint64(a, rm, st);
    }

    public static int f32ToInt32(int a, int rm, FloatStatus st) {
        return f64ToInt32(quietlyWidened(a), rm, st);
    }

    public static int f32ToUint32(int a, int rm, FloatStatus st) {
        return f64ToUint32(quietlyWidened(a), rm, st);
    }

    public static long f32ToInt64(int a, int rm, FloatStatus st) {
        return f64ToInt64(quietlyWidened(a), rm, st);
    }

    public static long f32ToUint64(int a, int rm, FloatStatus st) {
        return f64ToUint64(quietlyWidened(a), rm, st);
    }

    /** Any NaN stays some NaN, which is enough for a conversion to integer. */
    private static long quietlyWidened(int a) {
        return Double.doubleToRawLongBits(Float.intBitsToFloat(a));
    }

    /** Always exact. */
    public static long int32ToF64(int value) {
        return Double.doubleToRawLongBits(value);
    }

    /** Always exact. */
    public static long uint32ToF64(int value) {
        return Double.doubleToRawLongBits(value & FloatConvert.UINT32_MAX);
    }

    public static long int64ToF64(long value, int rm, FloatStatus st) {
        boolean inexact = significantBits(value) > 53;
        if (inexact && rm != RNE) {
            return Float64.fromInt64(value, rm, st);
        }
        noteInexact(inexact, st);
        return Double.doubleToRawLongBits(value);
    }

    public static long uint64ToF64(long value, int rm, FloatStatus st) {
        return value >= 0 ? int64ToF64(value, rm, st) : Float64.fromUint64(value, rm, st);
    }

    public static int int32ToF32(int value, int rm, FloatStatus st) {
        return int64ToF32(value, rm, st);
    }

    public static int uint32ToF32(int value, int rm, FloatStatus st) {
        return int64ToF32(value & FloatConvert.UINT32_MAX, rm, st);
    }

    public static int int64ToF32(long value, int rm, FloatStatus st) {
        boolean inexact = significantBits(value) > 24;
        if (inexact && rm != RNE) {
            return Float32.fromInt64(value, rm, st);
        }
        noteInexact(inexact, st);
        return Float.floatToRawIntBits(value);
    }

    public static int uint64ToF32(long value, int rm, FloatStatus st) {
        return value >= 0 ? int64ToF32(value, rm, st) : Float32.fromUint64(value, rm, st);
    }

    public static int f64ToF32(long a, int rm, FloatStatus st) {
        double x = Double.longBitsToDouble(a);
        float rounded = (float) x;
        int bits = Float.floatToRawIntBits(rounded);
        if (isAboveMinNormal(bits) && (rm == RNE || rounded == x)) {
            noteInexact(rounded != x, st);
            return bits;
        }
        return Float64.toFloat32(a, rm, st);
    }

    public static long f32ToF64(int a, FloatStatus st) {
        float x = Float.intBitsToFloat(a);
        return x == x ? Double.doubleToRawLongBits(x) : Float32.toFloat64(a, st);
    }

    /** Bits from the first to the last one of the magnitude; not positive for 0. */
    private static int significantBits(long value) {
        long magnitude = value < 0 ? -value : value;
        return 64 - Long.numberOfLeadingZeros(magnitude) - Long.numberOfTrailingZeros(magnitude);
    }

    private static void noteInexact(boolean inexact, FloatStatus st) {
        if (inexact) {
            st.flags |= NX;
        }
    }

    private static boolean isFinite(long bits) {
        return (bits & Round64.INFINITY) != Round64.INFINITY;
    }

    private static boolean isFinite(int bits) {
        return (bits & Round32.INFINITY) != Round32.INFINITY;
    }

    /** Whether MIN_NORMAL < |bits| < INFINITY. */
    private static boolean isAboveMinNormal(long bits) {
        return (bits & Float64.MAGNITUDE_MASK) - (MIN_NORMAL_64 + 1) + Long.MIN_VALUE
                < Round64.INFINITY - (MIN_NORMAL_64 + 1) + Long.MIN_VALUE;
    }

    /** Whether MIN_NORMAL < |bits| < INFINITY. */
    private static boolean isAboveMinNormal(int bits) {
        return (bits & Float32.MAGNITUDE_MASK) - (MIN_NORMAL_32 + 1) + Integer.MIN_VALUE
                < Round32.INFINITY - (MIN_NORMAL_32 + 1) + Integer.MIN_VALUE;
    }

    private static int exponentField(long a) {
        return (int) (a >>> 52) & 0x7ff;
    }

    /** Of a normal number. */
    private static long significand(long a) {
        return a & FRACTION_MASK_64 | LEADING_BIT_64;
    }
}
