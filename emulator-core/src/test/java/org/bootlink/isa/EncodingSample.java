// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

import java.util.Random;

/**
 * 32-bit encodings to compare with objdump: every combination of opcode, funct3 and funct7, and all 4,096
 * values of bits 31:20 where these tell instructions apart. The other fields are seeded; zero is frequent.
 */
final class EncodingSample {
  private static final int SEED = 20240411;
  /** Major opcodes; those with 111 in bits 4:2 begin longer instructions. */
  private static final int OPCODES = 4 * 7;

  /** Opcode and funct3 of groups in which rs2 or the whole immediate is part of the operation. */
  private static final int[] WIDE_GROUPS = {
    0x0073, 0x4073, 0x000f, 0x100f, 0x200f, 0x1013, 0x5013, 0x101b, 0x501b, 0x0053, 0x1053, 0x202f,
    0x302f, 0x403b
  };

  static int[] words() {
    Random random = new Random(SEED);
    int[] words = new int[OPCODES * 8 * 128 + 2 * WIDE_GROUPS.length * 4096];
    int count = 0;
    for (int i = 0; i < OPCODES * 8 * 128; i++) {
      int opcode = i % OPCODES / 7 << 5 | i % OPCODES % 7 << 2 | 3;
      int funct10 = i / OPCODES;
      words[count++] = (funct10 >>> 3) << 25 | field(random) << 20 | field(random) << 15
          | (funct10 & 7) << 12 | field(random) << 7 | opcode;
    }
    for (int group : WIDE_GROUPS) {
      for (int imm = 0; imm < 4096; imm++) {
        words[count++] = group | imm << 20;
        words[count++] = group | imm << 20 | random.nextInt(32) << 15 | field(random) << 7;
      }
    }
    return words;
  }

  private static int field(Random random) {
    return random.nextInt(3) == 0 ? random.nextInt(32) : 0;
  }

  private EncodingSample() {}
}
