// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

import static org.junit.jupiter.api.Assertions.fail;

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
                long actual = operation.soft(format, operands.a, operands.b, operands.c, Rounding.RNE, status);
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
