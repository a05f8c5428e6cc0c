// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.determinism;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineState;
import org.bootlink.live.LiveRunner;
import org.bootlink.script.Action;
import org.bootlink.script.Checkpoint;
import org.bootlink.script.Script;
import org.bootlink.script.ScriptRunner;
import org.bootlink.session.InputEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded of a live machine is enough to do all of it again. */
class RecordingTest {
  private static final int MEMORY_MIB = 64;
  private static final long BOOT_STEPS = 60_000_000;
  private static final int INPUTS = 300;
  private static final String[] TYPED = {"\r", "ls -l /\r", "date\r", "sleep 0.03 & wait\r", "a", "\u007f"};

  private final List<Action> recorded = new ArrayList<>();
  private final List<String> digests = new ArrayList<>();
  private long nanos;

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aLiveSessionReplaysToTheSameBit(int harts) {
    Random random = new Random(harts);
    DeterminismScript linux = new DeterminismScript(MEMORY_MIB, harts, null);
    for (Engine engine : Engine.values()) {
      ByteArrayOutputStream console = new ByteArrayOutputStream();
      live(linux.machine(engine, console), random);
      Machine replay = linux.machine(engine, new ByteArrayOutputStream());
      ScriptRunner runner = new ScriptRunner(replay, new Script(recorded));
      for (int i = 0; i < digests.size(); i++) {
        assertEquals(digests.get(i), runner.next().toString(), "input " + i + " of\n"
            + console.toString(ISO_8859_1));
      }
    }
  }

  /** Types and waits as nobody would, on a host of changing speed. */
  private void live(Machine machine, Random random) {
    recorded.clear();
    digests.clear();
    machine.record((steps, event) -> recorded.add(new Action(steps, event)));
    LiveRunner live = new LiveRunner(machine, () -> nanos += random.nextInt(3_000_000));
    while (machine.steps() < BOOT_STEPS && live.state() != MachineState.IDLE) {
      live.run(20_000_000);
    }
    for (int i = 0; i < INPUTS; i++) {
      if (random.nextInt(3) == 0) {
        live.pause();
      }
      byte[] typed = TYPED[random.nextInt(TYPED.length)].getBytes(ISO_8859_1);
      live.input(typed, 0, typed.length);
      noteDigest(machine);
      if (random.nextInt(4) == 0) {
        live.resize(1 + random.nextInt(200), 1 + random.nextInt(60));
        noteDigest(machine);
      }
      live.resume();
      for (int slices = random.nextInt(4); slices > 0; slices--) {
        long sleep = live.run(1 + random.nextInt(10_000_000));
        nanos += Math.min(sleep, random.nextInt(1 + random.nextInt(1 << 5 + random.nextInt(25))));
      }
    }
    machine.apply(new InputEvent.ConsoleResize(80, 24));
    noteDigest(machine);
  }

  private void noteDigest(Machine machine) {
    recorded.add(Action.digest(machine.steps()));
    digests.add(new Checkpoint(machine.steps(), machine.ticks(), machine.digest().toString()).toString());
  }
}
