// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.bootlink.board.Machine;
import org.bootlink.replay.PromptBoot;
import org.bootlink.replay.Snapshot;
import org.bootlink.replay.SnapshotWriter;
import org.bootlink.session.Hash;
import org.bootlink.session.SessionHeader;
import org.bootlink.server.site.Hashes;

/**
 * A machine that was booted to its prompt and saved, with its RAM whole. The same bytes for the same images and
 * emulator.
 *
 * @param file the snapshot's file
 * @param screen what the machine had written by then
 */
public record BootSnapshot(byte[] file, byte[] screen) {
  /**
   * Boots without input, until the guest has nothing to do.
   *
   * @throws IllegalStateException if that never comes
   */
  public static BootSnapshot make(BootRequest request) {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    Machine machine = MachineMaker.make(request, screen::write);
    if (!PromptBoot.run(machine)) {
      throw new IllegalStateException("the machine does not come to rest; it is at step " + machine.steps());
    }
    SnapshotFile file = new SnapshotFile();
    SessionHeader header = SessionHeader.of(configuration(request, List.of()));
    SnapshotWriter.write(machine, header, screen.toByteArray(), true, file);
    return new BootSnapshot(file.toBytes(), screen.toByteArray());
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
