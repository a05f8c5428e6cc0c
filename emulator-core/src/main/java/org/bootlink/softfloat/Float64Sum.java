// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

/** The second half of the binary64 fused multiply-add: adds a 128-bit product and an addend. */
final class Float64Sum {
    private Float64Sum() {
    }

    /**
     * Rounds (high:low) * 2^(ep - BIAS - 126) + addend * 2^(ec - BIAS - 62).
     *
     * <p>A jammed bit is harmless: the product has at least 21 zeros at its end and the addend 74, so
     * where bits are lost the difference keeps its leading bit at 125 or above.
     *
     * @param high in [2^62, 2^63)
     * @param addend in [2^62, 2^63)
     */
    static long addProduct(long productSign, int ep, long high, long low,
            long addendSign, int ec, long addend, int rm, FloatStatus st) {
        long addendHigh = addend;
        long addendLow = 0;
        int e = ep;
        int shift = ep - ec;
        if (shift < 0) {
            e = ec;
            low = shiftedLow(high, low, -shift);
            high = shiftedHigh(high, -shift);
        } else {
            addendLow = shiftedLow(addend, 0, shift);
            addendHigh = shiftedHigh(addend, shift);
        }
        if (productSign == addendSign) {
            long sumLow = low + addendLow;
            long sumHigh = high + addendHigh + (isBelow(sumLow, low) ? 1 : 0);
            if (sumHigh < 0) {
                return Round64.roundPack(productSign, e + 1,
                        sumHigh >>> 1 | sumHigh & 1 | Wide.jam(sumLow), rm, st);
            }
            return Round64.roundPack(productSign, e, sumHigh | Wide.jam(sumLow), rm, st);
        }
        if (high > addendHigh || high == addendHigh && !isBelow(low, addendLow)) {
            return roundDifference(productSign, e, high, low, addendHigh, addendLow, rm, st);
        }
        return roundDifference(addendSign, e, addendHigh, addendLow, high, low, rm, st);
    }

    /** Rounds x - y, which is not negative. */
    private static long roundDifference(long sign, int e, long xHigh, long xLow, long yHigh, long yLow,
            int rm, FloatStatus st) {
        long high = xHigh - yHigh - (isBelow(xLow, yLow) ? 1 : 0);
        long low = xLow - yLow;
        if (high == 0) {
            if (low == 0) {
                return Float64.exactZeroSum(rm);
            }
            high = low;
            low = 0;
            e -= 64;
            if (high < 0) {
                return Round64.roundPack(sign, e + 1, high >>> 1 | high & 1, rm, st);
            }
        }
        int shift = Long.numberOfLeadingZeros(high) - 1;
        high = high << shift | low >>> 1 >>> 63 - shift;
        return Round64.roundPack(sign, e - shift, high | Wide.jam(low << shift), rm, st);
    }

    private static boolean isBelow(long a, long b) {
        return a + Long.MIN_VALUE < b + Long.MIN_VALUE;
    }

    /** Upper half of high:low >>> n. */
    private static long shiftedHigh(long high, int n) {
        return n < 64 ? high >>> n : 0;
    }

    /** Lower half of high:low >>> n, jammed. */
    private static long shiftedLow(long high, long low, int n) {
        if (n < 64) {
            return high << 1 << 63 - n | Wide.shiftRightJam(low, n);
        }
        return Wide.shiftRightJam(high, n - 64) | Wide.jam(low);
    }
}
