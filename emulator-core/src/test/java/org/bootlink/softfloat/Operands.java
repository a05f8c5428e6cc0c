// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Operands that sit on the edges of a format, alone and in relation to each other. */
final class Operands {
    private final Format format;
    private final SplittableRandom random;
    private final long[] boundaries;
    private final long allBits;

    /** The latest triple of {@link #next()}. */
    long a;
    long b;
    long c;

    Operands(Format format, long seed) {
        this.format = format;
        random = new SplittableRandom(seed);
        boundaries = boundaries(format);
        allBits = format.signMask | format.signMask - 1;
    }

    /** Boundary values of both signs. */
    static long[] boundaries(Format f) {
        int p = f.precision;
        long one = f.of(1);
        return LongStream.of(
                0, 1, 2, 3, f.minNormal / 2, f.minNormal - 2, f.minNormal - 1,
                f.minNormal, f.minNormal + 1, 2 * f.minNormal - 1, 2 * f.minNormal,
                f.of(Math.scalb(1, f.emin / 2)), f.of(Math.scalb(1, -p - 1)), f.of(Math.scalb(1, -p)) + 1,
                f.of(0.5) - 1, f.of(0.5), one - 2, one - 1, one, one + 1, one + 2, f.of(1.5), f.of(2), f.of(3),
                f.of(Math.scalb(1, p - 1)) + 1, f.of(Math.scalb(1, p)) - 1, f.of(Math.scalb(1, p)) + 1,
                f.of(Math.scalb(1, 31)) - 1, f.of(Math.scalb(1, 63)), f.of(Math.scalb(1, f.emax / 2)) + 1,
                f.of(Math.scalb(1, f.emax)) - 1, f.of(Math.scalb(1, f.emax)), f.maxFinite - 1, f.maxFinite,
                f.infinity, f.canonicalNan, f.infinity + 1, f.canonicalNan - 1, f.canonicalNan + 1)
                .flatMap(x -> LongStream.of(x, x | f.signMask)).toArray();
    }

    void next() {
        a = single();
        b = random.nextInt(3) == 0 ? related(a) : single();
        c = random.nextBoolean() ? nearProduct() : single();
    }

    long single() {
        long any = random.nextLong() & allBits;
        long sign = any & format.signMask;
        long fraction = any & format.minNormal - 1;
        switch (random.nextInt(7)) {
            case 0:
                return any;
            case 1:
                return boundaries[random.nextInt(boundaries.length)];
            case 2:
                return boundaries[random.nextInt(boundaries.length)] + random.nextInt(-4, 5) & allBits;
            case 3: // near one
                return sign | exponentNearBias() | fraction;
            case 4: // few significant bits, for exact results and ties
                return sign | exponentNearBias() | fraction & ~0L << format.precision - 1 - random.nextInt(14);
            case 5: // many ones
                return sign | exponentNearBias()
                        | (fraction | ~0L << random.nextInt(format.precision)) & format.minNormal - 1;
            default: // subnormal of any length
                return sign | fraction >>> random.nextInt(format.precision);
        }
    }

    private long exponentNearBias() {
        int e = format.emax + random.nextInt(-format.precision - 3, format.precision + 4);
        return (long) e << format.precision - 1;
    }

    /** A second operand whose sum, product or quotient with x is on an edge. */
    private long related(long x) {
        double value = format.toDouble(x);
        long y;
        switch (random.nextInt(6)) {
            case 0: // nearly cancels
                y = x ^ format.signMask;
                break;
            case 1: // half a unit in the last place of x
                y = format.of(Math.ulp(value) / 2);
                break;
            case 2: // product near the smallest normal number
                y = format.of(format.toDouble(format.minNormal) / value);
                break;
            case 3: // product near the largest
                y = format.of(format.toDouble(format.maxFinite) / value);
                break;
            case 4: // quotient near the smallest normal number
                y = format.of(value / format.toDouble(format.minNormal));
                break;
            default: // quotient near the largest
                y = format.of(value / format.toDouble(format.maxFinite));
                break;
        }
        return y + random.nextInt(-2, 3) & allBits;
    }

    /** An addend about as large as a * b, far smaller, or half a unit of it. */
    private long nearProduct() {
        double product = format.toDouble(a) * format.toDouble(b);
        long y = switch (random.nextInt(4)) {
            case 0 -> format.of(-product);
            case 1 -> format.of(Math.scalb(product, random.nextInt(-120, 60)));
            case 2 -> format.of(Math.scalb(product, -format.precision));
            default -> format.of(-Math.scalb(product, -format.precision + random.nextInt(-2, 3)));
        };
        return y + random.nextInt(-1, 2) & allBits;
    }
}
