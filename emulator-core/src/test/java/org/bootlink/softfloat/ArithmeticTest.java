// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arithmetic of both formats against {@link Oracle}, the host, and soft against hard. */
class ArithmeticTest {
    private static final int RANDOM_TRIPLES = 40_000;
    private static final int HOST_TRIPLES = 500_000;
    private static final int HARD_TRIPLES = 80_000;
    private static final int ALL_FLAGS = 31;
    private static final int[] INITIAL_FLAGS = {0, FloatStatus.NX, ALL_FLAGS};

    private final FloatStatus status = new FloatStatus();

    @ParameterizedTest
    @EnumSource
    void everyPairOfBoundaryValuesGivesTheExactResultAndFlagsInEveryMode(Format format) {
        Oracle oracle = new Oracle(format);
        long[] values = Operands.boundaries(format);
        for (Operation operation : Operation.values()) {
            if (operation != Operation.FMA) {
                for (long a : values) {
                    for (long b : values) {
                        checkAgainst(oracle, operation, format, a, b, 0);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTripleOfBoundaryValuesGivesTheExactFmaAndFlagsInEveryMode(Format format) {
        Oracle oracle = new Oracle(format);
        long[] values = Operands.boundaries(format);
        for (long a : values) {
            for (long b : values) {
                // The sign of a alone gives products of both signs.
                if (!format.isNegative(b)) {
                    for (long c : values) {
                        checkAgainst(oracle, Operation.FMA, format, a, b, c);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomOperandsGiveTheExactResultAndFlagsInEveryMode(Format format) {
        Oracle oracle = new Oracle(format);
        Operands operands = new Operands(format, 1);
        for (int i = 0; i < RANDOM_TRIPLES; i++) {
            operands.next();
            for (Operation operation : Operation.values()) {
                checkAgainst(oracle, operation, format, operands.a, operands.b, operands.c);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nearestEvenAgreesWithTheHost(Format format) {
        Operands operands = new Operands(format, 2);
        for (int i = 0; i < HOST_TRIPLES; i++) {
            operands.next();
            for (Operation operation : Operation.values()) {
                long actual = operation.soft(format, operands.a, operands.b, operands.c,
                        Rounding.RNE, status);
                long expected = operation.host(format, operands.a, operands.b, operands.c);
                if (actual != expected) {
                    report(operation, format, operands.a, operands.b, operands.c, Rounding.RNE, 0,
                            expected, 0, actual);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void hardEqualsSoftInResultAndFlagsOnBoundaryValues(Format format) {
        long[] values = Operands.boundaries(format);
        for (long a : values) {
            for (long b : values) {
                compareHardWithSoft(format, a, b, b ^ format.signMask);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void hardEqualsSoftInResultAndFlagsOnRandomValues(Format format) {
        Operands operands = new Operands(format, 3);
        for (int i = 0; i < HARD_TRIPLES; i++) {
            operands.next();
            compareHardWithSoft(format, operands.a, operands.b, operands.c);
        }
    }

    /** a * b is half a unit in the last place of c, plus one unit in its own last place. */
    @Test
    void fmaSeesTheLastBitOfAProductThatIsAlmostATie() {
        // 2^105 + 1 and 2^47 + 2
        checkNearTie(Format.BINARY64, 4525252887137481L, 8964099956182393L, 106);
        checkNearTie(Format.BINARY32, 8392705, 16769026, 48);
    }

    private void checkNearTie(Format format, long a, long b, int unitLog2) {
        Oracle oracle = new Oracle(format);
        double unit = Math.scalb(1.0, unitLog2);
        for (int delta = 0; delta < 4; delta++) {
            long c = format.of(Math.scalb(unit, format.precision - 1) + delta * unit);
            checkAgainst(oracle, Operation.FMA, format, format.of(a), format.of(b), c);
            checkAgainst(oracle, Operation.FMA, format, format.of(a), format.of(b), c | format.signMask);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sumWhoseResidualOverflowsIsInexact(Format format) {
        long oneAndAHalfUnits = format.of(1.5 * Math.scalb(1.0, format.emax - format.precision + 1));
        compareHardWithSoft(format, format.maxFinite, oneAndAHalfUnits | format.signMask, 0);
        compareHardWithSoft(format, oneAndAHalfUnits | format.signMask, format.maxFinite, 0);
    }

    @Test
    void binary32RootsAreExactForEverySignificand() {
        for (int a = Float.floatToRawIntBits(1); a < Float.floatToRawIntBits(4); a++) {
            int root = Float32.sqrt(a, Rounding.RTZ, status);
            // Exact products of 24-bit significands, as doubles.
            double low = Float.intBitsToFloat(root);
            double high = Float.intBitsToFloat(root + 1);
            double value = Float.intBitsToFloat(a);
            if (low * low > value || high * high <= value) {
                fail(String.format("sqrt(%x) = %x", a, root));
            }
        }
    }

    private void checkAgainst(Oracle oracle, Operation operation, Format format, long a, long b, long c) {
        oracle.evaluate(operation, a, b, c);
        for (int rm = Rounding.RNE; rm <= Rounding.RMM; rm++) {
            status.flags = 0;
            long actual = operation.soft(format, a, b, c, rm, status);
            if (actual != oracle.bits[rm] || status.flags != oracle.flags[rm]) {
                report(operation, format, a, b, c, rm, 0, oracle.bits[rm], oracle.flags[rm], actual);
            }
        }
    }

    private void compareHardWithSoft(Format format, long a, long b, long c) {
        for (Operation operation : Operation.values()) {
            for (int rm = Rounding.RNE; rm <= Rounding.RMM; rm++) {
                status.flags = 0;
                long expected = operation.soft(format, a, b, c, rm, status);
                int raised = status.flags;
                for (int initial : INITIAL_FLAGS) {
                    status.flags = initial;
                    long actual = operation.hard(format, a, b, c, rm, status);
                    if (actual != expected || status.flags != (initial | raised)) {
                        report(operation, format, a, b, c, rm, initial, expected, initial | raised, actual);
                    }
                }
            }
        }
    }

    private void report(Operation operation, Format format, long a, long b, long c, int rm, int initial,
            long expected, int expectedFlags, long actual) {
        fail(String.format("%s %s(%x, %x, %x) rm=%d fflags=%x: expected %x flags %x, got %x flags %x",
                format, operation, a, b, c, rm, initial, expected, expectedFlags, actual, status.flags));
    }
}
