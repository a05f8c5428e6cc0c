// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

/**
 * Rounding modes in the encoding of {@code frm} and of an instruction's {@code rm} field.
 *
 * <p>Operations expect one of these five. They do not check: the caller raises the illegal
 * instruction exception for 5 and 6 and replaces 7 (DYN) by {@code frm}. Any other value rounds
 * like {@link #RTZ}.
 *
 * <p>Sources: RISC-V Unprivileged ISA 20240411, <em>"F" Extension</em>, "Rounding mode encoding";
 * IEEE 754-2019 4.3.
 */
public final class Rounding {
    /** To nearest, ties to even. */
    public static final int RNE = 0;
    /** Towards zero. */
    public static final int RTZ = 1;
    /** Down, towards minus infinity. */
    public static final int RDN = 2;
    /** Up, towards plus infinity. */
    public static final int RUP = 3;
    /** To nearest, ties to maximum magnitude. */
    public static final int RMM = 4;

    private Rounding() {
    }

    /** Whether this mode rounds every inexact magnitude of that sign up, away from zero. */
    static boolean awayFromZero(int rm, boolean negative) {
        return rm == (negative ? RDN : RUP);
    }

    /**
     * What to add to a magnitude before its rounding bits are cut off; a tie in RNE needs the
     * lowest kept bit cleared afterwards.
     *
     * @param half the weight of the highest rounding bit; all rounding bits are {@code 2*half-1}
     */
    static int increment(int rm, boolean negative, int half) {
        if (rm == RNE || rm == RMM) {
            return half;
        }
        return awayFromZero(rm, negative) ? 2 * half - 1 : 0;
    }

    /** Whether overflow gives infinity rather than the largest finite number (IEEE 754-2019 7.4). */
    static boolean overflowsToInfinity(int rm, boolean negative) {
        return rm == RNE || rm == RMM || awayFromZero(rm, negative);
    }
}
