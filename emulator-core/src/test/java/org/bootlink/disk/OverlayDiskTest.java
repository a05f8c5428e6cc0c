// SPDX-License-Identifier: Apache-2.0
package org.bootlink.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.bootlink.host.BlockStore;
import org.bootlink.host.BlockStore.Outcome;
import org.bootlink.memory.LinearMemory;
import org.junit.jupiter.api.Test;

class OverlayDiskTest {
  private static final int SIZE = 40 * 4096 + 512;
  private static final byte[] IDENTITY = new byte[32];

  private final Base base = new Base();
  private final LinearMemory memory = LinearMemory.onHeap(1 << 18);
  private final int buffer = memory.base();
  private final CrashingFile.Budget budget = new CrashingFile.Budget();
  private final CrashingFile first = new CrashingFile(budget);
  private final CrashingFile second = new CrashingFile(budget);

  /** What a disk is made from; its data can be away. */
  private static final class Base implements BlockStore {
    final byte[] bytes = new byte[SIZE];
    boolean away;

    Base() {
      new Random(1).nextBytes(bytes);
    }

    @Override
    public long sizeBytes() {
      return SIZE;
    }

    @Override
    public boolean readOnly() {
      return true;
    }

    @Override
    public Outcome read(long position, LinearMemory target, int address, int length) {
      if (!away) {
        target.write(address, bytes, Math.toIntExact(position), length);
      }
      return away ? Outcome.AWAY : Outcome.DONE;
    }

    @Override
    public Outcome write(long position, LinearMemory source, int address, int length) {
      throw new AssertionError("write to the base");
    }

    @Override
    public Outcome zero(long position, long length) {
      throw new AssertionError("write to the base");
    }

    @Override
    public Outcome flush() {
      throw new AssertionError("flush of the base");
    }
  }

  private OverlayDisk open() {
    LinearMemory own = LinearMemory.onHeap(OverlayDisk.LINEAR_BYTES);
    return new OverlayDisk(base, IDENTITY, first, second, own, own.base());
  }

  private byte[] content(OverlayDisk disk) {
    assertEquals(Outcome.DONE, disk.read(0, memory, buffer, SIZE));
    byte[] bytes = new byte[SIZE];
    memory.read(buffer, bytes, 0, SIZE);
    return bytes;
  }

  private Outcome write(OverlayDisk disk, int position, byte[] bytes) {
    memory.write(buffer, bytes, 0, bytes.length);
    return disk.write(position, memory, buffer, bytes.length);
  }

  /** Does something at random to disk and model alike. */
  private Outcome change(OverlayDisk disk, byte[] model, Random random) {
    int position = random.nextInt(SIZE);
    int length = random.nextInt(Math.min(SIZE - position, 5 * 4096) + 1);
    if (random.nextBoolean()) {
      position &= -4096;
      length = Math.min(length + 4095 & -4096, SIZE - position);
    }
    if (random.nextInt(4) == 0) {
      Arrays.fill(model, position, position + length, (byte) 0);
      return disk.zero(position, length);
    }
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    System.arraycopy(bytes, 0, model, position, length);
    return write(disk, position, bytes);
  }

  @Test
  void anUntouchedDiskIsItsBase() {
    assertArrayEquals(base.bytes, content(open()));
  }

  @Test
  void everyPatternOfWritesZerosFlushesAndReopeningsReadsBack() {
    Random random = new Random(2);
    for (int run = 0; run < 20; run++) {
      first.bytes = new byte[0];
      second.bytes = new byte[0];
      byte[] model = base.bytes.clone();
      OverlayDisk disk = open();
      for (int i = 0; i < 60; i++) {
        assertEquals(Outcome.DONE, change(disk, model, random));
        assertArrayEquals(model, content(disk));
        if (random.nextInt(5) == 0) {
          assertEquals(Outcome.DONE, disk.flush());
        }
        if (random.nextInt(20) == 0) {
          assertEquals(Outcome.DONE, disk.flush());
          disk = open();
        }
      }
    }
  }

  @Test
  void afterACrashAtAnyByteWhatWasFlushedIsThereAndTheRestIsAPrefix() {
    long total = run(Long.MAX_VALUE).written;
    // Every byte around the joints, and a sample of those between.
    for (long limit = 0; limit < total; limit += limit % 4096 < 12 || limit % 4096 > 4084 ? 1 : 1021) {
      Run crashed = run(limit);
      budget.bytes = Long.MAX_VALUE;
      byte[] found = content(open());
      boolean isOneOfTheStates = false;
      for (int i = crashed.flushed; i <= crashed.last; i++) {
        isOneOfTheStates |= Arrays.equals(crashed.states[i], found);
      }
      assertTrue(isOneOfTheStates, "crash after " + limit + " bytes, flushed " + crashed.flushed);
    }
  }

  /** The disk's content after each change; which was flushed last, which done last before the crash. */
  private static final class Run {
    final byte[][] states = new byte[41][];
    int flushed;
    int last;
    long written;
  }

  private Run run(long limit) {
    first.bytes = new byte[0];
    second.bytes = new byte[0];
    budget.bytes = limit;
    Run run = new Run();
    Random random = new Random(3);
    byte[] model = base.bytes.clone();
    run.states[0] = model.clone();
    OverlayDisk disk;
    try {
      disk = open();
    } catch (BadOverlayException e) {
      return run;
    }
    for (int i = 1; i <= 40; i++) {
      Outcome outcome = change(disk, model, random);
      run.states[i] = model.clone();
      run.last = i;
      if (outcome != Outcome.DONE) {
        return run;
      }
      if (i % 4 == 0) {
        if (disk.flush() != Outcome.DONE) {
          return run;
        }
        run.flushed = i;
      }
    }
    run.written = limit - budget.bytes;
    return run;
  }

  @Test
  void whatIsOverwrittenIsCollectedWithoutALoss() {
    OverlayDisk disk = open();
    byte[] model = base.bytes.clone();
    Random random = new Random(4);
    long most = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = new byte[8 * 4096];
      random.nextBytes(bytes);
      int position = 4096 * random.nextInt(32);
      System.arraycopy(bytes, 0, model, position, bytes.length);
      assertEquals(Outcome.DONE, write(disk, position, bytes));
      if (i % 100 == 50) {
        Arrays.fill(model, 4096, 3 * 4096, (byte) 0);
        assertEquals(Outcome.DONE, disk.zero(4096, 2 * 4096));
      }
      assertEquals(Outcome.DONE, disk.flush());
      most = Math.max(most, first.bytes.length + second.bytes.length);
    }
    assertArrayEquals(model, content(disk));
    assertArrayEquals(model, content(open()));
    assertTrue(most < 40 << 20, "files of " + most);
    assertTrue(Math.min(first.bytes.length, second.bytes.length) == 0);
  }

  @Test
  void aHostWithoutRoomIsAFailureAndWhatWasThereStays() {
    OverlayDisk disk = open();
    assertEquals(Outcome.DONE, write(disk, 0, new byte[4096]));
    assertEquals(Outcome.DONE, disk.flush());
    byte[] before = content(disk);
    budget.bytes = 5000;
    assertEquals(Outcome.DONE, write(disk, 8192, new byte[8192]));
    assertEquals(Outcome.FAILED, disk.flush());
    budget.bytes = Long.MAX_VALUE;
    assertArrayEquals(before, content(open()));
  }

  @Test
  void whatFailedForWantOfRoomIsWrittenWhenThereIsRoomAgain() {
    OverlayDisk disk = open();
    assertEquals(Outcome.DONE, write(disk, 8192, new byte[8192]));
    budget.bytes = 100;
    assertEquals(Outcome.FAILED, disk.flush());
    budget.bytes = Long.MAX_VALUE;
    assertEquals(Outcome.DONE, disk.flush());
    assertEquals(0, content(open())[8192]);
  }

  @Test
  void aWriteOfPartOfABlockWaitsForTheRest() {
    OverlayDisk disk = open();
    base.away = true;
    assertEquals(Outcome.AWAY, write(disk, 100, new byte[512]));
    assertEquals(Outcome.DONE, write(disk, 4096, new byte[4096]));
    assertEquals(Outcome.AWAY, disk.zero(100, 4096));
    base.away = false;
    assertEquals(Outcome.DONE, write(disk, 100, new byte[512]));
    byte[] expected = base.bytes.clone();
    Arrays.fill(expected, 100, 612, (byte) 0);
    Arrays.fill(expected, 4096, 8192, (byte) 0);
    assertArrayEquals(expected, content(disk));
  }

  @Test
  void changesOfAnotherDiskAreRefused() {
    write(open(), 0, new byte[4096]);
    LinearMemory own = LinearMemory.onHeap(OverlayDisk.LINEAR_BYTES);
    byte[] other = IDENTITY.clone();
    other[31] = 1;
    assertThrows(BadOverlayException.class,
        () -> new OverlayDisk(base, other, first, second, own, own.base()));
  }

  @Test
  void damageIsFoundAndNothingImpossibleIsDone() {
    OverlayDisk disk = open();
    byte[] model = base.bytes.clone();
    Random random = new Random(5);
    for (int i = 0; i < 30; i++) {
      change(disk, model, random);
    }
    disk.flush();
    byte[] good = first.bytes.clone();
    for (int i = 0; i < 400; i++) {
      first.bytes = good.clone();
      first.bytes[random.nextInt(i < 200 ? 3 * 4096 : good.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        content(open());
      } catch (BadOverlayException e) {
        assertTrue(e.getMessage().startsWith("the disk's changes"), e.getMessage());
      }
    }
  }
}
