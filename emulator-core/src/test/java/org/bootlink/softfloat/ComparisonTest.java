// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Comparison, minimum, maximum and classification over all pairs of boundary values. */
class ComparisonTest {
    private final FloatStatus status = new FloatStatus();

    @ParameterizedTest
    @EnumSource
    void equalityIsQuietAndOrderIsSignaling(Format format) {
        forAllPairs(format, (a, b) -> {
            double x = format.toDouble(a);
            double y = format.toDouble(b);
            boolean unordered = format.isNan(a) || format.isNan(b);
            boolean signaling = format.isSignaling(a) || format.isSignaling(b);
            for (boolean hard : new boolean[] {false, true}) {
                check(a, b, x == y, signaling, eq(hard, format, a, b));
                check(a, b, x < y, unordered, lt(hard, format, a, b));
                check(a, b, x <= y, unordered, le(hard, format, a, b));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void minimumAndMaximumPreferNumbersAndOrderZeros(Format format) {
        forAllPairs(format, (a, b) -> {
            boolean signaling = format.isSignaling(a) || format.isSignaling(b);
            boolean firstIsLess = Double.compare(format.toDouble(a), format.toDouble(b)) < 0;
            long min = firstIsLess ? a : b;
            long max = firstIsLess ? b : a;
            if (format.isNan(a) || format.isNan(b)) {
                min = !format.isNan(a) ? a : !format.isNan(b) ? b : format.canonicalNan;
                max = min;
            }
            boolean wide = format == Format.BINARY64;
            check(a, b, min, signaling, wide ? Float64.min(a, b, status)
                    : Float32.min((int) a, (int) b, status) & 0xffff_ffffL);
            check(a, b, max, signaling, wide ? Float64.max(a, b, status)
                    : Float32.max((int) a, (int) b, status) & 0xffff_ffffL);
        });
    }

    @ParameterizedTest
    @EnumSource
    void classIsTheManualsBitNumber(Format format) {
        long minus = format.signMask;
        assertClass(format, 0, minus | format.infinity);
        assertClass(format, 1, minus | format.maxFinite, minus | format.minNormal);
        assertClass(format, 2, minus | format.minNormal - 1, minus | 1);
        assertClass(format, 3, minus);
        assertClass(format, 4, 0);
        assertClass(format, 5, 1, format.minNormal - 1);
        assertClass(format, 6, format.minNormal, format.maxFinite);
        assertClass(format, 7, format.infinity);
        assertClass(format, 8, format.infinity + 1, format.canonicalNan - 1, minus | format.infinity + 1);
        assertClass(format, 9, format.canonicalNan, format.canonicalNan + 1, minus | format.canonicalNan);
    }

    private static void assertClass(Format format, int bit, long... values) {
        for (long a : values) {
            int mask = format == Format.BINARY64 ? Float64.classify(a) : Float32.classify((int) a);
            assertEquals(1 << bit, mask, () -> Long.toHexString(a));
        }
    }

    private boolean eq(boolean hard, Format format, long a, long b) {
        int x = (int) a;
        int y = (int) b;
        if (format == Format.BINARY64) {
            return hard ? HardFloat.eq64(a, b, status) : Float64.eq(a, b, status);
        }
        return hard ? HardFloat.eq32(x, y, status) : Float32.eq(x, y, status);
    }

    private boolean lt(boolean hard, Format format, long a, long b) {
        int x = (int) a;
        int y = (int) b;
        if (format == Format.BINARY64) {
            return hard ? HardFloat.lt64(a, b, status) : Float64.lt(a, b, status);
        }
        return hard ? HardFloat.lt32(x, y, status) : Float32.lt(x, y, status);
    }

    private boolean le(boolean hard, Format format, long a, long b) {
        int x = (int) a;
        int y = (int) b;
        if (format == Format.BINARY64) {
            return hard ? HardFloat.le64(a, b, status) : Float64.le(a, b, status);
        }
        return hard ? HardFloat.le32(x, y, status) : Float32.le(x, y, status);
    }

    /** Checks a result just computed and the flags it left, then clears these. */
    private void check(long a, long b, Object expected, boolean invalid, Object actual) {
        assertEquals(expected, actual, () -> String.format("%x, %x", a, b));
        assertEquals(invalid ? FloatStatus.NV : 0, status.flags,
                () -> String.format("flags of %x, %x", a, b));
        status.flags = 0;
    }

    private interface PairCheck {
        void check(long a, long b);
    }

    private static void forAllPairs(Format format, PairCheck check) {
        for (long a : Operands.boundaries(format)) {
            for (long b : Operands.boundaries(format)) {
                check.check(a, b);
            }
        }
    }
}
