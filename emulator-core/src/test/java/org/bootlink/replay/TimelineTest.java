// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.bootlink.session.Recording;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final int PLACES = 20;

  private final Recording session = session();

  private static Recording session() {
    Guest live = new Guest();
    Recorder recorder = new Recorder(live.machine, Guest.header());
    live.type("keys that are typed while somebody looks", Guest.SECOND / 20);
    return recorder.recording("", "", 0);
  }

  @Test
  void anyEarlierStepIsReachedExactly() {
    for (long maxBytes : new long[] {1 << 30, 200_000}) {
      Guest guest = new Guest();
      Replay replay = new Replay(guest.machine, session);
      Timeline timeline = new Timeline(guest.machine, replay, maxBytes, guest.output::size);
      Map<Long, String> seen = new HashMap<>();
      while (replay.advance(97, Long.MAX_VALUE) == Replay.State.RUNNING) {
        seen.put(guest.machine.steps(), guest.digest());
        timeline.take();
      }
      assertTrue(timeline.sizeBytes() < maxBytes + 200_000, timeline.sizeBytes() + " bytes");
      Random random = new Random(5);
      Long[] steps = seen.keySet().toArray(new Long[0]);
      for (int i = 0; i < 100; i++) {
        long target = steps[random.nextInt(steps.length)];
        timeline.approach(target, Long.MAX_VALUE);
        assertTrue(guest.machine.steps() <= target);
        while (guest.machine.steps() < target) {
          replay.advance(target - guest.machine.steps(), Long.MAX_VALUE);
        }
        assertEquals(seen.get(target), guest.digest(), "step " + target);
      }
    }
  }

  @Test
  void afterGoingBackTheRestReplaysAndIsVerified() {
    Guest guest = new Guest();
    Replay replay = new Replay(guest.machine, session);
    Timeline timeline = new Timeline(guest.machine, replay, 1 << 30, guest.output::size);
    while (replay.advance(97, Long.MAX_VALUE) == Replay.State.RUNNING) {
      timeline.take();
    }
    String end = guest.digest();
    long steps = guest.machine.steps();
    for (int i = 0; i <= PLACES; i++) {
      timeline.approach(steps * i / PLACES, Long.MAX_VALUE);
      while (replay.advance(1000, Long.MAX_VALUE) == Replay.State.RUNNING) { }
      assertEquals(end, guest.digest());
      assertEquals(1, replay.verified());
      assertArrayEquals(session.toBytes(), replay.recorder().recording("", "", 0).toBytes());
    }
  }
}
