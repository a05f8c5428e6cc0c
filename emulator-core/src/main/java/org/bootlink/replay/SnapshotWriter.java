// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import org.bootlink.board.Machine;
import org.bootlink.disk.SessionDisk;
import org.bootlink.host.BlockStore;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.Sections;
import org.bootlink.session.SessionHeader;
import org.bootlink.state.ByteWriter;
import org.bootlink.state.StateWriter;

/** Saves a machine as it is between two runs; see docs/session-format.md. */
public final class SnapshotWriter {
  private SnapshotWriter() {}

  /**
   * Writes a snapshot's file. It holds RAM whole if the machine's images are not here, else what of it differs
   * from them.
   *
   * @param header of the machine's session; the step is the machine's
   * @throws BadSessionException if the machine can't be saved: it waits for a disk's data, or it has a disk
   *     whose changes belong to no session
   */
  public static void write(Machine machine, SessionHeader header, ByteSink to) {
    write(machine, header, new byte[0], to);
  }

  /** @param screen what to write to a terminal that goes on with the machine, so that it shows what was shown */
  public static void write(Machine machine, SessionHeader header, byte[] screen, ByteSink to) {
    write(machine, header, screen, machine.bootMemory() == null, to);
  }

  /** @param whole whether the file is to hold RAM whole, so that whoever reads it needs no images */
  public static void write(Machine machine, SessionHeader header, byte[] screen, boolean whole, ByteSink to) {
    requireSavable(machine);
    ByteWriter first = new ByteWriter();
    Sections.begin(first, Sections.SNAPSHOT);
    ByteWriter contents = new ByteWriter();
    header.from(machine.steps(), null).write(contents, false);
    Sections.section(first, Sections.HEADER, contents.toBytes());
    if (whole) {
      Sections.section(first, Snapshot.PLAN, SavedPlan.write(machine.plan()));
    }
    ByteWriter state = new ByteWriter();
    machine.walkState(new StateWriter(state));
    Sections.section(first, Snapshot.STATE, state.toBytes());
    if (screen.length > 0) {
      Sections.section(first, Snapshot.SCREEN, screen);
    }
    to.bytes(first.toBytes());
    new RamWriter(machine.ram(), whole ? null : machine.bootMemory(), to).write();
    for (SessionDisk disk : machine.disks()) {
      ByteWriter section = new ByteWriter();
      Sections.section(section, Snapshot.DISK, DiskChanges.write(disk.changes()));
      to.bytes(section.toBytes());
    }
    ByteWriter last = new ByteWriter();
    Sections.section(last, Sections.END, new byte[0]);
    to.bytes(last.toBytes());
  }

  private static void requireSavable(Machine machine) {
    if (machine.waitsForHost()) {
      throw new BadSessionException("the machine waits for data from its host; it can be saved when that is here");
    }
    for (BlockStore disk : machine.config().disks()) {
      if (!disk.readOnly() && !(disk instanceof SessionDisk)) {
        throw new BadSessionException(
            "the machine has a disk that is kept by itself, so a snapshot can't hold it");
      }
    }
  }
}
