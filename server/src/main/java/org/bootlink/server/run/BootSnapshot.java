// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineState;
import org.bootlink.replay.Snapshot;
import org.bootlink.replay.SnapshotWriter;
import org.bootlink.session.Hash;
import org.bootlink.session.SessionHeader;
import org.bootlink.server.site.Hashes;
import org.bootlink.time.Clock;

/**
 * A machine that was booted to its prompt and saved. The same bytes for the same images and emulator.
 *
 * @param file the snapshot's file
 * @param screen what the machine had written by then
 */
public record BootSnapshot(byte[] file, byte[] screen) {
  /** The date and seed of the boot; whoever goes on with the snapshot wakes it to others. */
  public static final long POWER_ON_EPOCH_NANOS = 0;
  public static final long ENTROPY_SEED = 1;
  public static final int COLUMNS = 80;
  public static final int ROWS = 24;

  /** A guest that would sleep so long by itself has nothing left to do. */
  private static final long QUIET_TICKS = 2 * Clock.TICKS_PER_SECOND;
  private static final long MAX_STEPS = 2_000_000_000L;
  private static final long SLICE_STEPS = 1 << 24;

  /**
   * Boots without input, until the guest has nothing to do.
   *
   * @throws IllegalStateException if that never comes
   */
  public static BootSnapshot make(BootRequest request) {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    Machine machine = MachineMaker.make(request, screen::write);
    while (!isQuiet(machine)) {
      MachineState state = machine.run(SLICE_STEPS);
      if (state == MachineState.IDLE && !isQuiet(machine)) {
        machine.skipToDeadline();
      }
      if (state == MachineState.OFF || state == MachineState.FAILED || machine.steps() > MAX_STEPS) {
        throw new IllegalStateException("the machine did not come to a prompt; it wrote: " + screen);
      }
    }
    SnapshotFile file = new SnapshotFile();
    SnapshotWriter.write(machine, SessionHeader.of(configuration(request)), screen.toByteArray(), file);
    return new BootSnapshot(file.toBytes(), screen.toByteArray());
  }

  /** What {@code file} holds. */
  public static BootSnapshot of(byte[] file) {
    return new BootSnapshot(file, Snapshot.read(Snapshot.onHeap(file)).screen());
  }

  /** How sessions name such a machine; its disks, if it has any, are to be added. */
  static SessionHeader.Configuration configuration(BootRequest request) {
    return new SessionHeader.Configuration(request.memoryMiB(), request.harts(), request.commandLine(),
        request.powerOnEpochNanos(), request.entropySeed(), request.columns(), request.rows(),
        hash(request.firmware()), hash(request.kernel()), hash(request.initrd()), List.of());
  }

  private static boolean isQuiet(Machine machine) {
    return machine.run(0) == MachineState.IDLE
        && machine.idleDeadlineTicks() - machine.ticks() >= QUIET_TICKS;
  }

  private static Hash hash(byte[] image) {
    return image == null ? null : new Hash(Hashes.newSha256().digest(image));
  }
}
