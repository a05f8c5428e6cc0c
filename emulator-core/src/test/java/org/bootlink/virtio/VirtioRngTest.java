// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import static org.bootlink.virtio.VirtioDriver.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.bootlink.virtio.VirtioDriver.Ring;
import org.junit.jupiter.api.Test;

class VirtioRngTest {
  private final VirtioDriver driver = new VirtioDriver(new VirtioRng(1234567));
  private Ring ring = driver.start();

  private String draw(int length) {
    ring.descriptor(0, BUFFERS_PA, length, WRITE, 0);
    ring.offer(0).kick();
    return driver.get(BUFFERS_PA, length);
  }

  @Test
  void numbersAreThoseOfSplitMix64() {
    draw(16);
    assertEquals(6457827717110365317L, driver.ram.readI64(BUFFERS_PA));
    assertEquals(3203168211198807973L, driver.ram.readI64(BUFFERS_PA + 8));
    assertEquals(16, ring.usedLength(0));
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    VirtioRngTest other = new VirtioRngTest();
    for (int length : new int[] {1, 7, 8, 9, 64}) {
      assertEquals(draw(length), other.draw(length));
    }
  }

  @Test
  void aDriversResetDoesNotRepeatNumbersButPowerOnDoes() {
    final String first = draw(32);
    ring = driver.start();
    assertNotEquals(first, draw(32));
    driver.slot.reset();
    ring = driver.start();
    assertEquals(first, draw(32));
  }

  @Test
  void aLongBufferIsFilledInPart() {
    draw(0x1_0000);
    assertEquals(4096, ring.usedLength(0));
  }

  @Test
  void aBufferWithoutRoomIsGivenBackEmpty() {
    ring.descriptor(0, BUFFERS_PA, 8, 0, 0);
    ring.offer(0).kick();
    assertEquals(1, ring.used());
    assertEquals(0, ring.usedLength(0));
  }
}
