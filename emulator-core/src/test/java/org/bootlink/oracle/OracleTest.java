// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.isa.Insn;
import org.junit.jupiter.api.Test;

/** The short form of {@link OracleMain}: always the same million instructions. */
class OracleTest {
  private static final long INSTRUCTIONS = 1_000_000;

  @Test
  void aMillionRandomInstructionsDoWhatQemuDoes() {
    assumeTrue(Qemu.isInstalled(), "qemu-system-riscv64 is not installed (Debian: qemu-system-misc);"
        + " nothing was compared");
    Comparison comparison = new Comparison();
    comparison.run(INSTRUCTIONS, 1, "");
    assertEquals("", comparison.failures());
    assertTrue(comparison.coverage().total() >= INSTRUCTIONS);
    assertEquals(List.of(), neverExecuted(comparison.coverage()));
  }

  private static List<Insn> neverExecuted(Coverage coverage) {
    List<Insn> missing = new ArrayList<>();
    for (Insn insn : Insn.values()) {
      if (coverage.of(insn) == 0 && !InsnGroups.NOT_COMPARABLE.contains(insn)) {
        missing.add(insn);
      }
    }
    return missing;
  }
}
