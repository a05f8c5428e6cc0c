// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.bootlink.board.BootPlan;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.bus.Ram;
import org.bootlink.disk.SessionDisk;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearMemory;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.EngineVersion;
import org.bootlink.session.Sections;
import org.bootlink.session.SessionHeader;
import org.bootlink.state.BadStateException;
import org.bootlink.state.ByteReader;
import org.bootlink.state.ByteSource;

/** A saved machine, read and checked as far as that goes without one; see docs/session-format.md. */
public final class Snapshot {
  static final int STATE = 2;
  static final int RAM = 3;
  static final int DISK = 4;
  static final int PACKED_RAM = 5;
  static final int PLAN = 6;
  static final int SCREEN = 64;

  private static final int MAX_SCREEN_BYTES = 1 << 20;
  private static final int PAGES_PER_MIB = (1 << 20) / Ram.PAGE_SIZE;

  private final Blob file;
  private SessionHeader header;
  private byte[] screen = {};
  /** Of each disk that can be written. */
  private final List<Map<Integer, byte[]>> diskChanges = new ArrayList<>();
  /** Where in the file the state is. */
  private int stateStart;
  private int stateEnd;
  private SavedRam ram;
  /** Null unless RAM is whole in the file. */
  private BootPlan plan;

  private Snapshot(Blob file) {
    this.file = file;
  }

  /**
   * Reads a snapshot's file, whose bytes must stay as they are for as long as the snapshot is used.
   *
   * @throws BadSessionException if it is none, damaged, or of a later version
   */
  public static Snapshot read(Blob file) {
    Snapshot snapshot = new Snapshot(file);
    try {
      snapshot.readSections();
    } catch (BadSessionException e) {
      throw e;
    } catch (BadStateException e) {
      throw new BadSessionException("this snapshot is damaged: " + e.getMessage());
    }
    return snapshot;
  }

  /** Whether {@code source} looks like a snapshot. */
  public static boolean isOne(ByteSource source) {
    return Sections.kindOf(source) == Sections.SNAPSHOT;
  }

  public SessionHeader header() {
    return header;
  }

  /** What to write to a terminal that goes on with the machine; may be nothing. */
  public byte[] screen() {
    return screen.clone();
  }

  /** Where the images of the machine go, if the file holds RAM whole, so that they may come later; else null. */
  public BootPlan plan() {
    return plan;
  }

  /** Pages whose contents are in the file. */
  public int storedPages() {
    return ram.storedPages();
  }

  /**
   * Makes {@code machine} the one that was saved.
   *
   * @throws BadSessionException if that can't be: the machine is of another kind, another engine version saved
   *     it, or the state is damaged; then the machine is as it was
   */
  public void restore(Machine machine) {
    MachineConfig config = machine.config();
    SessionHeader.Configuration saved = header.machine();
    if (config.memoryMiB() != saved.memoryMiB() || config.harts() != saved.harts()
        || config.disks().size() != saved.disks().size()) {
      throw new BadSessionException("this snapshot is of a machine with " + saved.memoryMiB() + " MiB, "
          + saved.harts() + " harts and " + saved.disks().size() + " disks, not with " + config.memoryMiB()
          + ", " + config.harts() + " and " + config.disks().size());
    }
    requireDisks(machine);
    if (header.engineVersion() != EngineVersion.CURRENT) {
      throw new BadSessionException("this snapshot was saved by engine version " + header.engineVersion()
          + "; this one is version " + EngineVersion.CURRENT + " and can't use it");
    }
    if (plan == null && machine.bootMemory() == null) {
      throw new BadSessionException("this snapshot needs its machine's images");
    }
    IntConsumer putBack = putBack(machine);
    try {
      machine.restore(new ByteReader(ByteSource.of(file), stateStart, stateEnd),
          memory -> ram.fill(memory, putBack));
    } catch (BadStateException e) {
      throw new BadSessionException("this snapshot is damaged: " + e.getMessage());
    }
    for (int i = 0; i < diskChanges.size(); i++) {
      machine.disks().get(i).changeTo(diskChanges.get(i));
    }
  }

  /** What gives a page that is not in the file what it is to hold; null if all pages of the machine hold that. */
  private IntConsumer putBack(Machine machine) {
    boolean fresh = machine.steps() == 0;
    if (plan == null) {
      return fresh ? null : machine.bootMemory()::putBack;
    }
    return fresh && machine.bootMemory() == null ? null : page -> {
      if (!machine.ram().isZeroPage(page)) {
        machine.ram().clearPage(page);
      }
    };
  }

  private void requireDisks(Machine machine) {
    List<SessionDisk> disks = machine.disks();
    if (disks.size() != diskChanges.size()) {
      throw new BadSessionException("this snapshot has the changes of " + diskChanges.size()
          + " disks, and " + disks.size() + " of this machine's can be changed");
    }
    for (int i = 0; i < disks.size(); i++) {
      int blocks = disks.get(i).blocks();
      for (int block : diskChanges.get(i).keySet()) {
        if (block >= blocks) {
          throw new BadSessionException("this snapshot is of a machine with a larger disk");
        }
      }
    }
  }

  private void readSections() {
    Sections sections = new Sections(ByteSource.of(file), Sections.SNAPSHOT);
    for (ByteReader contents = sections.next(); contents != null; contents = sections.next()) {
      if (header == null && sections.tag() == Sections.HEADER) {
        header = SessionHeader.read(contents, false);
        if (header.machine().memoryMiB() > MachineConfig.MAX_MEMORY_MIB) {
          throw new BadSessionException("this snapshot is of a machine with " + header.machine().memoryMiB()
              + " MiB; at most " + MachineConfig.MAX_MEMORY_MIB + " are possible");
        }
        ram = new SavedRam(file, header.machine().memoryMiB() * PAGES_PER_MIB);
      } else if (header != null && sections.tag() == STATE && stateEnd == 0) {
        stateStart = contents.position();
        stateEnd = stateStart + contents.left();
      } else if (header != null && sections.tag() == PLAN && plan == null) {
        plan = SavedPlan.read(contents);
      } else if (header != null && sections.tag() == RAM && !ram.isTold()) {
        ram.readPlain(contents);
      } else if (header != null && sections.tag() == PACKED_RAM && !ram.isComplete()) {
        ram.readPacked(contents);
      } else if (header != null && sections.tag() == DISK
          && diskChanges.size() < header.machine().disks().size()) {
        diskChanges.add(DiskChanges.read(contents));
      } else if (sections.tag() == SCREEN && contents.left() <= MAX_SCREEN_BYTES) {
        screen = contents.bytes(contents.left());
      } else {
        sections.skipUnknown();
      }
    }
    if (!sections.complete()) {
      throw new BadSessionException("this snapshot was cut off");
    }
    if (stateEnd == 0 || !ram.isTold()) {
      throw sections.damaged();
    }
  }

  /** A snapshot's file in memory of its own on the Java heap (JVM only). */
  public static Blob onHeap(byte[] file) {
    LinearMemory memory = LinearMemory.onHeap(Math.max(1, file.length));
    memory.write(memory.base(), file, 0, file.length);
    return new Blob(memory, memory.base(), file.length);
  }
}
