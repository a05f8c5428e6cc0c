// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.determinism;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.bootlink.board.Machine;
import org.bootlink.live.LiveRunner;
import org.bootlink.replay.Recorder;
import org.bootlink.session.Entry;
import org.bootlink.session.Hash;
import org.bootlink.session.Recording;
import org.bootlink.session.SessionHeader;
import org.bootlink.time.Clock;
import org.junit.jupiter.api.Test;

/** What an hour of somebody at the shell costs: in a file, and deflated, as it is in a link. */
class TypedHourTest {
  private static final int COMMANDS = 240;
  private static final long SECOND = 1_000_000_000;
  private static final long HOUR = 3600 * SECOND;
  private static final long FRAME = 16_000_000;
  private static final double NANOS_PER_STEP = 3;
  private static final String[] LINES = {"ls -l /", "cd /etc", "cat passwd", "grep root /etc/passwd | wc -c", "date",
      "ps", "cd", "echo hello > greeting", "cat greeting", "seq 1 300 | md5sum", "uname -a", "df", "sleep 1; ls",
      "for i in 1 2 3; do echo $i; done", "mkdir -p a/b; ls a", "free"};
  private static final int MAX_FILE_BYTES = 20_000;
  private static final int MAX_DEFLATED_BYTES = 10_000;

  private final Random random = new Random(1);
  private long nanos;
  private long stepsBefore;

  @Test
  void anHourOfCommandsIsAFewKilobytes() throws IOException {
    Machine machine = new DeterminismScript(64, 1, null).machine(Engine.INTERPRETER, new ByteArrayOutputStream());
    Recorder recorder = new Recorder(machine, header());
    LiveRunner live = new LiveRunner(machine, () -> hostTime(machine));
    live(live, recorder, 3 * SECOND);
    int keys = 0;
    for (int i = 0; i < COMMANDS; i++) {
      for (byte key : (LINES[random.nextInt(LINES.length)] + "\r").getBytes(ISO_8859_1)) {
        live.input(new byte[] {key}, 0, 1);
        // Quick typing, with a hesitation here and there.
        double seconds = 0.06 + 0.15 * random.nextDouble() * random.nextDouble() + random.nextInt(12) / 11 * 0.4;
        live(live, recorder, (long) (seconds * SECOND));
        keys++;
      }
      live(live, recorder, Math.max(0, (i + 1) * HOUR / COMMANDS - nanos));
    }
    Recording recording = recorder.recording("", "", 1);
    byte[] file = recording.toBytes();
    int deflated = deflated(file);
    String what = keys + " keys in an hour: " + file.length + " bytes, deflated " + deflated + "; " + kinds(recording);
    System.out.println(what);
    assertEquals(3600, recording.end().ticks() / Clock.TICKS_PER_SECOND, 30);
    assertTrue(file.length <= MAX_FILE_BYTES && deflated <= MAX_DEFLATED_BYTES, what);
  }

  /** A host whose speed goes up and down a little. */
  private long hostTime(Machine machine) {
    long steps = machine.steps() - stepsBefore;
    stepsBefore = machine.steps();
    nanos += 500 + (long) (steps * NANOS_PER_STEP * (0.7 + 0.6 * random.nextDouble()));
    return nanos;
  }

  private void live(LiveRunner live, Recorder recorder, long forNanos) {
    long end = nanos + forNanos;
    while (nanos < end) {
      long wait = live.run(FRAME);
      recorder.mayNoteDigest();
      nanos += Math.min(wait, Math.max(0, end - nanos));
    }
  }

  private static SessionHeader header() {
    Hash image = new Hash(new byte[Hash.BYTES]);
    return SessionHeader.of(new SessionHeader.Configuration(64, 1, "", 0, 1, 80, 24, image, image, image, List.of()));
  }

  private static Map<String, Integer> kinds(Recording recording) {
    Map<String, Integer> kinds = new TreeMap<>();
    for (Entry entry : recording.entries()) {
      String kind = entry instanceof Entry.Input input
          ? input.event().getClass().getSimpleName() + (input.byTime() ? " by time" : "")
          : entry.getClass().getSimpleName();
      kinds.merge(kind, 1, Integer::sum);
    }
    return kinds;
  }

  private static int deflated(byte[] bytes) throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(to, new Deflater(9, true))) {
      deflater.write(bytes);
    }
    return to.size();
  }
}
