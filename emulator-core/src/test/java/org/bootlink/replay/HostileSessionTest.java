// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bootlink.disk.SessionDisk;
import org.bootlink.memory.LinearMemory;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.Hash;
import org.bootlink.session.InputEvent;
import org.bootlink.session.Recording;
import org.bootlink.session.SessionHeader;
import org.bootlink.state.BadStateException;
import org.bootlink.state.ByteReader;
import org.bootlink.state.ByteSource;

/** Files that are no longer what was saved: each is read, or declined with a sentence; machines stay. */
class HostileSessionTest {
  private static final int TRIES = 1500;
  private static final String SEED = "20261128";
  private static final int VERSION_AT = 3;
  private static final int MAX_MESSAGE = 300;

  private static final Guest SAVED = new Guest().type("some keys", Guest.SECOND / 7);
  private static final byte[] SNAPSHOT = SAVED.save();
  private static final byte[] WHOLE = SAVED.saveWhole();
  private static final byte[] RECORDING = recording();
  private static final Guest VICTIM = new Guest().type("x", 1000);
  private static final String BEFORE = VICTIM.digest();

  private static final int DISK_BYTES = 1 << 18;
  private static final Guest DISK_VICTIM = withDisk();
  private static final String DISK_BEFORE = DISK_VICTIM.digest();
  private static final byte[] DISK_SNAPSHOT = diskSnapshot();
  private static final byte[] DISK_CHANGES = DiskChanges.write(DISK_VICTIM.machine.disks().get(0).changes());
  /** Where the section of the disk's changes lies, roughly. */
  private static final int DISK_AT = DISK_SNAPSHOT.length - DISK_CHANGES.length;

  @Property(seed = SEED, tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void ofAnyRecordingABeginningIsReadOrItIsDeclinedWithASentence(@ForAll("damages") Damage damage) {
    byte[] bad = damage.of(RECORDING, SNAPSHOT);
    try {
      Recording read = Recording.read(ByteSource.of(bad));
      Recording whole = Recording.read(ByteSource.of(RECORDING));
      assertEquals(Arrays.equals(bad, RECORDING), read.complete(), damage.toString());
      int count = read.entries().size();
      assertTrue(count <= whole.entries().size(), damage.toString());
      Recording beginning = new Recording(whole.header(), whole.entries().subList(0, count), true);
      assertArrayEquals(beginning.toBytes(),
          new Recording(read.header(), read.entries(), true).toBytes(), damage.toString());
    } catch (BadSessionException e) {
      assertSentence(e);
    }
  }

  @Property(seed = SEED, tries = TRIES / 5, edgeCases = EdgeCasesMode.NONE)
  void anySnapshotIsDeclinedWithASentenceAndTheMachineStays(@ForAll("damages") Damage damage) {
    assertDeclined(damage, SNAPSHOT);
  }

  @Property(seed = SEED, tries = TRIES / 5, edgeCases = EdgeCasesMode.NONE)
  void anySnapshotWithRamWholeIsDeclinedLikewise(@ForAll("damages") Damage damage) {
    assertDeclined(damage, WHOLE);
  }

  private static void assertDeclined(Damage damage, byte[] file) {
    byte[] bad = damage.of(file, RECORDING);
    try {
      Snapshot.read(Snapshot.onHeap(bad)).restore(VICTIM.machine);
      assertTrue(Arrays.equals(bad, file), damage + " was restored");
      VICTIM.machine.apply(new InputEvent.Reset());
    } catch (BadSessionException e) {
      assertSentence(e);
      assertEquals(BEFORE, VICTIM.digest(), damage.toString());
    }
  }

  @Property(seed = SEED, tries = TRIES / 5, edgeCases = EdgeCasesMode.NONE)
  void anyChangesOfADiskAreDeclinedWithASentenceAndMachineAndDiskStay(@ForAll("damages") Damage damage) {
    Damage late = damage.kind == 1 ? new Damage(1, DISK_AT + damage.at, damage.from, damage.bit) : damage;
    byte[] bad = late.of(DISK_SNAPSHOT, SNAPSHOT);
    try {
      Snapshot.read(Snapshot.onHeap(bad)).restore(DISK_VICTIM.machine);
      assertTrue(Arrays.equals(bad, DISK_SNAPSHOT), late + " was restored");
      DISK_VICTIM.machine.apply(new InputEvent.Reset());
    } catch (BadSessionException e) {
      assertSentence(e);
      assertEquals(DISK_BEFORE, DISK_VICTIM.digest(), late.toString());
    }
  }

  /** Whoever damages a section can also make its check right: then the changes themselves have to be looked at. */
  @Property(seed = SEED, tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void anyChangesOfADiskAreReadOrDeclined(@ForAll("damages") Damage damage) {
    byte[] bad = damage.of(DISK_CHANGES, SNAPSHOT);
    try {
      Map<Integer, byte[]> read = DiskChanges.read(new ByteReader(bad));
      assertTrue(read.values().stream().filter(content -> content.length > 0).count() * 4096 <= bad.length);
      assertTrue(read.keySet().stream().allMatch(block -> block >= 0), damage.toString());
    } catch (BadStateException e) {
      assertTrue(e.getMessage().contains(" "), e.getMessage());
    }
  }

  private static Guest withDisk() {
    LinearMemory memory = LinearMemory.onHeap(1 << 20);
    SessionDisk disk = new SessionDisk(new ZeroDisk(DISK_BYTES), DISK_BYTES, memory, memory.base());
    disk.write(8192, memory, memory.base(), 10_000);
    disk.zero(100_000, 20_000);
    return new Guest(Guest.program(), List.of(disk)).type("x", 1000);
  }

  private static byte[] diskSnapshot() {
    SessionHeader.Configuration machine = Guest.header().machine();
    return withDisk().save(SessionHeader.of(new SessionHeader.Configuration(machine.memoryMiB(), machine.harts(),
        "", 0, 1, 80, 24, null, machine.kernel(), null,
        List.of(new SessionHeader.Disk(false, new Hash(new byte[Hash.BYTES]))))));
  }

  private static void assertSentence(BadSessionException e) {
    assertTrue(e.getMessage().contains(" ") && e.getMessage().length() < MAX_MESSAGE, e.getMessage());
  }

  private static byte[] recording() {
    Guest guest = new Guest();
    Recorder recorder = new Recorder(guest.machine, Guest.header());
    guest.type("hello, world", Guest.SECOND / 9).live.resize(100, 30);
    return recorder.recording("a title", "a note", 1).toBytes();
  }

  /** What happens to a file: {@code kind} 0 cut, 1 a bit, 2 spliced, 3 a long length, 4 a later version. */
  record Damage(int kind, int at, int from, int bit) {
    byte[] of(byte[] file, byte[] other) {
      int where = at % file.length;
      ByteArrayOutputStream to = new ByteArrayOutputStream();
      byte[] changed = file.clone();
      switch (kind) {
        case 0 -> to.write(file, 0, where);
        case 1 -> {
          changed[where] ^= (byte) (1 << bit);
          to.writeBytes(changed);
        }
        case 2 -> {
          to.write(file, 0, where);
          int start = from % other.length;
          to.write(other, start, other.length - start);
        }
        case 3 -> {
          int early = where % 64;
          to.write(file, 0, early);
          to.writeBytes(new byte[] {-1, -1, -1, -1, (byte) (1 + bit)});
          to.write(file, early, file.length - early);
        }
        default -> {
          changed[VERSION_AT] = (byte) (2 + from % 254);
          to.writeBytes(changed);
        }
      }
      return to.toByteArray();
    }
  }

  @Provide
  Arbitrary<Damage> damages() {
    Arbitrary<Integer> any = Arbitraries.integers().between(0, 1 << 20).withoutEdgeCases();
    Arbitrary<Integer> near = Arbitraries.integers().between(0, 400).withoutEdgeCases();
    return Combinators.combine(Arbitraries.integers().between(0, 4), Arbitraries.oneOf(any, near),
        any, Arbitraries.integers().between(0, 7)).as(Damage::new);
  }
}
