// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bootlink.session.BadSessionException;
import org.bootlink.session.InputEvent;
import org.bootlink.session.Recording;
import org.bootlink.state.ByteSource;

/** Files that are no longer what was saved: each is read, or declined with a sentence; machines stay. */
class HostileSessionTest {
  private static final int TRIES = 1500;
  private static final String SEED = "20261128";
  private static final int VERSION_AT = 3;
  private static final int MAX_MESSAGE = 300;

  private static final Guest SAVED = new Guest().type("some keys", Guest.SECOND / 7);
  private static final byte[] SNAPSHOT = SAVED.save();
  private static final byte[] RECORDING = recording();
  private static final Guest VICTIM = new Guest().type("x", 1000);
  private static final String BEFORE = VICTIM.digest();

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
    byte[] bad = damage.of(SNAPSHOT, RECORDING);
    try {
      Snapshot.read(Snapshot.onHeap(bad)).restore(VICTIM.machine);
      assertTrue(Arrays.equals(bad, SNAPSHOT), damage + " was restored");
      VICTIM.machine.apply(new InputEvent.Reset());
    } catch (BadSessionException e) {
      assertSentence(e);
      assertEquals(BEFORE, VICTIM.digest(), damage.toString());
    }
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
