// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.determinism;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.bootlink.script.Checkpoint;
import org.bootlink.script.Script;
import org.bootlink.script.ScriptRunner;

/**
 * The shipped Linux on a machine of that configuration, and what happens to it, to be run by every engine in
 * every way.
 */
record DeterminismScript(int memoryMiB, int harts, Script script) {
  /** Images of the shipped Linux. */
  static final String FIRMWARE = "opensbi-rv64-fw_dynamic.bin";
  static final String KERNEL = "linux-rv64.Image";
  static final String INITRD = "busybox-rv64.cpio";

  /** In one piece, or as nearly as the inputs allow. */
  private static final LongSupplier WHOLE = () -> Long.MAX_VALUE >> 1;

  /** What one run came to. */
  private record Outcome(List<Checkpoint> checkpoints, String console) {}

  /**
   * Runs it twice in one piece and once in slices of random length with every engine, and checks that all
   * digests are the same.
   *
   * @return what the guest wrote
   */
  String assertDeterministic(long seed) {
    Outcome reference = run(Engine.INTERPRETER, WHOLE);
    assertTrue(!reference.checkpoints.isEmpty(), "the script takes no digest");
    for (Engine engine : Engine.values()) {
      assertSame(reference, run(engine, WHOLE), engine + " in one piece");
      assertSame(reference, run(engine, randomSlices(new Random(seed))), engine + " in slices, seed " + seed);
    }
    return reference.console;
  }

  /** A machine of this configuration, switched on. */
  Machine machine(Engine engine, ByteArrayOutputStream console) {
    byte[] firmware = image(FIRMWARE);
    byte[] kernel = image(KERNEL);
    byte[] initrd = image(INITRD);
    long bytes = Machine.requiredBytes(memoryMiB, harts)
        + firmware.length + kernel.length + initrd.length + 64;
    LinearAllocator allocator = new LinearAllocator(LinearMemory.onHeap(Math.toIntExact(bytes)));
    MachineConfig config = new MachineConfig(memoryMiB, harts, Blob.of(allocator, firmware),
        Blob.of(allocator, kernel), Blob.of(allocator, initrd), "console=ttyS0 quiet no4lvl",
        List.<BlockStore>of(), Script.POWER_ON_EPOCH_NANOS, Script.ENTROPY_SEED, Script.COLUMNS, Script.ROWS);
    return engine.machine(config, allocator, console::write);
  }

  private Outcome run(Engine engine, LongSupplier sliceSteps) {
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    ScriptRunner runner = new ScriptRunner(machine(engine, console), script, sliceSteps);
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (Checkpoint point = runner.next(); point != null; point = runner.next()) {
      checkpoints.add(point);
    }
    return new Outcome(checkpoints, console.toString(ISO_8859_1));
  }

  /** One after the other, so that the first step and the parts that differ are what the failure shows. */
  private static void assertSame(Outcome expected, Outcome actual, String what) {
    assertEquals(expected.checkpoints.size(), actual.checkpoints.size(), what);
    for (int i = 0; i < expected.checkpoints.size(); i++) {
      assertEquals(expected.checkpoints.get(i).toString(), actual.checkpoints.get(i).toString(), what);
    }
    assertEquals(expected.console, actual.console, what);
  }

  /** Lengths from 1 on, of all magnitudes; with bursts of short ones, which are what finds most. */
  private static LongSupplier randomSlices(Random random) {
    return new LongSupplier() {
      private int shortOnes;

      @Override
      public long getAsLong() {
        if (shortOnes > 0) {
          shortOnes--;
          return 1 + random.nextInt(20);
        }
        if (random.nextInt(4) == 0) {
          shortOnes = 1000;
        }
        return 1 + random.nextInt(1 << 5 + random.nextInt(16));
      }
    };
  }

  static byte[] image(String name) {
    try (InputStream in = DeterminismScript.class.getResourceAsStream("/org/bootlink/images/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
