// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversions between the formats and integers, soft and hard, against exact arithmetic. */
class ConversionTest {
    private static final int RANDOM_VALUES = 20_000;
    private static final int[] INITIAL_FLAGS = {0, FloatStatus.NX, 31};

    private final FloatStatus status = new FloatStatus();

    /** The four integer types of FCVT. */
    private enum Type {
        INT32(-(1L << 31), 31), UINT32(0, 32), INT64(Long.MIN_VALUE, 63), UINT64(0, 64);

        final BigInteger min;
        final BigInteger max;

        Type(long min, int maxBits) {
            this.min = BigInteger.valueOf(min);
            max = BigInteger.ONE.shiftLeft(maxBits).subtract(BigInteger.ONE);
        }

        /** The number in the low bits of {@code value} as this type reads it. */
        BigInteger number(long value) {
            return switch (this) {
                case INT32 -> BigInteger.valueOf((int) value);
                case UINT32 -> BigInteger.valueOf(value & 0xffff_ffffL);
                case INT64 -> BigInteger.valueOf(value);
                case UINT64 -> new BigInteger(Long.toUnsignedString(value));
            };
        }

        /** The reverse of {@link #number}; 32-bit types are sign-extended, as in a register. */
        long bits(BigInteger number) {
            return this == INT32 || this == UINT32 ? number.intValue() : number.longValue();
        }

        long fromFloat(boolean hard, Format format, long a, int rm, FloatStatus st) {
            int x = (int) a;
            if (format == Format.BINARY64) {
                return switch (this) {
                    case INT32 -> hard ? HardFloat.f64ToInt32(a, rm, st) : Float64.toInt32(a, rm, st);
                    case UINT32 -> hard ? HardFloat.f64ToUint32(a, rm, st) : Float64.toUint32(a, rm, st);
                    case INT64 -> hard ? HardFloat.f64ToInt64(a, rm, st) : Float64.toInt64(a, rm, st);
                    case UINT64 -> hard ? HardFloat.f64ToUint64(a, rm, st) : Float64.toUint64(a, rm, st);
                };
            }
            return switch (this) {
                case INT32 -> hard ? HardFloat.f32ToInt32(x, rm, st) : Float32.toInt32(x, rm, st);
                case UINT32 -> hard ? HardFloat.f32ToUint32(x, rm, st) : Float32.toUint32(x, rm, st);
                case INT64 -> hard ? HardFloat.f32ToInt64(x, rm, st) : Float32.toInt64(x, rm, st);
                case UINT64 -> hard ? HardFloat.f32ToUint64(x, rm, st) : Float32.toUint64(x, rm, st);
            };
        }

        long toFloat(boolean hard, Format format, long v, int rm, FloatStatus st) {
            int w = (int) v;
            if (format == Format.BINARY64) {
                return switch (this) {
                    case INT32 -> hard ? HardFloat.int32ToF64(w) : Float64.fromInt32(w, rm, st);
                    case UINT32 -> hard ? HardFloat.uint32ToF64(w) : Float64.fromUint32(w, rm, st);
                    case INT64 -> hard ? HardFloat.int64ToF64(v, rm, st) : Float64.fromInt64(v, rm, st);
                    case UINT64 -> hard ? HardFloat.uint64ToF64(v, rm, st) : Float64.fromUint64(v, rm, st);
                };
            }
            return 0xffff_ffffL & switch (this) {
                case INT32 -> hard ? HardFloat.int32ToF32(w, rm, st) : Float32.fromInt32(w, rm, st);
                case UINT32 -> hard ? HardFloat.uint32ToF32(w, rm, st) : Float32.fromUint32(w, rm, st);
                case INT64 -> hard ? HardFloat.int64ToF32(v, rm, st) : Float32.fromInt64(v, rm, st);
                case UINT64 -> hard ? HardFloat.uint64ToF32(v, rm, st) : Float32.fromUint64(v, rm, st);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void floatToIntegerRoundsByModeAndSaturatesWithInvalidAlone(Format format) {
        LongStream.concat(LongStream.of(Operands.boundaries(format)), integerEdges(format))
                .forEach(a -> checkToIntegers(format, a));
        SplittableRandom random = new SplittableRandom(4);
        Operands operands = new Operands(format, 4);
        for (int i = 0; i < RANDOM_VALUES; i++) {
            checkToIntegers(format, operands.single());
            double anyMagnitude = Math.scalb(random.nextDouble(-1, 1), random.nextInt(-2, 67));
            checkToIntegers(format, format.of(anyMagnitude));
            checkToIntegers(format, format.of(random.nextInt(-1000, 1000) / 4.0));
        }
    }

    /** Around 0, 0.5, 1 and the limits of each type, a few units in the last place to each side. */
    private static LongStream integerEdges(Format format) {
        double[] centres = {0.5, 1, 1.5, 2, 2.5, 0x1p31, 0x1p31 - 0.5, 0x1p31 + 0.5, 0x1p31 - 1, 0x1p31 + 1,
            0x1p32, 0x1p32 - 0.5, 0x1p32 - 1, 0x1p63, 0x1p64, 0x1p65};
        return LongStream.range(0, centres.length).flatMap(i -> LongStream.rangeClosed(-4, 4)
                .map(ulps -> format.of(centres[(int) i]) + ulps)
                .flatMap(bits -> LongStream.of(bits, bits | format.signMask)));
    }

    private void checkToIntegers(Format format, long a) {
        for (int rm = Rounding.RNE; rm <= Rounding.RMM; rm++) {
            if (format.isNan(a) || format.isInfinite(a)) {
                boolean low = !format.isNan(a) && format.isNegative(a);
                for (Type type : Type.values()) {
                    checkToInteger(format, a, type, rm, low ? type.min : type.max, FloatStatus.NV);
                }
                continue;
            }
            int places = Math.max(-format.quantum(a), 0);
            BigInteger scaled = format.significand(a).shiftLeft(Math.max(format.quantum(a), 0));
            BigInteger floor = scaled.shiftRight(places);
            BigInteger fraction = scaled.subtract(floor.shiftLeft(places));
            boolean inexact = fraction.signum() != 0;
            int half = fraction.shiftLeft(1).compareTo(BigInteger.ONE.shiftLeft(places));
            boolean up = switch (rm) {
                case Rounding.RNE -> half > 0 || half == 0 && floor.testBit(0);
                case Rounding.RTZ -> inexact && format.isNegative(a);
                case Rounding.RDN -> false;
                case Rounding.RUP -> inexact;
                default -> half > 0 || half == 0 && !format.isNegative(a);
            };
            BigInteger integer = up ? floor.add(BigInteger.ONE) : floor;
            int flags = inexact ? FloatStatus.NX : 0;
            for (Type type : Type.values()) {
                BigInteger saturated = integer.min(type.max).max(type.min);
                checkToInteger(format, a, type, rm, saturated,
                        saturated.equals(integer) ? flags : FloatStatus.NV);
            }
        }
    }

    private void checkToInteger(Format format, long a, Type type, int rm, BigInteger expected,
            int flags) {
        long expectedBits = type.bits(expected);
        for (int initial : INITIAL_FLAGS) {
            for (int hard = 0; hard <= 1; hard++) {
                status.flags = initial;
                long actual = type.fromFloat(hard != 0, format, a, rm, status);
                if (actual != expectedBits || status.flags != (initial | flags)) {
                    fail(String.format("%s %x to %s rm=%d hard=%d fflags=%x: expected %x flags %x,"
                            + " got %x flags %x", format, a, type, rm, hard, initial, expectedBits,
                            initial | flags, actual, status.flags));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void integerToFloatRoundsByModeWithInexactAlone(Format format) {
        Oracle oracle = new Oracle(format);
        for (int bit = 0; bit < 64; bit++) {
            for (long delta = -3; delta <= 3; delta++) {
                checkFromIntegers(oracle, format, (1L << bit) + delta);
                checkFromIntegers(oracle, format, -(1L << bit) + delta);
                int unitLog2 = Math.max(bit - format.precision, 0);
                checkFromIntegers(oracle, format, (1L << bit) + (delta << unitLog2));
                checkFromIntegers(oracle, format, (-1L << bit) + (delta << unitLog2));
            }
        }
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < RANDOM_VALUES; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            checkFromIntegers(oracle, format, value);
            checkFromIntegers(oracle, format, value << random.nextInt(64));
        }
    }

    private void checkFromIntegers(Oracle oracle, Format format, long value) {
        for (Type type : Type.values()) {
            BigInteger number = type.number(value);
            if (number.signum() != 0) {
                oracle.round(number.signum() < 0, number.abs(), BigInteger.ONE, 0);
            }
            for (int rm = Rounding.RNE; rm <= Rounding.RMM; rm++) {
                long expected = number.signum() != 0 ? oracle.bits[rm] : 0;
                int flags = number.signum() != 0 ? oracle.flags[rm] : 0;
                for (int initial : INITIAL_FLAGS) {
                    for (int hard = 0; hard <= 1; hard++) {
                        status.flags = initial;
                        long actual = type.toFloat(hard != 0, format, value, rm, status);
                        if (actual != expected || status.flags != (initial | flags)) {
                            fail(String.format("%s %x to %s rm=%d hard=%d fflags=%x: expected %x flags %x,"
                                    + " got %x flags %x", type, value, format, rm, hard, initial, expected,
                                    initial | flags, actual, status.flags));
                        }
                    }
                }
            }
        }
    }

    @Test
    void narrowingRoundsByModeWithOverflowUnderflowAndInexact() {
        Oracle oracle = new Oracle(Format.BINARY32);
        for (long a : Operands.boundaries(Format.BINARY64)) {
            checkNarrowing(oracle, a);
        }
        for (long narrow : Operands.boundaries(Format.BINARY32)) {
            long wide = Double.doubleToRawLongBits(Float.intBitsToFloat((int) narrow));
            for (long delta = -2; delta <= 2; delta++) {
                checkNarrowing(oracle, wide + delta);
                checkNarrowing(oracle, wide + (1L << 28) + delta);
                checkNarrowing(oracle, wide - (1L << 27) + delta);
                checkNarrowing(oracle, wide - (1L << 28) + delta);
            }
        }
        Operands operands = new Operands(Format.BINARY64, 6);
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < RANDOM_VALUES; i++) {
            checkNarrowing(oracle, operands.single());
            double inRange = Math.scalb(random.nextDouble(-2, 2), random.nextInt(-152, 130));
            checkNarrowing(oracle, Double.doubleToRawLongBits(inRange) & -1L << random.nextInt(53));
        }
    }

    private void checkNarrowing(Oracle oracle, long a) {
        Format wide = Format.BINARY64;
        Format narrow = Format.BINARY32;
        long sign = wide.isNegative(a) ? narrow.signMask : 0;
        boolean finite = !wide.isNan(a) && !wide.isInfinite(a) && !wide.isZero(a);
        if (finite) {
            oracle.round(sign != 0, wide.significand(a).abs(), BigInteger.ONE, wide.quantum(a));
        }
        for (int rm = Rounding.RNE; rm <= Rounding.RMM; rm++) {
            long expected = finite ? oracle.bits[rm]
                    : wide.isNan(a) ? narrow.canonicalNan : sign | (wide.isInfinite(a) ? narrow.infinity : 0);
            int flags = finite ? oracle.flags[rm] : wide.isSignaling(a) ? FloatStatus.NV : 0;
            for (int initial : INITIAL_FLAGS) {
                for (int hard = 0; hard <= 1; hard++) {
                    status.flags = initial;
                    long actual = 0xffff_ffffL & (hard != 0
                            ? HardFloat.f64ToF32(a, rm, status) : Float64.toFloat32(a, rm, status));
                    if (actual != expected || status.flags != (initial | flags)) {
                        fail(String.format("%x rm=%d hard=%d fflags=%x: expected %x flags %x, got %x flags %x",
                                a, rm, hard, initial, expected, initial | flags, actual, status.flags));
                    }
                }
            }
        }
    }

    @Test
    void wideningIsExactAndRaisesInvalidForSignalingNanAlone() {
        Operands operands = new Operands(Format.BINARY32, 7);
        LongStream.concat(LongStream.of(Operands.boundaries(Format.BINARY32)),
                LongStream.generate(operands::single).limit(RANDOM_VALUES)).forEach(a -> {
                    double value = Float.intBitsToFloat((int) a);
                    status.flags = 0;
                    assertEquals(Double.doubleToLongBits(value), Float32.toFloat64((int) a, status));
                    assertEquals(Format.BINARY32.isSignaling(a) ? FloatStatus.NV : 0, status.flags);
                    status.flags = 0;
                    assertEquals(Double.doubleToLongBits(value), HardFloat.f32ToF64((int) a, status));
                    assertEquals(Format.BINARY32.isSignaling(a) ? FloatStatus.NV : 0, status.flags);
                });
    }

    /** The table "Domains of float-to-integer conversions and behavior for invalid inputs". */
    @ParameterizedTest
    @CsvSource({
        "0xffefffffffffffff, 0xffffffff80000000, 0, 0x8000000000000000, 0",
        "0xfff0000000000000, 0xffffffff80000000, 0, 0x8000000000000000, 0",
        "0x7fefffffffffffff, 0x7fffffff, -1, 0x7fffffffffffffff, -1",
        "0x7ff0000000000000, 0x7fffffff, -1, 0x7fffffffffffffff, -1",
        "0x7ff8000000000000, 0x7fffffff, -1, 0x7fffffffffffffff, -1",
        "0xfff8000000000000, 0x7fffffff, -1, 0x7fffffffffffffff, -1",
        "0x7ff0000000000001, 0x7fffffff, -1, 0x7fffffffffffffff, -1",
    })
    void invalidInputsGiveTheManualsValues(String input, String int32, String uint32, String int64,
            String uint64) {
        long a = parse(input);
        assertEquals((int) parse(int32), Float64.toInt32(a, Rounding.RNE, status));
        assertEquals((int) parse(uint32), Float64.toUint32(a, Rounding.RNE, status));
        assertEquals(parse(int64), Float64.toInt64(a, Rounding.RNE, status));
        assertEquals(parse(uint64), Float64.toUint64(a, Rounding.RNE, status));
        assertEquals(FloatStatus.NV, status.flags);
    }

    private static long parse(String number) {
        return number.startsWith("0x")
                ? Long.parseUnsignedLong(number.substring(2), 16) : Long.parseLong(number);
    }
}
