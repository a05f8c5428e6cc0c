// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

/**
 * Result masks of FCLASS; exactly one bit is set.
 *
 * <p>Source: RISC-V Unprivileged ISA 20240411, <em>"F" Extension</em>, "Single-Precision
 * Floating-Point Classify Instruction".
 */
public final class FloatClass {
    public static final int NEGATIVE_INFINITY = 1;
    public static final int NEGATIVE_NORMAL = 1 << 1;
    public static final int NEGATIVE_SUBNORMAL = 1 << 2;
    public static final int NEGATIVE_ZERO = 1 << 3;
    public static final int POSITIVE_ZERO = 1 << 4;
    public static final int POSITIVE_SUBNORMAL = 1 << 5;
    public static final int POSITIVE_NORMAL = 1 << 6;
    public static final int POSITIVE_INFINITY = 1 << 7;
    public static final int SIGNALING_NAN = 1 << 8;
    public static final int QUIET_NAN = 1 << 9;

    private FloatClass() {
    }

    /** Class of a value that is not NaN; {@code belowNormal} includes zero. */
    static int ofNumber(boolean negative, boolean zero, boolean belowNormal, boolean infinite) {
        if (infinite) {
            return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
        }
        if (zero) {
            return negative ? NEGATIVE_ZERO : POSITIVE_ZERO;
        }
        if (belowNormal) {
            return negative ? NEGATIVE_SUBNORMAL : POSITIVE_SUBNORMAL;
        }
        return negative ? NEGATIVE_NORMAL : POSITIVE_NORMAL;
    }
}
