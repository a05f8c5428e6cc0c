// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import static org.bootlink.virtio.VirtioDriver.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.virtio.VirtioDriver.Ring;
import org.junit.jupiter.api.Test;

class VirtioMmioTest {
  private final VirtioConsole console = new VirtioConsole(value -> { }, 80, 25);
  private final VirtioDriver driver = new VirtioDriver(console);

  /** Offers one transmit buffer of 4 bytes on {@code ring} and notifies. */
  private void transmit(Ring ring) {
    ring.descriptor(0, BUFFERS_PA, 4, 0, 0);
    ring.offer(0).kick();
  }

  private Ring transmitRing() {
    driver.negotiate(VERSION_1);
    Ring ring = driver.new Ring(1, 8);
    driver.out(STATUS, DRIVER_OK);
    return ring;
  }

  @Test
  void identificationRegisters() {
    assertEquals(0x7472_6976, driver.in(0x000));
    assertEquals(2, driver.in(0x004));
    assertEquals(3, driver.in(0x008));
    assertEquals(0x554d_4551, driver.in(0x00c));
  }

  @Test
  void anEmptySlotIsNoDevice() {
    VirtioMmio slot = VirtioMmio.empty();
    slot.write(STATUS, 0x0f, 4);
    slot.write(QUEUE_NOTIFY, 0, 4);
    slot.reset();
    assertEquals(0x7472_6976, slot.read(0x000, 4));
    assertEquals(0, slot.read(0x008, 4));
    assertEquals(0, slot.read(STATUS, 4) | slot.read(CONFIG, 8) | slot.read(QUEUE_SIZE_MAX, 4));
    assertFalse(slot.waiting());
  }

  @Test
  void featuresAreReadInWords() {
    assertEquals(0b101 | INDIRECT_DESC | EVENT_IDX | VERSION_1, driver.offeredFeatures());
    driver.out(DEVICE_FEATURES_SEL, 2);
    assertEquals(0, driver.in(DEVICE_FEATURES));
  }

  @Test
  void offeredFeaturesAreAccepted() {
    driver.negotiate(driver.offeredFeatures());
    assertEquals(0x0b, driver.in(STATUS));
  }

  @Test
  void aFeatureThatWasNotOfferedKeepsFeaturesOkClear() {
    driver.negotiate(VERSION_1 | 1 << 1);
    assertEquals(0x03, driver.in(STATUS));
    driver.out(STATUS, 0x0f);
    assertEquals(0x03, driver.in(STATUS));
  }

  @Test
  void aFeatureBeyondBit63KeepsFeaturesOkClear() {
    driver.out(DRIVER_FEATURES_SEL, 2);
    driver.out(DRIVER_FEATURES, 1);
    driver.out(STATUS, 0x0b);
    assertEquals(0x03, driver.in(STATUS));
    driver.negotiate(VERSION_1);
    assertEquals(0x0b, driver.in(STATUS));
  }

  @Test
  void aDriverThatNeverLooksAtVersion1IsServed() {
    driver.out(STATUS, 3);
    driver.out(DRIVER_FEATURES, 0);
    driver.out(STATUS, 0x0b);
    assertEquals(0x0b, driver.in(STATUS));
  }

  @Test
  void featuresAreFrozenAfterFeaturesOk() {
    driver.negotiate(VERSION_1);
    driver.out(DRIVER_FEATURES, -1);
    driver.out(STATUS, DRIVER_OK);
    assertEquals(DRIVER_OK, driver.in(STATUS));
  }

  @Test
  void driverOkNeedsFeaturesOk() {
    driver.out(STATUS, 0x07);
    assertEquals(0x03, driver.in(STATUS));
  }

  @Test
  void statusBitsAreOnlyClearedByReset() {
    driver.start();
    driver.out(STATUS, 1);
    assertEquals(DRIVER_OK, driver.in(STATUS));
    driver.out(STATUS, 0x80);
    assertEquals(DRIVER_OK | 0x80, driver.in(STATUS));
    driver.out(STATUS, 0);
    assertEquals(0, driver.in(STATUS));
  }

  @Test
  void theDriverCannotSetNeedsReset() {
    driver.out(STATUS, 0xff);
    assertFalse(driver.needsReset());
  }

  @Test
  void queuesTellTheirMaximumSize() {
    int[] expected = {256, 256, 0, 0};
    int[] queues = {0, 1, 2, -1};
    for (int i = 0; i < 4; i++) {
      driver.out(QUEUE_SEL, queues[i]);
      assertEquals(expected[i], driver.in(QUEUE_SIZE_MAX), "queue " + queues[i]);
      assertEquals(0, driver.in(QUEUE_READY));
    }
  }

  @Test
  void aQueueThatDoesNotExistIgnoresItsRegisters() {
    driver.out(QUEUE_SEL, 2);
    driver.out(QUEUE_READY, 1);
    assertEquals(0, driver.in(QUEUE_READY));
    assertFalse(driver.needsReset());
  }

  @Test
  void aUsedBufferInterruptsUntilAcknowledged() {
    Ring ring = transmitRing();
    transmit(ring);
    assertTrue(driver.irq);
    assertEquals(1, driver.in(INTERRUPT_STATUS));
    driver.out(INTERRUPT_ACK, 2);
    assertTrue(driver.irq);
    driver.out(INTERRUPT_ACK, 1);
    assertFalse(driver.irq);
  }

  @Test
  void nothingIsUsedBeforeDriverOk() {
    driver.negotiate(VERSION_1);
    Ring ring = driver.new Ring(1, 8);
    transmit(ring);
    assertEquals(0, ring.used());
    driver.out(STATUS, DRIVER_OK);
    ring.kick();
    assertEquals(1, ring.used());
  }

  @Test
  void nothingIsUsedWhileTheQueueIsNotReady() {
    Ring ring = transmitRing();
    driver.out(QUEUE_READY, 0);
    assertEquals(0, driver.in(QUEUE_READY));
    transmit(ring);
    assertEquals(0, ring.used());
  }

  @Test
  void aReadyQueueCannotBeMoved() {
    Ring ring = transmitRing();
    driver.out(QUEUE_SIZE, 3);
    driver.outAddress(QUEUE_DESC, 0);
    driver.outAddress(QUEUE_DRIVER, 0);
    driver.outAddress(QUEUE_DEVICE, 0);
    transmit(ring);
    assertEquals(1, ring.used());
  }

  @Test
  void aQueueStartedAgainStartsWithEmptyRings() {
    transmit(transmitRing());
    driver.out(QUEUE_READY, 0);
    Ring ring = driver.new Ring(1, 16);
    transmit(ring);
    assertEquals(1, ring.used());
    assertFalse(driver.needsReset());
  }

  @Test
  void notifyingAQueueThatDoesNotExistIsIgnored() {
    driver.start();
    for (int queue : new int[] {2, 31, 32, 0x7fff_ffff, -1}) {
      driver.out(QUEUE_NOTIFY, queue);
    }
    assertEquals(DRIVER_OK, driver.in(STATUS));
  }

  @Test
  void misuseInterruptsAndStopsTheDevice() {
    Ring ring = transmitRing();
    ring.descriptor(0, 0, 4, 0, 0);
    ring.offer(0).kick();
    assertTrue(driver.needsReset());
    assertEquals(2, driver.in(INTERRUPT_STATUS));
    transmit(ring);
    assertEquals(0, ring.used());
  }

  @Test
  void misuseBeforeDriverOkDoesNotInterrupt() {
    driver.negotiate(VERSION_1);
    driver.out(QUEUE_READY, 1);
    assertTrue(driver.needsReset());
    assertFalse(driver.irq);
  }

  @Test
  void driverResetClearsEverything() {
    Ring ring = transmitRing();
    ring.offer(9).kick();
    assertTrue(driver.irq);
    driver.out(STATUS, 0);
    assertFalse(driver.irq);
    assertNull(driver.slot.misuse());
    assertEquals(0, driver.in(STATUS) | driver.in(INTERRUPT_STATUS) | driver.in(QUEUE_READY));
    transmit(transmitRing());
    assertTrue(driver.irq);
  }

  @Test
  void theSlotsResetIsPowerOn() {
    driver.start();
    console.resize(100, 40);
    console.receive(new byte[5], 0, 5);
    driver.slot.reset();
    assertFalse(driver.irq);
    assertEquals(0, driver.in(STATUS) | driver.in(CONFIG_GENERATION) | console.unreadBytes());
  }

  @Test
  void thereIsNoSharedMemory() {
    driver.out(0x0ac, 0);
    for (int offset = 0x0b0; offset <= 0x0bc; offset += 4) {
      assertEquals(-1, driver.in(offset));
    }
  }

  @Test
  void queueResetIsNotOffered() {
    driver.start();
    driver.out(0x0c0, 1);
    assertEquals(0, driver.in(0x0c0));
    assertEquals(1, driver.in(QUEUE_READY));
  }

  @Test
  void writeOnlyAndUndefinedRegistersReadZero() {
    for (int offset : new int[] {0x014, 0x018, 0x020, 0x024, 0x030, 0x038, 0x050, 0x064, 0x080, 0x0ac}) {
      assertEquals(0, driver.in(offset), Integer.toHexString(offset));
    }
  }

  @Test
  void onlyFourByteAccessesReachRegisters() {
    driver.slot.write(STATUS, 1, 1);
    driver.slot.write(STATUS, 1, 8);
    assertEquals(0, driver.in(STATUS));
    assertEquals(0, driver.slot.read(0, 1) | driver.slot.read(0, 2) | driver.slot.read(0, 8));
  }

  @Test
  void configurationIsReadInEverySize() {
    assertEquals(80, driver.slot.read(CONFIG, 1));
    assertEquals(25, driver.slot.read(CONFIG + 2, 2));
    assertEquals(25 << 16 | 80, driver.slot.read(CONFIG, 4));
    assertEquals(25 << 16 | 80, driver.slot.read(CONFIG, 8));
    assertEquals(0, driver.slot.read(0xff8, 8));
  }

  @Test
  void configurationChangesCountGenerations() {
    int before = driver.in(CONFIG_GENERATION);
    console.resize(132, 43);
    assertNotEquals(before, driver.in(CONFIG_GENERATION));
    assertFalse(driver.irq);
  }

  @Test
  void manyBuffersWaitForTheHostsTurn() {
    Ring ring = transmitRing();
    ring.descriptor(0, RAM_PA, RAM_BYTES, 0, 0);
    for (int i = 0; i < 8; i++) {
      ring.offer(0);
    }
    ring.kick();
    assertTrue(driver.slot.waiting());
    int turns = 0;
    while (driver.slot.waiting()) {
      driver.slot.retry();
      turns++;
    }
    assertEquals(8, ring.used());
    assertEquals(8L * RAM_BYTES * 16 / VirtioMmio.WORK_BYTES, turns);
  }

  @Test
  void resetForgetsWhatIsWaiting() {
    manyBuffersStart();
    driver.slot.reset();
    assertFalse(driver.slot.waiting());
    driver.slot.retry();
    assertFalse(driver.irq);
  }

  private void manyBuffersStart() {
    Ring ring = transmitRing();
    ring.descriptor(0, RAM_PA, RAM_BYTES, 0, 0);
    ring.offer(0).offer(0).offer(0).kick();
    assertTrue(driver.slot.waiting());
  }
}
