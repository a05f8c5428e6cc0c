// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bootlink.session.Entry;
import org.bootlink.session.InputEvent;
import org.bootlink.session.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
  private final Guest live = new Guest();
  private final Recorder recorder = new Recorder(live.machine, Guest.header());

  private Recording session() {
    live.type("hello, world", Guest.SECOND / 9);
    live.live.resize(100, 30);
    live.live(Guest.SECOND);
    live.live.pause();
    live.live.input("pasted while it is paused".getBytes(), 0, 25);
    live.live.resume();
    live.type("q", 3_000_000).live(Guest.SECOND);
    return recorder.recording("a title", "a note", 1);
  }

  private static Replay.State toEnd(Replay replay, long slice, long maxTicks) {
    Replay.State state;
    do {
      state = replay.advance(slice, maxTicks);
    } while (state == Replay.State.RUNNING);
    return state;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 1000, 1 << 30})
  void aSessionReplaysToTheSameBitInWhateverSlices(long slice) {
    Recording read = Recording.read(Guest.source(session().toBytes()));
    Guest again = new Guest();
    Replay replay = new Replay(again.machine, read);
    assertEquals(Replay.State.ENDED, toEnd(replay, slice, Long.MAX_VALUE), replay::divergence);
    assertEquals(live.digest(), again.digest());
    assertEquals(live.output.toString(), again.output.toString());
    assertEquals(1, replay.verified());
  }

  /** The UART takes up to a FIFO's worth of what comes at once, and lets what comes next wait. */
  @Test
  void whatIsTypedInPiecesAtOneStepReplaysInThesePieces() {
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      live.live(random.nextBoolean() ? random.nextInt(40_000_000) : random.nextInt(20_000));
      live.typeAtOnce("a", "bc", "d".repeat(random.nextInt(20)), "e");
    }
    live.live(Guest.SECOND);
    Guest again = new Guest();
    byte[] file = recorder.recording("", "", 0).toBytes();
    Replay replay = new Replay(again.machine, Recording.read(Guest.source(file)));
    assertEquals(Replay.State.ENDED, toEnd(replay, 1000, Long.MAX_VALUE), replay::divergence);
    assertEquals(live.digest(), again.digest());
  }

  @Test
  void aReplayIsRecordedAsTheSameSession() {
    byte[] file = session().toBytes();
    Replay replay = new Replay(new Guest().machine, Recording.read(Guest.source(file)));
    toEnd(replay, 1000, Long.MAX_VALUE);
    assertTrue(Arrays.equals(file, replay.recorder().recording("a title", "a note", 1).toBytes()));
  }

  @Test
  void inItsOwnRhythmNothingComesBeforeItsTime() {
    Recording read = Recording.read(Guest.source(session().toBytes()));
    Guest again = new Guest();
    Replay replay = new Replay(again.machine, read);
    Replay.State state = Replay.State.RUNNING;
    long now = 0;
    while (state != Replay.State.ENDED && state != Replay.State.DIVERGED) {
      state = replay.advance(1000, now);
      assertTrue(again.machine.ticks() <= now + 1, "tick " + again.machine.ticks() + " at " + now);
      now += state == Replay.State.AHEAD ? 10_000 : 0;
    }
    assertEquals(Replay.State.ENDED, state, replay::divergence);
    assertEquals(live.digest(), again.digest());
  }

  @Test
  void whatIsRecordedAfterATakeOverBelongsToTheSession() {
    Recording first = session();
    Guest taken = new Guest();
    Replay replay = new Replay(taken.machine, first);
    replay.advance(Long.MAX_VALUE >> 1, 20_000_000);
    taken.machine.apply(new InputEvent.ConsoleInput("mine".getBytes()));
    taken.machine.run(10_000);
    Guest third = new Guest();
    Replay again = new Replay(third.machine, replay.recorder().recording("", "", 0));
    assertEquals(Replay.State.ENDED, toEnd(again, 1000, Long.MAX_VALUE), again::divergence);
    assertEquals(taken.digest(), third.digest());
  }

  @Test
  void theFirstDifferenceIsToldWithItsStepAndPart() {
    List<Entry> entries = new ArrayList<>(session().entries());
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof Entry.Input input
          && input.event() instanceof InputEvent.ConsoleResize) {
        entries.set(i, new Entry.Input(input.steps(), false, new InputEvent.ConsoleResize(101, 30)));
      }
    }
    Replay replay = new Replay(new Guest().machine, new Recording(Guest.header(), entries, true));
    assertEquals(Replay.State.DIVERGED, toEnd(replay, 1000, Long.MAX_VALUE));
    assertTrue(replay.divergence().contains("virtio0"), replay.divergence());
    assertTrue(replay.divergence().contains("step " + live.machine.steps()), replay.divergence());
  }

  @Test
  void aSessionCutAfterAnyEntryReplays() {
    session();
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      int count = random.nextInt(recorder.entries().size() + 1);
      Replay replay = new Replay(new Guest().machine, recorder.recordingOfFirst(count, "", "", 0));
      assertEquals(Replay.State.ENDED, toEnd(replay, 1 << 20, Long.MAX_VALUE), replay::divergence);
      assertEquals(count, replay.recorder().entries().size());
    }
  }

  @Test
  void tenKeysTakeSomeThirtyBytes() {
    Random random = new Random(3);
    for (int second = 0; second < 360; second++) {
      live.live(second % 60 < 20 ? 0 : Guest.SECOND); // a third of the time somebody types
      for (int key = 0; key < 3 && second % 60 < 20; key++) {
        live.type("k", Guest.SECOND / 6 + random.nextInt(50_000_000));
      }
    }
    int bytes = recorder.recording("", "", 0).toBytes().length;
    assertTrue(bytes < 360 * 3.3 + 400, bytes + " bytes for 360 keys");
  }

  @Test
  void afterASnapshotASessionReplaysFromThere() {
    live.type("before", Guest.SECOND / 5);
    byte[] file = live.save();
    Recorder later = new Recorder(live.machine,
        Guest.header().from(live.machine.steps(), Guest.header().machine().kernel()));
    live.machine.apply(new InputEvent.Wake(1_700_000_000L * Guest.SECOND, 99));
    live.type("after", Guest.SECOND / 5);
    Recording read = Recording.read(Guest.source(later.recording("", "", 0).toBytes()));
    Guest again = new Guest().restore(file);
    Replay replay = new Replay(again.machine, read);
    assertEquals(Replay.State.ENDED, toEnd(replay, 1000, Long.MAX_VALUE), replay::divergence);
    assertEquals(live.digest(), again.digest());
  }
}
