// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import static org.bootlink.virtio.VirtioDriver.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.bootlink.virtio.VirtioDriver.Ring;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random rings, descriptors, registers and indirect tables: nothing throws, everything ends, and no byte
 * changes but in the used ring and in buffers that were offered as writable. All of these lie in one area.
 */
class HostileDriverTest {
  private static final int ROUNDS = 800;
  private static final int QUEUE_SIZE = 16;
  private static final long TABLES_PA = BUFFERS_PA;
  private static final int TABLES = 4;
  private static final int TABLE_DESCRIPTORS = 24;
  private static final int TABLE_BYTES = 16 * TABLE_DESCRIPTORS;
  private static final long AREA_PA = BUFFERS_PA + 0x1_0000;
  private static final int AREA_BYTES = 0x1_0000;

  private final TestBlockStore store = new TestBlockStore(600);
  private Random random;
  private VirtioDriver driver;
  private int queues;
  private int misuses;
  private int used;

  private void drive(VirtioDevice device, int queueCount) {
    driver = new VirtioDriver(device);
    queues = queueCount;
    random = new Random(42 + device.deviceId());
    for (int round = 0; round < ROUNDS; round++) {
      round(device);
    }
    assertTrue(misuses > ROUNDS / 10, misuses + " misuses");
    assertTrue(used > ROUNDS / 10, used + " buffers used");
  }

  private void round(VirtioDevice device) {
    Ring[] rings = bringUp();
    fill(rings);
    byte[] before = ram();
    store.callsUntilAway = random.nextInt(8) - 2;
    for (int i = 0; i < 4; i++) {
      driver.out(QUEUE_NOTIFY, random.nextInt(queues + 1));
      if (device instanceof VirtioConsole) {
        ((VirtioConsole) device).receive(new byte[300], 0, random.nextInt(300));
      }
      pokeARegister();
      finish();
    }
    misuses += driver.needsReset() ? 1 : 0;
    for (Ring ring : rings) {
      used += ring.used();
    }
    assertArrayEquals(masked(before, rings), masked(ram(), rings));
  }

  private Ring[] bringUp() {
    long features = random.nextBoolean() ? driver.offeredFeatures() : INDIRECT_DESC;
    driver.negotiate(VERSION_1 | features);
    Ring[] rings = new Ring[queues];
    for (int i = 0; i < queues; i++) {
      rings[i] = driver.new Ring(i, QUEUE_SIZE);
    }
    driver.out(STATUS, DRIVER_OK);
    return rings;
  }

  private void fill(Ring[] rings) {
    for (int i = 0; i < TABLES * TABLE_DESCRIPTORS; i++) {
      randomDescriptor(TABLES_PA + 16L * i, i % TABLE_DESCRIPTORS, TABLE_DESCRIPTORS);
    }
    for (int i = 0; i < AREA_BYTES; i += 8) { // sometimes a valid header: small type, small sector
      driver.ram.writeI64(AREA_PA + i, random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(10));
    }
    for (Ring ring : rings) {
      for (int i = 0; i < QUEUE_SIZE; i++) {
        randomDescriptor(ring.descPa + 16L * i, i, QUEUE_SIZE);
        driver.ram.writeI16(ring.availPa + 4 + 2 * i, random.nextInt(QUEUE_SIZE / 2) + rarely(QUEUE_SIZE));
      }
      driver.ram.writeI16(ring.availPa, random.nextInt(2));
      driver.ram.writeI16(ring.availPa + 2, random.nextInt(QUEUE_SIZE + 1 + rarely(5)));
      ring.usedEvent(random.nextInt(QUEUE_SIZE));
    }
  }

  /** Mostly a valid one: readable in the table's lower half, writable and more often the last above. */
  private void randomDescriptor(long at, int index, int tableSize) {
    long pa = AREA_PA + 8 * random.nextInt(AREA_BYTES / 16);
    long[] lengths = {16, 528, 512, 4096, 513, 1, 0};
    boolean upper = index >= tableSize / 2;
    long length = lengths[upper ? 2 + random.nextInt(5) : random.nextInt(3)];
    int flags = (upper && random.nextInt(2) == 0 ? 0 : NEXT) | (upper ? WRITE : 0);
    int next = Math.min(index + 1 + random.nextInt(4), tableSize - 1) + rarely(tableSize);
    switch (random.nextInt(40)) {
      case 0:
        pa = random.nextLong() | 1L << 40;
        break;
      case 1:
        pa = RAM_PA + RAM_BYTES - 8;
        length = 16 + random.nextInt();
        break;
      case 2:
        flags = random.nextInt(0x1_0000) & ~WRITE;
        break;
      case 3:
      case 4:
      case 5:
        pa = TABLES_PA + (long) TABLE_BYTES * random.nextInt(TABLES);
        length = TABLE_BYTES - rarely(17);
        flags = INDIRECT;
        break;
      default:
        break;
    }
    driver.putDescriptor(at, pa, length, flags, next);
  }

  /** Zero, or one time in fifty something from 1 to {@code limit}. */
  private int rarely(int limit) {
    return random.nextInt(50) == 0 ? 1 + random.nextInt(limit) : 0;
  }

  private void pokeARegister() {
    if (random.nextInt(10) == 0) {
      int[] registers = {QUEUE_SEL, QUEUE_SIZE, QUEUE_READY, INTERRUPT_ACK, STATUS, DRIVER_FEATURES};
      driver.out(registers[random.nextInt(registers.length)], random.nextInt(20) - 2);
      driver.slot.read(random.nextInt(0x400) * 4, 4);
    }
  }

  private void finish() {
    for (int turn = 0; driver.slot.waiting(); turn++) {
      assertTrue(turn < 100, "still waiting");
      store.callsUntilAway = random.nextInt(20) - 1;
      driver.slot.retry();
    }
  }

  private byte[] ram() {
    byte[] all = new byte[RAM_BYTES];
    driver.ram.read(RAM_PA, all, 0, RAM_BYTES);
    return all;
  }

  /** Without the used rings and the area of writable buffers. */
  private static byte[] masked(byte[] all, Ring[] rings) {
    for (Ring ring : rings) {
      int at = (int) (ring.usedPa - RAM_PA);
      Arrays.fill(all, at + 2, at + 6 + 8 * QUEUE_SIZE, (byte) 0);
    }
    int at = (int) (AREA_PA - RAM_PA);
    Arrays.fill(all, at, at + AREA_BYTES, (byte) 0);
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"block", "console", "rng"})
  void nothingThrowsAndOnlyOfferedMemoryChanges(String type) {
    switch (type) {
      case "block":
        drive(new VirtioBlock(store), 1);
        break;
      case "console":
        drive(new VirtioConsole(value -> { }, 80, 25), 2);
        break;
      default:
        drive(new VirtioRng(1), 1);
        break;
    }
  }
}
