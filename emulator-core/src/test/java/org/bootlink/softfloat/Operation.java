// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

/** The arithmetic operations of both formats behind one signature, for tests. */
enum Operation {
    ADD, SUB, MUL, DIV, SQRT, FMA;

    long soft(Format format, long a, long b, long c, int rm, FloatStatus st) {
        if (format == Format.BINARY64) {
            return switch (this) {
                case ADD -> Float64.add(a, b, rm, st);
                case SUB -> Float64.sub(a, b, rm, st);
                case MUL -> Float64.mul(a, b, rm, st);
                case DIV -> Float64.div(a, b, rm, st);
                case SQRT -> Float64.sqrt(a, rm, st);
                case FMA -> Float64.fma(a, b, c, rm, st);
            };
        }
        int x = (int) a;
        int y = (int) b;
        return 0xffff_ffffL & switch (this) {
            case ADD -> Float32.add(x, y, rm, st);
            case SUB -> Float32.sub(x, y, rm, st);
            case MUL -> Float32.mul(x, y, rm, st);
            case DIV -> Float32.div(x, y, rm, st);
            case SQRT -> Float32.sqrt(x, rm, st);
            case FMA -> Float32.fma(x, y, (int) c, rm, st);
        };
    }

    long hard(Format format, long a, long b, long c, int rm, FloatStatus st) {
        if (format == Format.BINARY64) {
            return switch (this) {
                case ADD -> HardFloat.add64(a, b, rm, st);
                case SUB -> HardFloat.sub64(a, b, rm, st);
                case MUL -> HardFloat.mul64(a, b, rm, st);
                case DIV -> HardFloat.div64(a, b, rm, st);
                case SQRT -> HardFloat.sqrt64(a, rm, st);
                case FMA -> HardFloat.fma64(a, b, c, rm, st);
            };
        }
        int x = (int) a;
        int y = (int) b;
        return 0xffff_ffffL & switch (this) {
            case ADD -> HardFloat.add32(x, y, rm, st);
            case SUB -> HardFloat.sub32(x, y, rm, st);
            case MUL -> HardFloat.mul32(x, y, rm, st);
            case DIV -> HardFloat.div32(x, y, rm, st);
            case SQRT -> HardFloat.sqrt32(x, rm, st);
            case FMA -> HardFloat.fma32(x, y, (int) c, rm, st);
        };
    }

    /** Round to nearest even by the JVM's own arithmetic; any NaN. */
    long host(Format format, long a, long b, long c) {
        if (format == Format.BINARY64) {
            double x = Double.longBitsToDouble(a);
            double y = Double.longBitsToDouble(b);
            return Double.doubleToLongBits(switch (this) {
                case ADD -> x + y;
                case SUB -> x - y;
                case MUL -> x * y;
                case DIV -> x / y;
                case SQRT -> Math.sqrt(x);
                case FMA -> Math.fma(x, y, Double.longBitsToDouble(c));
            });
        }
        float x = Float.intBitsToFloat((int) a);
        float y = Float.intBitsToFloat((int) b);
        return 0xffff_ffffL & Float.floatToIntBits(switch (this) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case DIV -> x / y;
            case SQRT -> (float) Math.sqrt(x);
            case FMA -> Math.fma(x, y, Float.intBitsToFloat((int) c));
        });
    }
}
