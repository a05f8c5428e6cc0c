// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

import java.math.BigInteger;

/**
 * Results and flags by the definitions of IEEE 754-2019, in exact rational arithmetic; shares no
 * code with what it checks. Each operation leaves its outcome for every rounding mode in
 * {@link #bits} and {@link #flags}, both indexed by the mode.
 */
final class Oracle {
    /** Bits of a root beyond the precision, before the sticky one. */
    private static final int ROOT_GUARD_BITS = 20;

    final long[] bits = new long[5];
    final int[] flags = new int[5];
    private final Format format;

    Oracle(Format format) {
        this.format = format;
    }

    void evaluate(Operation operation, long a, long b, long c) {
        switch (operation) {
            case ADD -> add(a, b);
            case SUB -> sub(a, b);
            case MUL -> mul(a, b);
            case DIV -> div(a, b);
            case SQRT -> sqrt(a);
            case FMA -> fma(a, b, c);
        }
    }

    private void sub(long a, long b) {
        add(a, format.isNan(b) ? b : b ^ format.signMask);
    }

    private void add(long a, long b) {
        if (nan(a, b, 0)) {
            return;
        }
        if (format.isInfinite(a) || format.isInfinite(b)) {
            if (format.isInfinite(a) && format.isInfinite(b) && a != b) {
                all(format.canonicalNan, FloatStatus.NV);
            } else {
                all(format.isInfinite(a) ? a : b, 0);
            }
            return;
        }
        sum(format.significand(a), format.quantum(a), format.isNegative(a), b);
    }

    /** m * 2^q + c; {@code negative} matters if m is zero. */
    private void sum(BigInteger m, int q, boolean negative, long c) {
        int common = Math.min(q, format.quantum(c));
        BigInteger total = m.shiftLeft(q - common)
                .add(format.significand(c).shiftLeft(format.quantum(c) - common));
        if (total.signum() == 0) {
            boolean alike = negative == format.isNegative(c);
            for (int rm = 0; rm < 5; rm++) {
                boolean minus = alike ? negative : rm == Rounding.RDN;
                set(rm, minus ? format.signMask : 0, 0);
            }
            return;
        }
        round(total.signum() < 0, total.abs(), BigInteger.ONE, common);
    }

    private void mul(long a, long b) {
        if (nan(a, b, 0)) {
            return;
        }
        long sign = (a ^ b) & format.signMask;
        if (format.isInfinite(a) || format.isInfinite(b)) {
            if (format.isZero(a) || format.isZero(b)) {
                all(format.canonicalNan, FloatStatus.NV);
            } else {
                all(sign | format.infinity, 0);
            }
            return;
        }
        BigInteger product = format.significand(a).multiply(format.significand(b)).abs();
        if (product.signum() == 0) {
            all(sign, 0);
            return;
        }
        round(sign != 0, product, BigInteger.ONE, format.quantum(a) + format.quantum(b));
    }

    private void div(long a, long b) {
        if (nan(a, b, 0)) {
            return;
        }
        long sign = (a ^ b) & format.signMask;
        if (format.isInfinite(a) && format.isInfinite(b) || format.isZero(a) && format.isZero(b)) {
            all(format.canonicalNan, FloatStatus.NV);
        } else if (format.isInfinite(a)) {
            all(sign | format.infinity, 0);
        } else if (format.isInfinite(b) || format.isZero(a)) {
            all(sign, 0);
        } else if (format.isZero(b)) {
            all(sign | format.infinity, FloatStatus.DZ);
        } else {
            round(sign != 0, format.significand(a).abs(), format.significand(b).abs(),
                    format.quantum(a) - format.quantum(b));
        }
    }

    private void sqrt(long a) {
        if (nan(a, 0, 0)) {
            return;
        }
        if (format.isZero(a) || a == format.infinity) {
            all(a, 0);
        } else if (format.isNegative(a)) {
            all(format.canonicalNan, FloatStatus.NV);
        } else {
            int shift = 2 * (format.precision + ROOT_GUARD_BITS) + (format.quantum(a) & 1);
            BigInteger[] root = format.significand(a).shiftLeft(shift).sqrtAndRemainder();
            // An irrational root is somewhere between two multiples; halfway stands for all of it.
            BigInteger sticky = BigInteger.valueOf(root[1].signum());
            round(false, root[0].shiftLeft(1).add(sticky), BigInteger.ONE,
                    (format.quantum(a) - shift) / 2 - 1);
        }
    }

    private void fma(long a, long b, long c) {
        boolean invalidProduct = format.isInfinite(a) && format.isZero(b)
                || format.isZero(a) && format.isInfinite(b);
        if (invalidProduct) {
            all(format.canonicalNan, FloatStatus.NV);
            return;
        }
        if (nan(a, b, c)) {
            return;
        }
        long sign = (a ^ b) & format.signMask;
        if (format.isInfinite(a) || format.isInfinite(b)) {
            if (format.isInfinite(c) && (c & format.signMask) != sign) {
                all(format.canonicalNan, FloatStatus.NV);
            } else {
                all(sign | format.infinity, 0);
            }
        } else if (format.isInfinite(c)) {
            all(c, 0);
        } else {
            sum(format.significand(a).multiply(format.significand(b)),
                    format.quantum(a) + format.quantum(b), sign != 0, c);
        }
    }

    private boolean nan(long a, long b, long c) {
        if (!format.isNan(a) && !format.isNan(b) && !format.isNan(c)) {
            return false;
        }
        boolean signaling = format.isSignaling(a) || format.isSignaling(b) || format.isSignaling(c);
        all(format.canonicalNan, signaling ? FloatStatus.NV : 0);
        return true;
    }

    /** Rounds the positive num / den * 2^scale with the given sign. */
    void round(boolean negative, BigInteger num, BigInteger den, int scale) {
        int p = format.precision;
        int e = num.bitLength() - den.bitLength();
        if (scaled(num, -e).compareTo(scaled(den, e)) < 0) {
            e--;
        }
        e += scale; // 2^e <= value < 2^(e+1)
        int q = Math.max(e, format.emin) - (p - 1);
        BigInteger divisor = scaled(den, q - scale);
        BigInteger[] parts = scaled(num, scale - q).divideAndRemainder(divisor);
        long n = parts[0].longValueExact();
        int half = parts[1].shiftLeft(1).compareTo(divisor);
        boolean exact = parts[1].signum() == 0;

        // The same with unbounded exponent, which decides tininess after rounding.
        int unboundedQ = e - (p - 1);
        long unboundedN = 0;
        int unboundedHalf = 0;
        boolean unboundedExact = true;
        if (e == format.emin - 1) {
            BigInteger d = scaled(den, unboundedQ - scale);
            BigInteger[] u = scaled(num, scale - unboundedQ).divideAndRemainder(d);
            unboundedN = u[0].longValueExact();
            unboundedHalf = u[1].shiftLeft(1).compareTo(d);
            unboundedExact = u[1].signum() == 0;
        }
        long sign = negative ? format.signMask : 0;
        for (int rm = 0; rm < 5; rm++) {
            long rounded = n + increment(rm, negative, n, half, exact);
            boolean overflow = e > format.emax || e == format.emax && rounded == 1L << p;
            if (overflow) {
                boolean infinite = rm == Rounding.RNE || rm == Rounding.RMM
                        || rm == Rounding.RUP && !negative || rm == Rounding.RDN && negative;
                set(rm, sign | (infinite ? format.infinity : format.maxFinite),
                        FloatStatus.OF | FloatStatus.NX);
                continue;
            }
            boolean tiny = e < format.emin;
            if (e == format.emin - 1) {
                tiny = unboundedN + increment(rm, negative, unboundedN, unboundedHalf, unboundedExact)
                        < 1L << p;
            }
            int flag = exact ? 0 : tiny ? FloatStatus.UF | FloatStatus.NX : FloatStatus.NX;
            set(rm, sign | encode(rounded, q), flag);
        }
    }

    /** x * 2^n for positive n, else x. */
    private static BigInteger scaled(BigInteger x, int n) {
        return n > 0 ? x.shiftLeft(n) : x;
    }

    private static int increment(int rm, boolean negative, long n, int half, boolean exact) {
        boolean up = switch (rm) {
            case Rounding.RNE -> half > 0 || half == 0 && (n & 1) != 0;
            case Rounding.RTZ -> false;
            case Rounding.RDN -> negative && !exact;
            case Rounding.RUP -> !negative && !exact;
            case Rounding.RMM -> half >= 0;
            default -> throw new IllegalArgumentException("rm " + rm);
        };
        return up ? 1 : 0;
    }

    private long encode(long n, int q) {
        if (n == 1L << format.precision) {
            return encode(n >> 1, q + 1);
        }
        if (n < format.minNormal) {
            return n;
        }
        long field = q + format.precision - 1 + format.emax;
        return field << format.precision - 1 | n - format.minNormal;
    }

    private void all(long result, int flag) {
        for (int rm = 0; rm < 5; rm++) {
            set(rm, result, flag);
        }
    }

    private void set(int rm, long result, int flag) {
        bits[rm] = result;
        flags[rm] = flag;
    }
}
