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
 * A machine that was booted to its prompt and saved, with its RAM whole. The same bytes for the same images and emulator.
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

  /** A guest that does so little in a second has nothing left to do. */
  private static final long QUIET_STEPS = 200_000;
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
    boot(machine);
    SnapshotFile file = new SnapshotFile();
    SessionHeader header = SessionHeader.of(configuration(request, List.of()));
    SnapshotWriter.write(machine, header, screen.toByteArray(), true, file);
    return new BootSnapshot(file.toBytes(), screen.toByteArray());
  }

  /** Whether a machine of that configuration, booted, is what a snapshot of this kind may hold. */
  public static boolean isOneOf(SessionHeader.Configuration machine) {
    return machine.powerOnEpochNanos() == POWER_ON_EPOCH_NANOS && machine.entropySeed() == ENTROPY_SEED
        && machine.columns() == COLUMNS && machine.rows() == ROWS && machine.disks().isEmpty();
  }

  /**
   * Runs a machine that was just switched on, without input, until it has had nothing to do for a second.
   *
   * @throws IllegalStateException if that never comes
   */
  public static void boot(Machine machine) {
    long windowTicks = 0;
    long windowSteps = 0;
    while (machine.steps() < MAX_STEPS) {
      MachineState state = machine.run(SLICE_STEPS);
      if (state == MachineState.OFF || state == MachineState.FAILED) {
        break;
      }
      if (state == MachineState.IDLE) {
        boolean second = machine.ticks() - windowTicks >= Clock.TICKS_PER_SECOND;
        if (second && machine.steps() - windowSteps < QUIET_STEPS
            || machine.idleDeadlineTicks() == Long.MAX_VALUE) {
          return;
        }
        if (second) {
          windowTicks = machine.ticks();
          windowSteps = machine.steps();
        }
        machine.skipToDeadline();
      }
    }
    throw new IllegalStateException("the machine does not come to rest; it is at step " + machine.steps());
  }

  /** What {@code file} holds. */
  public static BootSnapshot of(byte[] file) {
    return new BootSnapshot(file, Snapshot.read(Snapshot.onHeap(file)).screen());
  }

  /** How sessions name such a machine. */
  public static SessionHeader.Configuration configuration(BootRequest request, List<SessionHeader.Disk> disks) {
    return new SessionHeader.Configuration(request.memoryMiB(), request.harts(), request.commandLine(),
        request.powerOnEpochNanos(), request.entropySeed(), request.columns(), request.rows(),
        hash(request.firmware()), hash(request.kernel()), hash(request.initrd()), disks);
  }

  private static Hash hash(byte[] image) {
    return image == null ? null : new Hash(Hashes.newSha256().digest(image));
  }
}
