// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bootlink.disk.MemoryFile;
import org.bootlink.disk.OverlayDisk;
import org.bootlink.disk.SessionDisk;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.Hash;
import org.bootlink.session.SessionHeader;
import org.bootlink.state.ByteReader;
import org.junit.jupiter.api.Test;

/** What a session's disks have changed belongs to digests, snapshots and keyframes. */
class DiskSessionTest {
  private static final int SIZE = 1 << 20;

  private final LinearMemory memory = LinearMemory.onHeap(1 << 22);
  private int allocated = memory.base();

  @Test
  void aSnapshotHoldsWhatTheDisksHaveChanged() {
    SessionDisk disk = sessionDisk();
    Guest guest = guest(disk, readOnly(), sessionDisk());
    String before = guest.digest();
    write(disk, 8000, 9000, 7);
    disk.zero(100_000, 20_000);
    assertNotEquals(before, guest.digest());
    SessionDisk restored = sessionDisk();
    write(restored, 0, 20_000, 9);
    Guest other = guest(restored, readOnly(), sessionDisk()).restore(save(guest));
    assertEquals(guest.digest(), other.digest());
    assertArrayEquals(contents(disk), contents(restored));
  }

  @Test
  void aSnapshotIsDeclinedByMachinesWithOtherDisks() {
    Guest guest = guest(sessionDisk(), readOnly(), sessionDisk());
    write(guest.machine.disks().get(0), SIZE - 4096, 4096, 1);
    byte[] file = save(guest);
    BlockStore small =
        new SessionDisk(new ZeroDisk(SIZE / 2), 1 << 20, memory, allocate(SessionDisk.LINEAR_BYTES));
    for (Guest other : List.of(guest(sessionDisk(), readOnly(), readOnly()), new Guest(),
        guest(small, readOnly(), sessionDisk()))) {
      String before = other.digest();
      assertThrows(BadSessionException.class, () -> other.restore(file));
      assertEquals(before, other.digest());
    }
  }

  @Test
  void aDiskWhoseChangesAreKeptElsewhereIsInNoSnapshot() {
    int address = allocate(OverlayDisk.LINEAR_BYTES);
    Guest guest = guest(new OverlayDisk(new ZeroDisk(SIZE), new byte[32], new MemoryFile(1 << 20),
        new MemoryFile(1 << 20), memory, address));
    assertThrows(BadSessionException.class, guest::save);
  }

  @Test
  void goingBackInAReplayGoesBackInTheDisks() {
    SessionDisk disk = sessionDisk();
    Guest live = new Guest();
    Recorder recorder = new Recorder(live.machine, Guest.header());
    live.type("keys", Guest.SECOND / 20);
    Guest guest = new Guest(Guest.program(), List.of(disk));
    Replay replay = new Replay(guest.machine, recorder.recording("", "", 0));
    Timeline timeline = new Timeline(guest.machine, replay, 1 << 30, guest.output::size);
    String[] digests = new String[5];
    long[] steps = new long[5];
    for (int i = 0; i < 5; i++) {
      replay.advance(5, Long.MAX_VALUE);
      write(disk, 5000 * i, 5000, i + 1);
      disk.zero(4096, 4096 * i);
      timeline.take();
      digests[i] = guest.digest();
      steps[i] = guest.machine.steps();
    }
    for (int i : new int[] {3, 0, 4, 1, 2}) {
      timeline.approach(steps[i], Long.MAX_VALUE);
      assertEquals(digests[i], guest.digest());
    }
    assertTrue(timeline.sizeBytes() < 1 << 20, timeline.sizeBytes() + " bytes");
  }

  @Test
  void changesAreReadAsTheyWereWritten() {
    Map<Integer, byte[]> changes = Map.of(0, new byte[4096], 1, SessionDisk.ZEROS, 2, SessionDisk.ZEROS,
        7, filled(1), 8, filled(2), 9, SessionDisk.ZEROS, 1_000_000, filled(3));
    byte[] section = DiskChanges.write(changes);
    Map<Integer, byte[]> read = DiskChanges.read(new ByteReader(section));
    assertEquals(changes.keySet(), read.keySet());
    changes.forEach((block, content) -> assertArrayEquals(content, read.get(block)));
    assertTrue(section.length < 4 * 4096 + 30, section.length + " bytes");
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[4096];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private Guest guest(BlockStore... disks) {
    return new Guest(Guest.program(), List.of(disks)).type("x", Guest.SECOND / 20);
  }

  private static byte[] save(Guest guest) {
    SessionHeader.Configuration machine = Guest.header().machine();
    SessionHeader.Disk disk = new SessionHeader.Disk(false, new Hash(new byte[Hash.BYTES]));
    return guest.save(SessionHeader.of(new SessionHeader.Configuration(machine.memoryMiB(), machine.harts(), "", 0,
        1, 80, 24, null, machine.kernel(), null, List.of(disk, disk, disk))));
  }

  private void write(SessionDisk disk, int position, int length, int value) {
    int address = memory.base() + (3 << 20);
    for (int i = 0; i < length; i++) {
      memory.putByte(address + i, (byte) value);
    }
    assertEquals(BlockStore.Outcome.DONE, disk.write(position, memory, address, length));
  }

  private byte[] contents(SessionDisk disk) {
    byte[] bytes = new byte[SIZE];
    int address = memory.base() + (3 << 20);
    assertEquals(BlockStore.Outcome.DONE, disk.read(0, memory, address, SIZE));
    memory.read(address, bytes, 0, SIZE);
    return bytes;
  }

  private int allocate(int length) {
    allocated += length;
    return allocated - length;
  }

  private SessionDisk sessionDisk() {
    return new SessionDisk(new ZeroDisk(SIZE), 1 << 20, memory, allocate(SessionDisk.LINEAR_BYTES));
  }

  private static BlockStore readOnly() {
    return new ZeroDisk(SIZE);
  }
}
