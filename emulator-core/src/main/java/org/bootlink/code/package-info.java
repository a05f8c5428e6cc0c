// SPDX-License-Identifier: Apache-2.0
/**
 * Code for a stack machine before it is anybody's: {@link org.bootlink.code.StackCode} records one function,
 * {@link org.bootlink.code.CodeUnit} collects functions, and a {@link org.bootlink.code.CodeHost} turns a unit
 * into what its platform executes. The machine is WebAssembly's: its instructions, its blocks, one linear
 * memory and one table of functions.
 *
 * <p>What a function calls are {@link org.bootlink.code.Helper}s: either with a body of stack code too, or
 * methods of an object that the host is {@linkplain org.bootlink.code.CodeHost#bind bound} to.
 *
 * <p>Knows no RISC-V and no back end; depends on nothing.
 */
package org.bootlink.code;
