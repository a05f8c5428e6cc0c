// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.testing.Vm;
import org.junit.jupiter.api.Test;

/** What of a function is translated first, when a hart was found in it mostly before a call and hardly behind. */
class BehindCallsTest {
  private static final long FUNCTION = Vm.BASE + 0x2000;
  private static final long LEAF = Vm.BASE + 0x3000;
  private static final int BEFORE = 60;
  private static final int BEHIND = 3;
  private static final int MOST_STEPS = 10_000;

  /** Instructions of the first unit. */
  private static int translatedFirst(boolean behindCalls) {
    Vm vm = new Vm().load(a -> a.label("again").jalr(RA, S3, 0).j("again"));
    vm.load(LEAF, a -> a.ret());
    vm.load(FUNCTION, a -> {
      a.mv(S4, RA);
      for (int i = 2; i < BEFORE; i++) {
        a.addi(A0, A0, i);
      }
      a.jalr(RA, S5, 0).addi(A1, A1, 1).mv(RA, S4).ret();
    });
    vm.set(S3, FUNCTION).set(S5, LEAF);
    TranslationCounters counters = vm.translate(new TranslationPolicy(97, 20, 25, behindCalls, 1, 1, 0));
    for (int steps = 0; counters.modules() == 0; steps += vm.step(97)) {
      assertTrue(steps < MOST_STEPS, "nothing was translated");
    }
    return counters.instructions();
  }

  @Test
  void aFunctionIsTranslatedBehindItsCallsThoughOnlyWhatIsBeforeThemIsHot() {
    assertEquals(BEFORE + BEHIND, translatedFirst(true));
  }

  @Test
  void whereThatIsNotWantedOnlyWhatIsHotIsTranslated() {
    assertEquals(BEFORE, translatedFirst(false));
  }
}
