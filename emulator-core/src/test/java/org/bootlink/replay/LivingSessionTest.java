// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bootlink.session.InputEvent;
import org.bootlink.session.Recording;

/** Whatever people and pages do to a live machine, at whatever moments: its recording replays to the same bit. */
class LivingSessionTest {
  private static final int TRIES = 400;
  private static final String SEED = "20261129";
  private static final int MAX_ACTIONS = 60;

  /** What is done, and how much or for how long. */
  record Action(Kind kind, int amount) {
    void apply(Guest guest, Recorder recorder) {
      switch (kind) {
        case LIVE_A_MOMENT -> guest.live(amount);
        case LIVE_LONG -> guest.live(amount * 100L);
        case TYPE -> guest.typeAtOnce("x".repeat(1 + amount % 40));
        case TYPE_IN_PIECES -> guest.typeAtOnce("a", "bc", "d".repeat(amount % 20), "e");
        case RESIZE -> guest.live.resize(1 + amount % 300, 1 + amount % 100);
        case RESET -> guest.live.reset();
        case PAUSE -> guest.live.pause();
        case RESUME -> guest.live.resume();
        case WAKE -> guest.machine.apply(new InputEvent.Wake(amount * Guest.SECOND, amount));
        case RECORD -> recorder.recording("", "", 0);
        case SAVE -> guest.save();
        case NOTE_DIGEST -> recorder.noteDigest();
        default -> throw new AssertionError(kind);
      }
    }
  }

  enum Kind {
    LIVE_A_MOMENT, LIVE_LONG, TYPE, TYPE_IN_PIECES, RESIZE, RESET, PAUSE, RESUME, WAKE, RECORD, SAVE, NOTE_DIGEST
  }

  @Property(seed = SEED, tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void whatHappenedToALiveMachineReplaysToTheSameBit(@ForAll("actions") List<Action> actions,
      @ForAll("slices") int slice) {
    Guest live = new Guest();
    Recorder recorder = new Recorder(live.machine, Guest.header());
    actions.forEach(action -> action.apply(live, recorder));
    byte[] file = recorder.recording("", "", 0).toBytes();

    Guest again = new Guest();
    Replay replay = new Replay(again.machine, Recording.read(Guest.source(file)));
    Replay.State state;
    do {
      state = replay.advance(slice, Long.MAX_VALUE);
    } while (state == Replay.State.RUNNING);
    assertEquals(Replay.State.ENDED, state, replay::divergence);
    assertEquals(live.digest(), again.digest());
    assertEquals(live.output.toString(), again.output.toString());
    assertTrue(replay.verified() > 0);
  }

  @Provide
  Arbitrary<List<Action>> actions() {
    Arbitrary<Kind> kinds = Arbitraries.of(Kind.class);
    Arbitrary<Integer> amounts = Arbitraries.oneOf(Arbitraries.integers().between(1, 30_000),
        Arbitraries.integers().between(1, 30_000_000));
    return Combinators.combine(kinds, amounts).as(Action::new).list().ofMaxSize(MAX_ACTIONS);
  }

  @Provide
  Arbitrary<Integer> slices() {
    return Arbitraries.of(1, 13, 1000, 1 << 24);
  }
}
