// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import org.bootlink.board.Machine;
import org.bootlink.bus.Ram;
import org.bootlink.disk.SessionDisk;
import org.bootlink.host.BlockStore;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.Sections;
import org.bootlink.session.SessionHeader;
import org.bootlink.state.ByteWriter;
import org.bootlink.state.SectionCheck;
import org.bootlink.state.StateWriter;

/** Saves a machine as it is between two runs; see docs/session-format.md. */
public final class SnapshotWriter {
  private final Machine machine;
  private final Ram ram;

  private SnapshotWriter(Machine machine) {
    this.machine = machine;
    this.ram = machine.ram();
  }

  /**
   * Writes a snapshot's file.
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
    requireSavable(machine);
    SnapshotWriter writer = new SnapshotWriter(machine);
    ByteWriter first = new ByteWriter();
    Sections.begin(first, Sections.SNAPSHOT);
    ByteWriter contents = new ByteWriter();
    header.from(machine.steps(), null).write(contents, false);
    Sections.section(first, Sections.HEADER, contents.toBytes());
    ByteWriter state = new ByteWriter();
    machine.walkState(new StateWriter(state));
    Sections.section(first, Snapshot.STATE, state.toBytes());
    if (screen.length > 0) {
      Sections.section(first, Snapshot.SCREEN, screen);
    }
    to.bytes(first.toBytes());
    writer.writeRam(to);
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
    if (machine.waitsForDisk()) {
      throw new BadSessionException("the machine waits for a disk's data; it can be saved when that is here");
    }
    for (BlockStore disk : machine.config().disks()) {
      if (!disk.readOnly() && !(disk instanceof SessionDisk)) {
        throw new BadSessionException(
            "the machine has a disk that is kept by itself, so a snapshot can't hold it");
      }
    }
  }

  private void writeRam(ByteSink to) {
    byte[] kinds = new byte[ram.pages()];
    int stored = 0;
    for (int page = 0; page < kinds.length; page++) {
      kinds[page] = kind(page);
      stored += kinds[page] == Snapshot.STORED ? 1 : 0;
    }
    byte[] runs = runs(kinds);
    byte[] opening = Sections.opening(Snapshot.RAM, runs.length + (long) stored * Ram.PAGE_SIZE);
    SectionCheck check = new SectionCheck();
    check.add(opening);
    check.add(runs);
    to.bytes(opening);
    to.bytes(runs);
    for (int page = 0; page < kinds.length; page++) {
      int first = page;
      while (page < kinds.length && kinds[page] == Snapshot.STORED) {
        page++;
      }
      if (page > first) {
        int length = (page - first) * Ram.PAGE_SIZE;
        check.add(ram.memory(), ram.pageAddress(first), length);
        to.memory(ram.memory(), ram.pageAddress(first), length);
      }
    }
    ByteWriter end = new ByteWriter();
    end.i32(check.value());
    to.bytes(end.toBytes());
  }

  private byte kind(int page) {
    if (machine.bootMemory().isUnchanged(page)) {
      return Snapshot.UNCHANGED;
    }
    return ram.isZeroPage(page) ? Snapshot.ZERO : Snapshot.STORED;
  }

  private static byte[] runs(byte[] kinds) {
    ByteWriter runs = new ByteWriter();
    int count = 0;
    int unchanged = 0;
    int page = 0;
    while (page < kinds.length) {
      int first = page;
      byte kind = kinds[page];
      while (page < kinds.length && kinds[page] == kind) {
        page++;
      }
      if (kind == Snapshot.UNCHANGED) {
        unchanged = page - first;
      } else {
        runs.unsigned(unchanged);
        runs.unsigned(2L * (page - first) + (kind == Snapshot.STORED ? 1 : 0));
        unchanged = 0;
        count++;
      }
    }
    ByteWriter all = new ByteWriter();
    all.unsigned(count);
    byte[] rest = runs.toBytes();
    all.bytes(rest, 0, rest.length);
    return all.toBytes();
  }
}
