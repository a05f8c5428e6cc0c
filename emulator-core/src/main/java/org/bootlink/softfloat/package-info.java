// SPDX-License-Identifier: Apache-2.0

/**
 * IEEE 754-2019 binary32 and binary64 arithmetic with RISC-V's rules: exact results and exact
 * exception flags in all five rounding modes.
 *
 * <ul>
 *   <li>{@link org.bootlink.softfloat.Float32} and {@link org.bootlink.softfloat.Float64}: every
 *       operation in integer arithmetic, for any operand, rounding mode and flags.</li>
 *   <li>{@link org.bootlink.softfloat.HardFloat}: the same operations through the host's IEEE
 *       arithmetic wherever it gives the same result and the flags can be known; otherwise it
 *       calls the former. Callers normally use this one.</li>
 *   <li>{@link org.bootlink.softfloat.FloatStatus}: the accrued exception flags.</li>
 *   <li>{@link org.bootlink.softfloat.Rounding}: the rounding modes.</li>
 * </ul>
 *
 * <p>Values are bit patterns: {@code int} for binary32, {@code long} for binary64. NaN-boxing, the
 * resolution of a dynamic rounding mode and the check for reserved modes belong to the caller. A
 * NaN result is always the canonical NaN, so negating an operand before {@code fma} gives exactly
 * fmsub, fnmsub and fnmadd.
 *
 * <p>Soft operations take a value apart into sign, biased exponent {@code e} and a significand
 * with its leading bit at a fixed place well above the precision; the bits beyond are folded into
 * the lowest one ("jam"), which keeps every rounding decision right. {@code Round32} and
 * {@code Round64} alone round, raise overflow, underflow and inexact, and pack. Division and
 * square root take a 53-bit estimate from the host's division or square root, then correct it
 * with the exact integer remainder.
 *
 * <p>Nothing here allocates, throws or keeps state. It must not depend on any other package of the
 * emulator, nor on what TeaVM's class library lacks ({@code Math.fma}, {@code Math.multiplyHigh},
 * {@code BigInteger}).
 *
 * <p>Sources: The RISC-V Instruction Set Manual Volume I: Unprivileged ISA, edition 20240411,
 * chapters <em>"F" Extension for Single-Precision Floating-Point, Version 2.2</em> and <em>"D"
 * Extension for Double-Precision Floating-Point, Version 2.2</em>; IEEE 754-2019.
 */
package org.bootlink.softfloat;
