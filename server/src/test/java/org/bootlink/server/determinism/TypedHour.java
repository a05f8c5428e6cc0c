// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.determinism;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.live.LiveRunner;
import org.bootlink.replay.Recorder;
import org.bootlink.server.site.Hashes;
import org.bootlink.session.Hash;
import org.bootlink.session.Recording;
import org.bootlink.session.SessionHeader;

/** An hour of somebody at the shell of the shipped Linux, who reads and thinks most of the time. */
final class TypedHour {
  private static final int MEMORY_MIB = 64;
  private static final int COMMANDS = 240;
  private static final long SECOND = 1_000_000_000;
  private static final long HOUR = 3600 * SECOND;
  private static final long FRAME = 16_000_000;
  private static final double NANOS_PER_STEP = 3;
  private static final String[] LINES = {"ls -l /", "cd /etc", "cat passwd", "grep root /etc/passwd | wc -c",
      "date", "ps", "cd", "echo hello > greeting", "cat greeting", "seq 1 300 | md5sum", "uname -a", "df",
      "sleep 1; ls", "for i in 1 2 3; do echo $i; done", "mkdir -p a/b; ls a", "free"};

  private final Random random = new Random(1);
  private final Machine machine =
      new DeterminismScript(MEMORY_MIB, 1, null).machine(Engine.INTERPRETER, new ByteArrayOutputStream());
  private final Recorder recorder = new Recorder(machine, header(machine.config()));
  private final LiveRunner live = new LiveRunner(machine, this::hostTime);
  private long nanos;
  private long stepsBefore;
  private int keys;

  /** Writes its recording to the file {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    Files.write(Path.of(args[0]), new TypedHour().record().toBytes());
  }

  /** Lives through it. */
  Recording record() {
    live(3 * SECOND);
    for (int i = 0; i < COMMANDS; i++) {
      for (byte key : (LINES[random.nextInt(LINES.length)] + "\r").getBytes(ISO_8859_1)) {
        live.input(new byte[] {key}, 0, 1);
        // Quick typing, with a hesitation here and there.
        double seconds = 0.06 + 0.15 * random.nextDouble() * random.nextDouble() + random.nextInt(12) / 11 * 0.4;
        live((long) (seconds * SECOND));
        keys++;
      }
      live(Math.max(0, (i + 1) * HOUR / COMMANDS - nanos));
    }
    return recorder.recording("an hour", "", 1);
  }

  /** How many keys were typed. */
  int keys() {
    return keys;
  }

  /** A host whose speed goes up and down a little. */
  private long hostTime() {
    long steps = machine.steps() - stepsBefore;
    stepsBefore = machine.steps();
    nanos += 500 + (long) (steps * NANOS_PER_STEP * (0.7 + 0.6 * random.nextDouble()));
    return nanos;
  }

  private void live(long forNanos) {
    long end = nanos + forNanos;
    while (nanos < end) {
      long wait = live.run(FRAME);
      recorder.mayNoteDigest();
      nanos += Math.min(wait, Math.max(0, end - nanos));
    }
  }

  private static SessionHeader header(MachineConfig config) {
    return SessionHeader.of(new SessionHeader.Configuration(config.memoryMiB(), config.harts(),
        config.commandLine(), config.powerOnEpochNanos(), config.entropySeed(), config.columns(), config.rows(),
        hash(DeterminismScript.FIRMWARE), hash(DeterminismScript.KERNEL), hash(DeterminismScript.INITRD),
        List.of()));
  }

  private static Hash hash(String image) {
    return new Hash(Hashes.newSha256().digest(DeterminismScript.image(image)));
  }
}
