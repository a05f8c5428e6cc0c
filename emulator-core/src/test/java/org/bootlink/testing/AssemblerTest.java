// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

import static org.bootlink.testing.Reg.A0;
import static org.bootlink.testing.Reg.ZERO;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AssemblerTest {
  private static final long ORIGIN = 0x8000_0000L;

  @Test
  void liLoadsEveryConstant() {
    long[] corners = {0, 1, -1, 2047, 2048, -2048, -2049, 0x7fff_f800L, Integer.MAX_VALUE, Integer.MIN_VALUE,
        0x8000_0000L, 0xffff_ffffL, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, 0x8000_0000_0000_0800L};
    for (long corner : corners) {
      assertEquals(corner, runLi(new Assembler(ORIGIN).li(A0, corner).assemble()));
    }
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >> random.nextInt(64) << random.nextInt(64);
      assertEquals(value, runLi(new Assembler(ORIGIN).li(A0, value).assemble()));
    }
  }

  @Test
  void laReachesLabelsBeforeAndBehindIt() {
    for (int distance : new int[] {0, 4, 2044, 2048, 4096, 1 << 20}) {
      byte[] forward = new Assembler(ORIGIN).la(A0, "there").space(distance).label("there").assemble();
      assertEquals(8 + distance, pcRelative(forward, 0));
      byte[] backward = new Assembler(ORIGIN).label("there").space(distance).la(A0, "there").assemble();
      assertEquals(-distance, pcRelative(backward, distance));
    }
  }

  @Test
  void branchesReachForwardLabels() {
    byte[] program =
        new Assembler(ORIGIN).beq(ZERO, ZERO, "end").nop().nop().label("end").ecall().assemble();
    assertEquals(0x0000_0663, word(program, 0));
  }

  @Test
  void dataIsLittleEndianAndAligned() {
    byte[] program = new Assembler(ORIGIN).half(0x1234).align(4).word(0x0506_0708).assemble();
    assertArrayEquals(new byte[] {0x34, 0x12, 0, 0, 8, 7, 6, 5}, program);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(a -> a.addi(A0, A0, 2048));
    assertRefused(a -> a.slli(A0, A0, 64));
    assertRefused(a -> a.add(A0, A0, 32));
    assertRefused(a -> a.label("far").space(4098).j("far").beqz(A0, "far"));
    assertRefused(a -> a.cLw(A0, 2, A0));
    assertRefused(a -> a.cLw(A0, 128, A0));
    assertRefused(a -> a.j("nowhere"));
    assertRefused(a -> a.label("twice").label("twice"));
  }

  private static void assertRefused(java.util.function.Consumer<Assembler> program) {
    assertThrows(IllegalArgumentException.class, () -> {
      Assembler assembler = new Assembler(ORIGIN);
      program.accept(assembler);
      assembler.assemble();
    });
  }

  /** Executes addi, addiw, lui and slli on one register. */
  private static long runLi(byte[] program) {
    assertTrue(program.length <= 32, "at most eight instructions");
    long register = 0;
    for (int offset = 0; offset < program.length; offset += 4) {
      int insn = word(program, offset);
      long source = (insn >>> 15 & 31) == 0 ? 0 : register;
      int imm = insn >> 20;
      register = switch (insn & 0x707f) {
        case 0x0013 -> source + imm;
        case 0x001b -> (int) (source + imm);
        case 0x1013 -> source << (imm & 63);
        default -> {
          assertEquals(0x37, insn & 0x7f);
          yield insn & 0xffff_f000;
        }
      };
    }
    return register;
  }

  private static long pcRelative(byte[] program, int offset) {
    return (long) (word(program, offset) & 0xffff_f000) + (word(program, offset + 4) >> 20);
  }

  private static int word(byte[] bytes, int offset) {
    return bytes[offset] & 0xff | (bytes[offset + 1] & 0xff) << 8 | (bytes[offset + 2] & 0xff) << 16
        | bytes[offset + 3] << 24;
  }
}
