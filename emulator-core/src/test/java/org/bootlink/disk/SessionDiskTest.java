// SPDX-License-Identifier: Apache-2.0
package org.bootlink.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.LinearMemory;
import org.bootlink.state.StateDigest;
import org.junit.jupiter.api.Test;

class SessionDiskTest {
  /** Not a whole number of blocks. */
  private static final int SIZE = 9 * SessionDisk.BLOCK_BYTES + 512;

  private final LinearMemory memory = LinearMemory.onHeap(1 << 17);
  private final int buffer = memory.base() + SessionDisk.LINEAR_BYTES;
  private final Random random = new Random(3);
  private final byte[] below = bytes(SIZE);
  private final byte[] model = below.clone();
  private int away;

  @Test
  void readsWhatWasWrittenOverWhatLiesBelowWhichMayBeAway() {
    SessionDisk disk = disk(1 << 20);
    for (int i = 0; i < 3000; i++) {
      int position = 512 * random.nextInt(SIZE / 512);
      int length = Math.min(512 * (1 + random.nextInt(30)), SIZE - position);
      switch (random.nextInt(3)) {
        case 0 -> {
          byte[] data = bytes(length);
          memory.write(buffer, data, 0, length);
          until(() -> disk.write(position, memory, buffer, length));
          System.arraycopy(data, 0, model, position, length);
        }
        case 1 -> {
          until(() -> disk.zero(position, length));
          Arrays.fill(model, position, position + length, (byte) 0);
        }
        default -> assertArrayEquals(
            Arrays.copyOfRange(model, position, position + length), read(disk, position, length));
      }
      if (i % 500 == 0) {
        disk.changeTo(Map.of());
        System.arraycopy(below, 0, model, 0, SIZE);
      }
    }
  }

  @Test
  void goesBackToWhatItWas() {
    SessionDisk disk = disk(1 << 20);
    until(() -> disk.write(1000, memory, buffer, 6000));
    Map<Integer, byte[]> before = disk.changes();
    byte[] content = read(disk, 0, SIZE);
    String digest = digest(disk);
    memory.write(buffer, bytes(6000), 0, 6000);
    until(() -> disk.write(1500, memory, buffer, 6000));
    until(() -> disk.zero(8192, 8192));
    assertNotEquals(digest, digest(disk));
    disk.changeTo(before);
    assertEquals(digest, digest(disk));
    assertArrayEquals(content, read(disk, 0, SIZE));
  }

  @Test
  void moreThanItMayHoldIsRefusedAndZerosTakeNothing() {
    SessionDisk disk = disk(2 * SessionDisk.BLOCK_BYTES);
    until(() -> disk.zero(0, SIZE));
    assertEquals(BlockStore.Outcome.DONE, disk.write(0, memory, buffer, 2 * SessionDisk.BLOCK_BYTES));
    assertEquals(BlockStore.Outcome.FAILED,
        disk.write(4 * SessionDisk.BLOCK_BYTES, memory, buffer, SessionDisk.BLOCK_BYTES));
    until(() -> disk.zero(0, SessionDisk.BLOCK_BYTES));
    assertEquals(BlockStore.Outcome.DONE,
        disk.write(4 * SessionDisk.BLOCK_BYTES, memory, buffer, SessionDisk.BLOCK_BYTES));
  }

  private static String digest(SessionDisk disk) {
    StateDigest digest = new StateDigest();
    digest.begin("disk");
    disk.walkForDigest(digest);
    return digest.toString();
  }

  private interface Call {
    BlockStore.Outcome call();
  }

  /** Calls again while something is away. */
  private static void until(Call call) {
    BlockStore.Outcome outcome;
    do {
      outcome = call.call();
    } while (outcome == BlockStore.Outcome.AWAY);
    assertEquals(BlockStore.Outcome.DONE, outcome);
  }

  private byte[] read(SessionDisk disk, int position, int length) {
    until(() -> disk.read(position, memory, buffer, length));
    byte[] read = new byte[length];
    memory.read(buffer, read, 0, length);
    return read;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A disk over one of which every third read is away. */
  private SessionDisk disk(long maxBytes) {
    return new SessionDisk(new BlockStore() {
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
        if (++away % 3 == 0) {
          return Outcome.AWAY;
        }
        target.write(address, below, (int) position, length);
        return Outcome.DONE;
      }

      @Override
      public Outcome write(long position, LinearMemory source, int address, int length) {
        throw new AssertionError("write below");
      }

      @Override
      public Outcome zero(long position, long length) {
        throw new AssertionError("write below");
      }

      @Override
      public Outcome flush() {
        throw new AssertionError("flush below");
      }
    }, maxBytes, memory, memory.base());
  }
}
