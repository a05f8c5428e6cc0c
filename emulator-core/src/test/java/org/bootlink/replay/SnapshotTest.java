// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.EngineVersion;
import org.bootlink.session.InputEvent;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private final Guest original = new Guest().type("some keys", Guest.SECOND / 7);

  @Test
  void aRestoredMachineIsTheSameNowAndLater() {
    Guest restored = new Guest().restore(original.save());
    assertEquals(original.digest(), restored.digest());
    for (Guest guest : new Guest[] {original, restored}) {
      guest.machine.apply(new InputEvent.ConsoleInput("and more".getBytes()));
      guest.machine.run(1000);
      guest.machine.skipToDeadline();
      guest.machine.run(1000);
    }
    assertEquals(original.digest(), restored.digest());
  }

  @Test
  void whatAnotherEngineVersionSavedIsDeclinedByName() {
    Guest other = new Guest().type("something", Guest.SECOND / 50);
    String before = other.digest();
    byte[] file = Tampered.engineVersion(original.save(), EngineVersion.CURRENT + 1);
    BadSessionException e = assertThrows(BadSessionException.class, () -> other.restore(file));
    assertTrue(e.getMessage().contains("engine version " + (EngineVersion.CURRENT + 1)), e.getMessage());
    assertEquals(before, other.digest());
  }

  @Test
  void savingChangesNothing() {
    String before = original.digest();
    byte[] once = original.save();
    assertEquals(before, original.digest());
    assertTrue(Arrays.equals(once, original.save()));
  }

  @Test
  void whateverAMachineDidBeforeARestoreLeavesNothing() {
    Guest other = new Guest().type("something else, and a lot of it", Guest.SECOND / 50);
    other.machine.ram().writeI64(other.machine.ram().basePa() + 0x80_0000, 42);
    other.restore(original.save());
    assertEquals(original.digest(), other.digest());
  }

  @Test
  void pagesThatAreZeroOrAsAtPowerOnAreNotStored() {
    int touched = 9 + 2; // a page for each key, the next one, and none of the kernel's
    Snapshot snapshot = Snapshot.read(Snapshot.onHeap(original.save()));
    assertTrue(snapshot.storedPages() <= touched, snapshot.storedPages() + " pages");
  }

  @Test
  void aResetAfterARestoreIsAResetAtPowerOn() {
    Guest restored = new Guest().restore(original.save());
    restored.machine.apply(new InputEvent.Reset());
    original.machine.apply(new InputEvent.Reset());
    assertEquals(original.digest(), restored.digest());
  }

  @Test
  void aCutOffSnapshotIsDeclinedWhereverItEndsAndTheMachineStays() {
    byte[] file = original.save();
    Guest victim = new Guest().type("x", 1000);
    String before = victim.digest();
    for (int length = 0; length < file.length; length += length < 400 ? 1 : 2503) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThrows(BadSessionException.class, () -> victim.restore(cut), "length " + length);
    }
    assertEquals(before, victim.digest());
  }

  @Test
  void aFlippedBitIsSeenAndTheMachineStays() {
    byte[] file = original.save();
    Guest victim = new Guest().type("x", 1000);
    String before = victim.digest();
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] bad = file.clone();
      bad[random.nextInt(i % 2 == 0 ? file.length / 2 : file.length)] ^= (byte) (1 << random.nextInt(8));
      BadSessionException e = assertThrows(BadSessionException.class, () -> victim.restore(bad));
      assertTrue(e.getMessage().length() < 300, e.getMessage());
    }
    assertEquals(before, victim.digest());
  }

  @Test
  void stateThatNoMachineCanHaveIsDeclinedOrHarmless() {
    byte[] file = original.save();
    Random random = new Random(2);
    int declined = 0;
    Guest victim = null;
    for (int i = 0; i < 300; i++) {
      victim = i % 100 == 0 ? new Guest() : victim;
      byte[] bad = Tampered.state(file, random);
      String before = victim.machine.quickDigest().toString();
      try {
        victim.restore(bad);
        assertNotEquals("", victim.machine.run(300).toString());
      } catch (BadSessionException e) {
        declined++;
        assertEquals(before, victim.machine.quickDigest().toString());
      }
    }
    assertTrue(declined > 30, declined + " declined");
  }

  @Test
  void pagesThatCanNotBeUnpackedAreDeclinedAndTheMachineStays() {
    byte[] file = original.save();
    Random random = new Random(3);
    int declined = 0;
    Guest victim = new Guest();
    String before = victim.digest();
    for (int i = 0; i < 300; i++) {
      try {
        victim.restore(Tampered.ram(file, random));
        assertNotEquals("", victim.machine.run(300).toString());
        victim = new Guest();
      } catch (BadSessionException e) {
        declined++;
        assertTrue(e.getMessage().startsWith("this snapshot is damaged: "), e.getMessage());
        assertEquals(before, victim.digest());
      }
    }
    assertTrue(declined > 100, declined + " declined");
  }

  @Test
  void aSnapshotOfAnotherMachineIsDeclinedByName() {
    byte[] file = original.save();
    Guest big = new Guest();
    BadSessionException e = assertThrows(BadSessionException.class,
        () -> big.restore(Tampered.memoryMiB(file, 32)));
    assertTrue(e.getMessage().contains("32 MiB"), e.getMessage());
  }
}
