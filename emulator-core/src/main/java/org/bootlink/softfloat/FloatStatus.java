// SPDX-License-Identifier: Apache-2.0
package org.bootlink.softfloat;

/**
 * Accrued exception flags. Operations only ever set bits; the owner clears them.
 * <pre>
 *  bit 4  NV  invalid operation
 *  bit 3  DZ  divide by zero
 *  bit 2  OF  overflow
 *  bit 1  UF  underflow
 *  bit 0  NX  inexact
 * </pre>
 * The layout is that of the {@code fflags} CSR, so a hart may load and store it unchanged.
 * Preloading the hart's current {@code fflags} lets {@link HardFloat} see that NX is already set.
 *
 * <p>Source: RISC-V Unprivileged ISA 20240411, <em>"F" Extension</em>, "Floating-Point Control and
 * Status Register".
 */
public final class FloatStatus {
    public static final int NX = 1;
    public static final int UF = 2;
    public static final int OF = 4;
    public static final int DZ = 8;
    public static final int NV = 16;

    public int flags;
}
