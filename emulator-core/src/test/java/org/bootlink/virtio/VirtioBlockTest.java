// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import static org.bootlink.virtio.VirtioDriver.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.bootlink.virtio.VirtioDriver.Ring;
import org.junit.jupiter.api.Test;

class VirtioBlockTest {
  private static final int IN = 0;
  private static final int OUT = 1;
  private static final int FLUSH = 4;
  private static final int GET_ID = 8;
  private static final int DISCARD = 11;
  private static final int WRITE_ZEROES = 13;
  private static final int OK = 0;
  private static final int IOERR = 1;
  private static final int UNSUPP = 2;
  private static final int SECTORS = 600;

  private static final long HEADER_PA = BUFFERS_PA;
  private static final long STATUS_PA = BUFFERS_PA + 0x100;
  private static final long DATA_PA = BUFFERS_PA + 0x1000;

  private final TestBlockStore store = new TestBlockStore(SECTORS);
  private final VirtioBlock block = new VirtioBlock(store, "disk-0");
  private final VirtioDriver driver = new VirtioDriver(block);
  private Ring ring = driver.start();

  /** Offers a request with {@code length} bytes of data at {@link #DATA_PA}; does not wait for it. */
  private void offer(int type, long sector, int length) {
    driver.ram.writeI32(HEADER_PA, type);
    driver.ram.writeI64(HEADER_PA + 8, sector);
    driver.ram.writeI8(STATUS_PA, 0xee);
    ring.descriptor(0, HEADER_PA, 16, NEXT, length == 0 ? 2 : 1);
    ring.descriptor(1, DATA_PA, length, NEXT | (type == OUT ? 0 : WRITE), 2);
    ring.descriptor(2, STATUS_PA, 1, WRITE, 0);
    ring.offer(0).kick();
  }

  private int request(int type, long sector, int length) {
    offer(type, sector, length);
    return driver.ram.readU8(STATUS_PA);
  }

  private byte[] data(int length) {
    byte[] bytes = new byte[length];
    driver.ram.read(DATA_PA, bytes, 0, length);
    return bytes;
  }

  private byte[] disk(int sector, int length) {
    return Arrays.copyOfRange(store.bytes, sector * 512, sector * 512 + length);
  }

  @Test
  void configurationTellsCapacitySegmentsAndBlockSize() {
    assertEquals(SECTORS, driver.slot.read(CONFIG, 8));
    assertEquals(254, driver.in(CONFIG + 12));
    assertEquals(512, driver.in(CONFIG + 20));
    assertEquals(0, driver.in(CONFIG + 36));
    assertEquals(1 << 21, driver.in(CONFIG + 48));
    assertEquals(1, driver.in(CONFIG + 52));
    assertEquals(1, driver.slot.read(CONFIG + 56, 1));
    assertEquals(0, driver.in(CONFIG + 60));
  }

  @Test
  void featuresFollowTheStore() {
    long expected = 1 << 2 | 1 << 6 | 1 << 9 | INDIRECT_DESC | EVENT_IDX | VERSION_1;
    assertEquals(expected | 1 << 14, driver.offeredFeatures());
    store.zeroFreesRoom = true;
    assertEquals(expected | 1 << 14 | 1 << 13, driver.offeredFeatures());
    store.readOnly = true;
    assertEquals(expected | 1 << 5, driver.offeredFeatures());
  }

  @Test
  void readCopiesFromTheDisk() {
    assertEquals(OK, request(IN, 7, 1024));
    assertArrayEquals(disk(7, 1024), data(1024));
    assertEquals(1025, ring.usedLength(0));
  }

  @Test
  void writeCopiesToTheDisk() {
    driver.put(DATA_PA, "x".repeat(1024));
    assertEquals(OK, request(OUT, 3, 1024));
    assertArrayEquals(data(1024), disk(3, 1024));
    assertEquals(1, ring.usedLength(0));
  }

  @Test
  void longTransfersMoveInBoundedPieces() {
    int length = 200 * 1024;
    assertEquals(OK, request(IN, 1, length));
    assertArrayEquals(disk(1, length), data(length));
    assertEquals(64 << 10, store.longestTransfer);
  }

  @Test
  void anyFramingOfHeaderDataAndStatusWorks() {
    driver.ram.writeI64(HEADER_PA, IN);
    driver.ram.writeI64(HEADER_PA + 8, 5);
    ring.descriptor(0, HEADER_PA, 3, NEXT, 1);
    ring.descriptor(1, HEADER_PA + 3, 13, NEXT, 2);
    ring.descriptor(2, DATA_PA, 100, NEXT | WRITE, 3);
    ring.descriptor(3, DATA_PA + 100, 413, WRITE, 0);
    ring.offer(0).kick();
    assertArrayEquals(disk(5, 512), data(512));
    assertEquals(OK, driver.ram.readU8(DATA_PA + 512));
    assertEquals(513, ring.usedLength(0));
  }

  @Test
  void headerAndDataMayShareOneDescriptor() {
    driver.put(HEADER_PA, "\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0" + "y".repeat(512));
    ring.descriptor(0, HEADER_PA, 528, NEXT, 1);
    ring.descriptor(1, DATA_PA, 1, WRITE, 0);
    ring.offer(0).kick();
    assertEquals('y', store.bytes[1024]);
    assertEquals('y', store.bytes[1535]);
    assertEquals(OK, driver.ram.readU8(DATA_PA));
  }

  @Test
  void indirectRequestsOfManySegmentsWork() {
    ring = driver.start(INDIRECT_DESC, 1);
    long tablePa = BUFFERS_PA + 0x4_0000;
    driver.ram.writeI64(HEADER_PA, IN);
    driver.ram.writeI64(HEADER_PA + 8, 9);
    driver.putDescriptor(tablePa, HEADER_PA, 16, NEXT, 1);
    for (int i = 1; i < 255; i++) {
      driver.putDescriptor(tablePa + 16 * i, DATA_PA + 512 * (i - 1), 512, NEXT | WRITE, i + 1);
    }
    driver.putDescriptor(tablePa + 16 * 255, STATUS_PA, 1, WRITE, 0);
    ring.descriptor(0, tablePa, 16 * 256, INDIRECT, 0);
    ring.offer(0).kick();
    assertArrayEquals(disk(9, 254 * 512), data(254 * 512));
  }

  @Test
  void theLastSectorIsOnTheDiskAndTheNextIsNot() {
    assertEquals(OK, request(IN, SECTORS - 1, 512));
    assertEquals(IOERR, request(IN, SECTORS - 1, 1024));
    assertEquals(IOERR, request(IN, SECTORS, 512));
    assertEquals(OK, request(IN, SECTORS, 0));
    assertEquals(IOERR, request(IN, SECTORS + 1, 0));
  }

  @Test
  void sectorsThatOverflowAreNotOnTheDisk() {
    long[] sectors = {-1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 55, (1L << 55) + 1, -1L >>> 9};
    for (long sector : sectors) {
      assertEquals(IOERR, request(IN, sector, 512), Long.toHexString(sector));
      assertEquals(IOERR, request(OUT, sector, 512), Long.toHexString(sector));
    }
  }

  @Test
  void anErrorMovesNothing() {
    byte[] before = store.bytes.clone();
    driver.put(DATA_PA, "z".repeat(1024));
    assertEquals(IOERR, request(OUT, SECTORS - 1, 1024));
    assertEquals(IOERR, request(IN, SECTORS - 1, 1024));
    assertArrayEquals(before, store.bytes);
    assertEquals("z".repeat(1024), driver.get(DATA_PA, 1024));
    assertEquals(0, ring.usedLength(1));
  }

  @Test
  void partsOfSectorsAreErrors() {
    assertEquals(IOERR, request(IN, 0, 511));
    assertEquals(IOERR, request(OUT, 0, 513));
  }

  @Test
  void aReadOnlyDiskRefusesWrites() {
    store.readOnly = true;
    assertEquals(IOERR, request(OUT, 0, 512));
    assertEquals(OK, request(IN, 0, 512));
    assertEquals(OK, request(FLUSH, 0, 0));
    assertEquals(0, store.flushes);
  }

  @Test
  void flushReachesTheStore() {
    assertEquals(OK, request(FLUSH, 0, 0));
    assertEquals(1, store.flushes);
    assertEquals(1, ring.usedLength(0));
  }

  private int zeroRequest(int type, long sector, int sectors, int flags) {
    driver.ram.writeI64(DATA_PA, sector);
    driver.ram.writeI32(DATA_PA + 8, sectors);
    driver.ram.writeI32(DATA_PA + 12, flags);
    offerRange(type, 16);
    return driver.ram.readU8(STATUS_PA);
  }

  private void offerRange(int type, int length) {
    driver.ram.writeI32(HEADER_PA, type);
    driver.ram.writeI64(HEADER_PA + 8, 0);
    ring.descriptor(0, HEADER_PA, 16, NEXT, 1);
    ring.descriptor(1, DATA_PA, length, NEXT, 2);
    ring.descriptor(2, STATUS_PA, 1, WRITE, 0);
    ring.offer(0).kick();
  }

  @Test
  void writeZeroesAndDiscardSetTheirRangeToZero() {
    store.zeroFreesRoom = true;
    for (int type : new int[] {WRITE_ZEROES, DISCARD}) {
      byte[] expected = store.bytes.clone();
      Arrays.fill(expected, 5 * 512, 12 * 512, (byte) 0);
      assertEquals(OK, zeroRequest(type, 5, 7, 0));
      assertArrayEquals(expected, store.bytes);
      Arrays.fill(store.bytes, (byte) 7);
    }
    assertEquals(OK, zeroRequest(WRITE_ZEROES, 5, 7, 1));
    assertEquals(0, store.bytes[5 * 512]);
  }

  @Test
  void zeroedRangesAreCheckedLikeTransfers() {
    store.zeroFreesRoom = true;
    byte[] before = store.bytes.clone();
    assertEquals(OK, zeroRequest(WRITE_ZEROES, SECTORS, 0, 0));
    assertEquals(IOERR, zeroRequest(WRITE_ZEROES, SECTORS, 1, 0));
    assertEquals(IOERR, zeroRequest(DISCARD, -1, 1, 0));
    assertEquals(IOERR, zeroRequest(DISCARD, 0, -1, 0));
    assertEquals(UNSUPP, zeroRequest(DISCARD, 0, 1, 1));
    assertEquals(UNSUPP, zeroRequest(WRITE_ZEROES, 0, 1, 2));
    for (int length : new int[] {1, 15, 17, 32}) {
      offerRange(WRITE_ZEROES, length);
      assertEquals(IOERR, driver.ram.readU8(STATUS_PA));
    }
    assertArrayEquals(before, store.bytes);
  }

  @Test
  void discardIsUnsupportedWhereNothingIsGained() {
    assertEquals(UNSUPP, zeroRequest(DISCARD, 0, 1, 0));
  }

  @Test
  void zeroingWaitsTooAndGoesOnWithTheRangeOfItsFirstAttempt() {
    store.callsUntilAway = 0;
    zeroRequest(WRITE_ZEROES, 5, 7, 0);
    assertTrue(block.waiting());
    driver.ram.writeI64(DATA_PA, 100);
    store.callsUntilAway = -1;
    block.retry();
    assertEquals(0, store.bytes[5 * 512 + 1]);
    assertEquals(store.bytes[100 * 512], new TestBlockStore(SECTORS).bytes[100 * 512]);
    assertEquals(OK, driver.ram.readU8(STATUS_PA));
  }

  @Test
  void whatIsReadNextIsToldBefore() {
    offer(IN, 3, 200 * 1024);
    assertEquals(List.of(List.of(3L * 512, 200L * 1024)), store.expected);
  }

  /** Makes request {@code i} available, a read of one sector, with three descriptors of its own. */
  private void queueRead(int i, long sector) {
    long headerPa = HEADER_PA + 32L * i;
    driver.ram.writeI32(headerPa, IN);
    driver.ram.writeI64(headerPa + 8, sector);
    ring.descriptor(3 * i, headerPa, 16, NEXT, 3 * i + 1);
    ring.descriptor(3 * i + 1, DATA_PA + 512L * i, 512, NEXT | WRITE, 3 * i + 2);
    ring.descriptor(3 * i + 2, STATUS_PA + i, 1, WRITE, 0);
    ring.offer(3 * i);
  }

  @Test
  void whileARequestWaitsThoseBehindItAreToldOnceAndServedInTheirOrder() {
    store.callsUntilAway = 0;
    queueRead(0, 7);
    queueRead(1, 400);
    ring.kick();
    block.retry();
    assertEquals(List.of(List.of(7L * 512, 512L), List.of(400L * 512, 512L)), store.expected);
    assertEquals(0, ring.used());
    store.callsUntilAway = 1;
    block.retry();
    assertEquals(1, ring.used());
    assertEquals(0, ring.usedId(0));
    store.callsUntilAway = -1;
    block.retry();
    assertEquals(3, ring.usedId(1));
    assertArrayEquals(disk(7, 512), data(512));
  }

  @Test
  void requestsBehindOneThatWaitsAreFoundWrongOnlyWhenItIsTheirTurn() {
    store.callsUntilAway = 0;
    queueRead(0, 7);
    queueRead(1, SECTORS);
    ring.descriptor(5, 16, 1, WRITE, 0);
    ring.kick();
    assertTrue(block.waiting());
    assertFalse(driver.needsReset());
    assertEquals(1, store.expected.size());
    store.callsUntilAway = -1;
    block.retry();
    assertEquals(1, ring.used());
    assertTrue(driver.needsReset());
  }

  @Test
  void getIdAnswersTwentyBytes() {
    driver.put(DATA_PA, "?".repeat(24));
    assertEquals(OK, request(GET_ID, 0, 24));
    assertEquals("disk-0" + "\0".repeat(14) + "????", driver.get(DATA_PA, 24));
    assertEquals(OK, request(GET_ID, 0, 3));
    assertEquals(4, ring.usedLength(1));
  }

  @Test
  void otherRequestsAreUnsupported() {
    for (int type : new int[] {2, 3, 5, 10, 11, 14, 24, 0x7fff_ffff, -1}) {
      assertEquals(UNSUPP, request(type, 0, 512), "type " + type);
    }
    assertFalse(driver.needsReset());
  }

  @Test
  void aRequestWithoutWholeHeaderIsMisuse() {
    ring.descriptor(0, HEADER_PA, 15, NEXT, 1);
    ring.descriptor(1, STATUS_PA, 1, WRITE, 0);
    ring.offer(0).kick();
    assertTrue(driver.needsReset());
    assertEquals(0, ring.used());
  }

  @Test
  void aRequestWithoutStatusByteIsMisuse() {
    ring.descriptor(0, HEADER_PA, 16, 0, 0);
    ring.offer(0).kick();
    assertTrue(driver.needsReset());
  }

  @Test
  void dataThatIsAwayKeepsTheRequestInFlight() {
    store.callsUntilAway = 0;
    offer(IN, 7, 512);
    assertTrue(block.waiting());
    assertEquals(0, ring.used());
    assertFalse(driver.irq);
    block.retry();
    assertTrue(block.waiting());
    store.callsUntilAway = -1;
    block.retry();
    assertFalse(block.waiting());
    assertTrue(driver.irq);
    assertArrayEquals(disk(7, 512), data(512));
  }

  @Test
  void aTransferInterruptedHalfwayEndsTheSame() {
    int length = 200 * 1024;
    store.callsUntilAway = 2;
    offer(IN, 1, length);
    assertTrue(block.waiting());
    store.callsUntilAway = 1;
    block.retry();
    assertTrue(block.waiting());
    store.callsUntilAway = -1;
    block.retry();
    assertArrayEquals(disk(1, length), data(length));
    assertEquals(1, ring.used());
  }

  @Test
  void writesAndFlushesWaitToo() {
    driver.put(DATA_PA, "w".repeat(512));
    for (int type : new int[] {OUT, FLUSH}) {
      store.callsUntilAway = 0;
      offer(type, 0, type == OUT ? 512 : 0);
      assertTrue(block.waiting());
      store.callsUntilAway = -1;
      block.retry();
      assertEquals(OK, driver.ram.readU8(STATUS_PA));
    }
    assertEquals('w', store.bytes[511]);
    assertEquals(1, store.flushes);
  }

  @Test
  void laterRequestsStayBehindTheOneInFlight() {
    store.callsUntilAway = 0;
    offer(IN, 7, 512);
    ring.offer(0).kick();
    assertEquals(0, ring.used());
    store.callsUntilAway = -1;
    block.retry();
    assertEquals(2, ring.used());
  }

  @Test
  void theRequestInFlightKeepsTypeAndSectorOfItsFirstAttempt() {
    store.callsUntilAway = 0;
    offer(IN, 7, 512);
    driver.ram.writeI32(HEADER_PA, OUT);
    driver.ram.writeI64(HEADER_PA + 8, 1000);
    store.callsUntilAway = -1;
    block.retry();
    assertArrayEquals(disk(7, 512), data(512));
  }

  @Test
  void resetForgetsTheRequestInFlight() {
    store.callsUntilAway = 0;
    offer(IN, 7, 512);
    ring = driver.start();
    assertFalse(block.waiting());
    store.callsUntilAway = -1;
    driver.put(DATA_PA, "q".repeat(512));
    assertEquals(OK, request(OUT, 3, 512));
    assertEquals('q', store.bytes[3 * 512]);
  }

  @Test
  void stoppingTheQueueForgetsTheRequestInFlight() {
    store.callsUntilAway = 0;
    offer(IN, 7, 512);
    driver.out(QUEUE_READY, 0);
    assertFalse(block.waiting());
    store.callsUntilAway = -1;
    ring = driver.new Ring(0, 8);
    assertEquals(OK, request(FLUSH, 0, 0));
    assertEquals(1, store.flushes);
  }

  @Test
  void whatTheHostCanNotDoIsAnIoErrorAndTheDiskGoesOn() {
    store.fails = true;
    for (int type : new int[] {IN, OUT, FLUSH}) {
      assertEquals(IOERR, request(type, 0, type == FLUSH ? 0 : 512), "type " + type);
    }
    assertFalse(block.waiting());
    assertFalse(driver.needsReset());
    store.fails = false;
    assertEquals(OK, request(IN, 7, 512));
    assertArrayEquals(disk(7, 512), data(512));
  }

  @Test
  void aTransferThatFailsHalfwayTellsWhatItMoved() {
    store.callsUntilAway = 1;
    offer(IN, 1, 200 * 1024);
    store.fails = true;
    block.retry();
    assertEquals(IOERR, driver.ram.readU8(STATUS_PA));
    assertEquals(64 << 10, ring.usedLength(0));
    assertArrayEquals(disk(1, 64 << 10), data(64 << 10));
  }

  @Test
  void retryWithoutNeedIsHarmless() {
    block.retry();
    assertFalse(driver.irq);
    assertEquals(OK, request(IN, 0, 512));
  }
}
