// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.determinism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.bootlink.replay.Replay;
import org.bootlink.replay.Snapshot;
import org.bootlink.server.site.Hashes;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.EngineVersion;
import org.bootlink.session.Recording;
import org.bootlink.session.SessionHeader;
import org.bootlink.state.ByteSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that were saved once, by this engine version and earlier ones, and have to stay good. */
class GoldenSessionTest {
  /** Folders of the corpus, the oldest first; entries are added and never replaced. */
  private static final List<String> ENTRIES = List.of("engine-1", "engine-1-packed", "engine-1-whole");
  private static final long SLICE_STEPS = 1000;

  @Test
  void theNewestEntryIsOfThisEngineVersion() throws IOException {
    String newest = ENTRIES.get(ENTRIES.size() - 1);
    assertEquals(EngineVersion.CURRENT, recording(newest, "recording").header().engineVersion(),
        "the engine version was raised: leave the golden sessions there are and add one of this version, as "
            + "\"Golden corpus\" in docs/session-format.md says");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aRecordingFromPowerOnReplaysVerified(Engine engine) throws IOException {
    for (String entry : ENTRIES) {
      Recording recording = recording(entry, "recording");
      assertReplays(entry, machine(engine, entry, recording.header()), recording);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aSnapshotRestoresAndWhatCameAfterItReplaysVerified(Engine engine) throws IOException {
    for (String entry : ENTRIES) {
      byte[] file = file(entry, "snapshot");
      Snapshot snapshot = Snapshot.read(Snapshot.onHeap(file));
      Recording later = recording(entry, "later");
      assertEquals(Hashes.sha256(file), later.header().snapshot().toString(), entry);
      Machine machine = machine(engine, entry, snapshot.header());
      if (snapshot.header().engineVersion() == EngineVersion.CURRENT) {
        snapshot.restore(machine);
        assertReplays(entry, machine, later);
      } else {
        BadSessionException e = assertThrows(BadSessionException.class, () -> snapshot.restore(machine));
        assertTrue(e.getMessage().contains("version " + snapshot.header().engineVersion()), e.getMessage());
      }
    }
  }

  /** One of an earlier engine version may diverge, but must say that this is why. */
  private static void assertReplays(String entry, Machine machine, Recording recording) {
    assertTrue(recording.complete(), entry);
    Replay replay = new Replay(machine, recording);
    Replay.State state;
    do {
      state = replay.advance(SLICE_STEPS, Long.MAX_VALUE);
    } while (state == Replay.State.RUNNING);
    int version = recording.header().engineVersion();
    if (version != EngineVersion.CURRENT && state == Replay.State.DIVERGED) {
      assertTrue(replay.divergence().contains("recorded by engine version " + version), replay.divergence());
      return;
    }
    assertEquals(Replay.State.ENDED, state, () -> entry + ": a session that somebody saved no longer replays ("
        + replay.divergence() + "); if that is meant, raise EngineVersion");
    assertEquals(1, replay.verified(), entry);
    assertEquals(recording.end().steps(), machine.steps(), entry);
  }

  private static Machine machine(Engine engine, String entry, SessionHeader header) throws IOException {
    SessionHeader.Configuration saved = header.machine();
    byte[] kernel = file(entry, "kernel");
    assertEquals(saved.kernel().toString(), Hashes.sha256(kernel), entry);
    LinearAllocator allocator = new LinearAllocator(LinearMemory.onHeap(
        Math.toIntExact(Machine.requiredBytes(saved.memoryMiB(), saved.harts()) + kernel.length)));
    MachineConfig config = new MachineConfig(saved.memoryMiB(), saved.harts(), null,
        Blob.of(allocator, kernel), null, saved.commandLine(), List.of(), saved.powerOnEpochNanos(),
        saved.entropySeed(), saved.columns(), saved.rows());
    return engine.machine(config, allocator, value -> { });
  }

  private static Recording recording(String entry, String name) throws IOException {
    return Recording.read(ByteSource.of(file(entry, name)));
  }

  private static byte[] file(String entry, String name) throws IOException {
    try (InputStream in = GoldenSessionTest.class.getResourceAsStream("golden/" + entry + "/" + name)) {
      assertNotNull(in, entry + "/" + name);
      return in.readAllBytes();
    }
  }
}
