// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.bus.IrqLine;
import org.junit.jupiter.api.Test;

class PlicTest {
  private static final int SOURCES = 95;
  private static final int PENDING = 0x1000;

  private final Wire[] lines = Wire.array(4);
  private final Plic plic = new Plic(SOURCES, 4, lines);

  private void priority(int source, int value) {
    plic.write(4 * source, value, 4);
  }

  private void enable(int context, int... sources) {
    for (int source : sources) {
      int offset = 0x2000 + 0x80 * context + 4 * (source / 32);
      plic.write(offset, plic.read(offset, 4) | 1L << source % 32, 4);
    }
  }

  private void threshold(int context, int value) {
    plic.write(0x20_0000 + 0x1000 * context, value, 4);
  }

  private int claim(int context) {
    return (int) plic.read(0x20_0004 + 0x1000 * context, 4);
  }

  private void complete(int context, int source) {
    plic.write(0x20_0004 + 0x1000 * context, source, 4);
  }

  /** Priority 1, enabled for context 1; answers the source's wire. */
  private IrqLine ready(int source) {
    priority(source, 1);
    enable(1, source);
    return plic.source(source);
  }

  @Test
  void anEnabledSourceRaisesItsContextOnly() {
    ready(10).set(true);
    assertTrue(lines[1].high);
    assertFalse(lines[0].high || lines[2].high || lines[3].high);
  }

  @Test
  void claimClearsPendingAndLowersTheContext() {
    ready(10).set(true);
    assertEquals(1L << 10, plic.read(PENDING, 4));
    assertEquals(10, claim(1));
    assertEquals(0, plic.read(PENDING, 4));
    assertFalse(lines[1].high);
    assertEquals(0, claim(1));
  }

  @Test
  void completionOfALevelStillHighPendsAgain() {
    ready(10).set(true);
    claim(1);
    complete(1, 10);
    assertTrue(lines[1].high);
    assertEquals(10, claim(1));
  }

  @Test
  void completionOfALevelGoneLowDoesNot() {
    IrqLine wire = ready(10);
    wire.set(true);
    claim(1);
    wire.set(false);
    complete(1, 10);
    assertFalse(lines[1].high);
  }

  @Test
  void aLevelThatRisesWhileInServicePendsAfterCompletion() {
    IrqLine wire = ready(10);
    wire.set(true);
    claim(1);
    wire.set(false);
    wire.set(true);
    assertFalse(lines[1].high);
    complete(1, 10);
    assertTrue(lines[1].high);
  }

  @Test
  void aRequestStaysPendingWhenItsLevelFallsBeforeTheClaim() {
    IrqLine wire = ready(10);
    wire.set(true);
    wire.set(false);
    assertEquals(10, claim(1));
    complete(1, 10);
    assertEquals(0, claim(1));
  }

  @Test
  void theHighestPriorityIsClaimedFirst() {
    ready(3).set(true);
    ready(40).set(true);
    priority(40, 5);
    assertEquals(40, claim(1));
    assertEquals(3, claim(1));
  }

  @Test
  void equalPrioritiesGoToTheLowestSource() {
    for (int source : new int[] {95, 64, 33, 7}) {
      ready(source).set(true);
    }
    assertEquals(7, claim(1));
    assertEquals(33, claim(1));
    assertEquals(64, claim(1));
    assertEquals(95, claim(1));
  }

  @Test
  void priorityZeroNeverInterruptsNorIsClaimed() {
    ready(10).set(true);
    priority(10, 0);
    assertFalse(lines[1].high);
    assertEquals(0, claim(1));
    priority(10, 1);
    assertTrue(lines[1].high);
  }

  @Test
  void onlyPrioritiesAboveTheThresholdInterrupt() {
    ready(10).set(true);
    for (int threshold = 0; threshold < 8; threshold++) {
      threshold(1, threshold);
      for (int value = 0; value < 8; value++) {
        priority(10, value);
        assertEquals(value > threshold, lines[1].high, value + " over " + threshold);
      }
    }
  }

  @Test
  void theThresholdDoesNotKeepASourceFromBeingClaimed() {
    ready(10).set(true);
    threshold(1, 7);
    assertEquals(10, claim(1));
  }

  @Test
  void aDisabledSourceIsPendingButNotClaimed() {
    priority(10, 1);
    plic.source(10).set(true);
    assertEquals(1L << 10, plic.read(PENDING, 4));
    assertEquals(0, claim(1));
  }

  @Test
  void aSourceEnabledForTwoContextsIsClaimedByOne() {
    ready(10).set(true);
    enable(3, 10);
    assertTrue(lines[1].high && lines[3].high);
    assertEquals(10, claim(3));
    assertFalse(lines[1].high || lines[3].high);
    assertEquals(0, claim(1));
  }

  @Test
  void completionByAContextWithoutTheSourceIsIgnored() {
    ready(10).set(true);
    claim(1);
    complete(3, 10);
    assertFalse(lines[1].high);
    complete(1, 10);
    assertTrue(lines[1].high);
  }

  @Test
  void completionOfANonsenseSourceIsIgnored() {
    ready(10).set(true);
    claim(1);
    for (int source : new int[] {0, 96, 1023, 1024, -1, Integer.MIN_VALUE, 42}) {
      complete(1, source);
    }
    assertFalse(lines[1].high);
  }

  @Test
  void prioritiesAndThresholdsHoldThreeBits() {
    priority(10, 0xffff_fffd);
    threshold(2, 0xe);
    assertEquals(5, plic.read(40, 4));
    assertEquals(6, plic.read(0x20_2000, 4));
  }

  @Test
  void sourcesThatDoNotExistHaveNoBits() {
    priority(0, 7);
    priority(96, 7);
    plic.write(0x2000, -1, 4);
    plic.write(0x2008, -1, 4);
    plic.write(0x200c, -1, 4);
    assertEquals(0, plic.read(0, 4) | plic.read(4 * 96, 4) | plic.read(0x200c, 4));
    assertEquals(0xffff_fffeL, plic.read(0x2000, 4));
    assertEquals(0xffff_ffffL, plic.read(0x2008, 4));
  }

  @Test
  void contextsThatDoNotExistReadZero() {
    for (int offset : new int[] {0x2200, 0x1f_fffc, 0x20_4000, 0x20_4004, 0x5f_fffc, 0x20_0008}) {
      plic.write(offset, -1, 4);
      assertEquals(0, plic.read(offset, 4), Integer.toHexString(offset));
    }
  }

  @Test
  void pendingIsReadOnly() {
    ready(10);
    plic.write(PENDING, -1, 4);
    assertEquals(0, claim(1));
  }

  @Test
  void resetForgetsEverythingButTheWires() {
    ready(10).set(true);
    claim(1);
    plic.reset();
    assertFalse(lines[1].high);
    assertEquals(1L << 10, plic.read(PENDING, 4));
    ready(10);
    assertTrue(lines[1].high);
  }

  @Test
  void sourceNumbersAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> plic.source(0));
    assertThrows(IllegalArgumentException.class, () -> plic.source(96));
  }
}
