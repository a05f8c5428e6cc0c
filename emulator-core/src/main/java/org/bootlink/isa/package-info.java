// SPDX-License-Identifier: Apache-2.0
/**
 * The instruction set as data: {@link org.bootlink.isa.Insn} is the table of instructions, the
 * {@link org.bootlink.isa.Decoder} finds rows in it, {@link org.bootlink.isa.Compressed} expands 16-bit
 * encodings to 32-bit ones, and the numbers of CSRs and causes have their names here. Knows no hart.
 */
package org.bootlink.isa;
