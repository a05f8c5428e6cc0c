// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bootlink.testing.Assembler;
import org.bootlink.testing.Reg;
import org.junit.jupiter.api.Test;

class BootRomTest {
  private static final BootPlan PLAN = new BootPlan(0x8000_0000L, 0x8020_0000L, 0x87e0_0000L, 0, 0);

  @Test
  void isWordForWordWhatQemuPutsThere() {
    int[] expected = {
      0x00000297, 0x02828613, 0xf1402573, 0x0202b583, 0x0182b283, 0x00028067, 0x80000000, 0,
      0x87e00000, 0, 0x4942534f, 0, 2, 0, 0x80200000, 0, 1, 0, 0, 0, 0, 0, 0, 0,
    };
    BootRom rom = new BootRom(PLAN, false);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i] & 0xffff_ffffL, rom.read(4 * i, 4), "word " + i);
    }
  }

  @Test
  void codeIsWhatItsCommentsSay() {
    byte[] code = new Assembler(MemoryMap.BOOT_ROM_PA)
        .auipc(Reg.T0, 0).addi(Reg.A2, Reg.T0, 0x28).csrr(Reg.A0, 0xf14)
        .ld(Reg.A1, 0x20, Reg.T0).ld(Reg.T0, 0x18, Reg.T0).jr(Reg.T0)
        .assemble();
    assertArrayEquals(code, java.util.Arrays.copyOf(new BootRom(PLAN, false).contents(), code.length));
  }

  @Test
  void readsOfEverySizeAgreeWithTheContents() {
    BootRom rom = new BootRom(PLAN, false);
    assertEquals(MemoryMap.BOOT_ROM_SIZE, rom.contents().length);
    assertEquals(0x97, rom.read(0, 1));
    assertEquals(0x0297, rom.read(0, 2));
    assertEquals(0x02828613_00000297L, rom.read(0, 8));
    assertEquals(0, rom.read(MemoryMap.BOOT_ROM_SIZE - 8, 8));
  }

  @Test
  void ignoresWrites() {
    BootRom rom = new BootRom(PLAN, false);
    rom.write(0, -1, 8);
    rom.contents()[0] = 0;
    assertEquals(0x02828613_00000297L, rom.read(0, 8));
  }
}
