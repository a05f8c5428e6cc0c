// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InsnTest {
  @Test
  void noTwoRowsOverlap() {
    for (Insn a : Insn.values()) {
      for (Insn b : Insn.values()) {
        boolean overlap = ((a.match() ^ b.match()) & a.mask() & b.mask()) == 0;
        assertEquals(a == b, overlap, a + " and " + b);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowIsFoundWhateverItsOperands(Insn row) {
    Random random = new Random(row.ordinal());
    for (int i = 0; i < 1000; i++) {
      assertEquals(row, Decoder.decode(row.match() | random.nextInt() & ~row.mask()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowIsACompleteWord(Insn row) {
    assertEquals(3, row.match() & row.mask() & 3);
    assertEquals(0x7f, row.mask() & 0x7f);
    assertTrue((row.match() & ~row.mask()) == 0);
  }

  @Test
  void longerInstructionsAreIllegal() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      assertNull(Decoder.decode(random.nextInt() | 0x1f));
    }
  }

  @Test
  void allZerosAndAllOnesAreIllegal() {
    assertNull(Decoder.decode(0));
    assertNull(Decoder.decode(-1));
    assertEquals(Compressed.ILLEGAL, Compressed.expand(0));
  }
}
