// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

/**
 * Assembles small RV64GC test programs, one call per instruction, named after its mnemonic.
 *
 * <pre>
 * byte[] program = new Assembler(0x8000_0000L)
 *     .li(A0, 10).label("loop").addi(A0, A0, -1).bnez(A0, "loop").ecall().assemble();
 * </pre>
 *
 * <p>Operands stand as in assembly text: {@code lw(rd, imm, rs1)}, {@code sw(rs2, imm, rs1)},
 * {@code amoaddW(rd, rs2, rs1)}. What has no method is written with {@link #r}, {@link #i} and their like or
 * with {@link #word}. A field that does not fit throws {@link IllegalArgumentException}.
 *
 * <p>Specification: RISC-V Unprivileged and Privileged ISA Manuals, the instruction listings.
 */
public final class Assembler extends CompressedMnemonics<Assembler> {
  /** @param originPa where the first byte will lie */
  public Assembler(long originPa) {
    super(originPa);
  }
}
