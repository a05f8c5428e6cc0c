// SPDX-License-Identifier: Apache-2.0
package org.bootlink.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualClockTest {
  @Test
  void aSecondHasTenMillionTicks() {
    VirtualClock clock = new VirtualClock(200_000_000);
    assertEquals(0, clock.ticksAt(0));
    assertEquals(0, clock.ticksAt(19));
    assertEquals(1, clock.ticksAt(20));
    assertEquals(10_000_000, clock.ticksAt(200_000_000));
  }

  @Test
  void aSlowClockSkipsTicks() {
    VirtualClock clock = new VirtualClock(1000);
    assertEquals(10_000, clock.ticksAt(1));
    assertEquals(1, clock.stepsAt(1));
    assertEquals(1, clock.stepsAt(10_000));
    assertEquals(2, clock.stepsAt(10_001));
  }

  @ParameterizedTest
  @ValueSource(longs = {VirtualClock.MIN_STEPS_PER_SECOND, 3_333_333, 9_999_999, 10_000_000, 10_000_001,
      200_000_000, 1_234_567_891, VirtualClock.MAX_STEPS_PER_SECOND})
  void stepsAtIsTheFirstStepAtWhichTheTickIsReached(long rate) {
    VirtualClock clock = new VirtualClock(rate);
    Random random = new Random(rate);
    clock.setRate(random.nextInt(1000), rate);
    for (int i = 0; i < 10_000; i++) {
      long ticks = random.nextLong() >>> 12 + random.nextInt(48);
      long steps = clock.stepsAt(ticks);
      if (steps != Long.MAX_VALUE) {
        assertTrue(clock.ticksAt(steps) >= ticks, "reached at tick " + ticks);
        assertTrue(steps <= 1000 || clock.ticksAt(steps - 1) < ticks, "not before, tick " + ticks);
      }
    }
  }

  @Test
  void aTickFarAwayIsNeverReached() {
    assertEquals(Long.MAX_VALUE, new VirtualClock(VirtualClock.MAX_STEPS_PER_SECOND).stepsAt(Long.MAX_VALUE));
  }

  @Test
  void aTickThatIsOverIsReachedNow() {
    VirtualClock clock = new VirtualClock(1_000_000);
    clock.skipTo(500, 77_777);
    assertEquals(500, clock.stepsAt(77_777));
    assertEquals(500, clock.stepsAt(3));
  }

  @Test
  void aChangeOfRateLeavesThePresentAlone() {
    VirtualClock clock = new VirtualClock(10_000_000);
    clock.setRate(1000, 20_000_000);
    assertEquals(1000, clock.ticksAt(1000));
    assertEquals(1500, clock.ticksAt(2000));
    assertEquals(20_000_000, clock.stepsPerSecond());
  }

  @Test
  void skippingNeverGoesBack() {
    VirtualClock clock = new VirtualClock(10_000_000);
    clock.skipTo(1000, 5000);
    assertEquals(5000, clock.ticksAt(1000));
    clock.skipTo(1100, 10);
    assertEquals(5100, clock.ticksAt(1100));
  }

  @Test
  void ratesOutOfRangeAreRefused() {
    for (long rate : new long[] {0, -1, 999, VirtualClock.MAX_STEPS_PER_SECOND + 1}) {
      assertThrows(IllegalArgumentException.class, () -> new VirtualClock(rate));
    }
  }
}
