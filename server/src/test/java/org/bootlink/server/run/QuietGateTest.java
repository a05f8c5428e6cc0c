// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QuietGateTest {
  private static final long MILLI = 1_000_000;

  private final QuietGate gate = new QuietGate();
  private long now = 1_000 * MILLI;

  @Test
  void opensWhenTheGuestHasWrittenAndThenWaits() {
    slice(5, true, true);
    slice(5, false, false);
    assertFalse(gate.isOpen(now));
    slice(150, false, false);
    assertFalse(gate.isOpen(now));
    slice(60, false, false);
    assertTrue(gate.isOpen(now));
  }

  @Test
  void staysShutWhileTheGuestComputes() {
    slice(5, true, true);
    for (int i = 0; i < 1000; i++) {
      slice(5, false, true);
      assertFalse(gate.isOpen(now));
    }
  }

  @Test
  void staysShutBeforeTheFirstOutput() {
    for (int i = 0; i < 100; i++) {
      slice(500, false, false);
      assertFalse(gate.isOpen(now));
    }
  }

  @Test
  void aGuestThatNeverIdlesIsGivenInputAfterALongSilence() {
    slice(5, true, true);
    slice(9_000, false, true);
    assertFalse(gate.isOpen(now));
    slice(1_100, false, true);
    assertTrue(gate.isOpen(now));
  }

  @Test
  void onceOpenItStaysOpen() {
    slice(5, true, false);
    slice(250, false, false);
    assertTrue(gate.isOpen(now));
    slice(5, true, true);
    assertTrue(gate.isOpen(now));
  }

  private void slice(long millis, boolean wrote, boolean busy) {
    now += millis * MILLI;
    gate.sliceEnded(now, wrote, busy);
  }
}
