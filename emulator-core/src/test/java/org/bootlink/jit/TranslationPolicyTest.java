// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TranslationPolicyTest {
  private static final TranslationPolicy POLICY = new TranslationPolicy(100, 1, 1_000, true, 1, 1, 0);

  @Test
  void aRegionIsHotWhenItsInstructionsWereExecutedOftenEnoughOnAverage() {
    assertFalse(POLICY.isHot(199, 20));
    assertTrue(POLICY.isHot(200, 20));
  }

  @Test
  void aRegionOfFewInstructionsNeedsAsManySamplesAsOneOfEight() {
    assertFalse(POLICY.isHot(79, 1));
    assertTrue(POLICY.isHot(80, 1));
  }

  @Test
  void whatNobodyWasFoundInIsNeverHot() {
    assertFalse(POLICY.isHot(0, 1));
    assertFalse(TranslationPolicy.FORCE.isHot(0, 1));
  }

  @Test
  void withForceOneSampleIsEnoughForARegionOfAnySize() {
    assertTrue(TranslationPolicy.FORCE.isHot(1, 2_048));
  }
}
