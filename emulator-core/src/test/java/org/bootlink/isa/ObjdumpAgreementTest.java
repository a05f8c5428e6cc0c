// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The decoder against GNU binutils' disassembler, see {@link ObjdumpTable}. */
class ObjdumpAgreementTest {
  /** "C.ADDI16SP ... the code point with nzimm=0 is reserved"; objdump shows an addition of 0. */
  private static final int ADDI16SP_OF_ZERO = 0x6101;

  @Test
  void everyCompressedEncodingExpandsAsBinutilsSayOrIsIllegal() {
    List<String> expected = ObjdumpTable.compressed();
    List<String> differences = new ArrayList<>();
    int line = 0;
    for (int c = 0; c < 0x10000; c++) {
      if ((c & 3) != 3) {
        String expansion = Integer.toHexString(Compressed.expand(c));
        if (!expansion.equals(expected.get(line++)) && c != ADDI16SP_OF_ZERO) {
          differences.add(Integer.toHexString(c) + " -> " + expansion + " not " + expected.get(line - 1));
        }
      }
    }
    assertEquals(List.of(), differences);
  }

  @Test
  void everySampleDecodesAsObjdumpSaysOrIsIllegal() {
    List<String> expected = ObjdumpTable.mnemonics();
    List<String> differences = new ArrayList<>();
    int line = 0;
    for (int word : EncodingSample.words()) {
      String name = rowName(expected.get(line++));
      Insn row = Decoder.decode(word);
      String found = row == null ? "-" : row.name();
      if (!found.equals(name) && !differsForAReason(word, row, name)) {
        differences.add(Integer.toHexString(word) + " is " + found + " not " + name);
      }
    }
    assertEquals(List.of(), differences);
  }

  /** Where this machine rightly disagrees. */
  private static boolean differsForAReason(int word, Insn row, String name) {
    if (row == null) {
      // Hypervisor and debug modes, and instructions of privileged architectures long past.
      return List.of("HINVAL_GVMA", "HINVAL_VVMA", "HRET", "URET", "DRET", "SFENCE_VM").contains(name);
    }
    return name.equals("-") && switch (row) {
      // "The unused fields ... implementations shall ignore these fields"
      case FENCE, FENCE_I -> true;
      // Unknown to binutils 2.40.
      case CZERO_EQZ, CZERO_NEZ -> true;
      // Exact conversions: binutils know but rounding mode 0, the manual gives them the field all the same.
      case FCVT_D_S, FCVT_D_W, FCVT_D_WU -> true;
      // Reserved rounding modes trap when executed.
      default -> row.toString().startsWith("F") && isReservedRoundingMode(word >>> 12 & 7);
    };
  }

  private static boolean isReservedRoundingMode(int rm) {
    return rm == 5 || rm == 6;
  }

  /** The row that an objdump mnemonic names. */
  private static String rowName(String mnemonic) {
    String name = mnemonic.replaceAll("\\.(aq|rl|aqrl)$", "");
    return switch (name) {
      case "fence.tso" -> "FENCE";
      case "prefetch.i", "prefetch.r", "prefetch.w" -> "ORI";
      default -> name.toUpperCase(Locale.ROOT).replace('.', '_');
    };
  }
}
