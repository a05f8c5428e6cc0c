// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import java.util.stream.Stream;
import org.bootlink.testing.ChicoryHost;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class CorpusTest {
  private static final Figures GUESTS = new Figures("kept guests");

  @TestFactory
  Stream<DynamicTest> keptGuestsLeaveTheMachineFit() {
    return Corpus.all().stream().map(kept -> DynamicTest.dynamicTest(kept.name(), () ->
        Arena.fight(GUESTS, kept.image(), RandomProgramTest.MAX_STEPS)));
  }

  @TestFactory
  Stream<DynamicTest> hostileGuestsDoTheSameInWebAssembly() {
    return TranslatedGuests.sameAsInterpreted(ChicoryHost::new);
  }
}
