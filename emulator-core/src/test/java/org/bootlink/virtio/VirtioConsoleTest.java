// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import static org.bootlink.virtio.VirtioDriver.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.bootlink.virtio.VirtioDriver.Ring;
import org.junit.jupiter.api.Test;

class VirtioConsoleTest {
  private final StringBuilder output = new StringBuilder();
  private final VirtioConsole console = new VirtioConsole(value -> output.append((char) value), 80, 25);
  private final VirtioDriver driver = new VirtioDriver(console);
  private final Ring receiveq = driver.start(0, 2);

  private void type(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    console.receive(bytes, 0, bytes.length);
  }

  private void offerReceive(int i, int length) {
    receiveq.descriptor(i, BUFFERS_PA + 0x100L * i, length, WRITE, 0);
    receiveq.offer(i).kick();
  }

  @Test
  void typedBytesFillAnOfferedBuffer() {
    offerReceive(0, 16);
    assertEquals(0, receiveq.used());
    type("hello");
    assertEquals(5, receiveq.usedLength(0));
    assertEquals("hello", driver.get(BUFFERS_PA, 5));
    assertTrue(driver.irq);
  }

  @Test
  void inputWaitsForBuffers() {
    type("hello, world");
    offerReceive(0, 5);
    offerReceive(1, 5);
    assertEquals("hello", driver.get(BUFFERS_PA, 5));
    assertEquals(", wor", driver.get(BUFFERS_PA + 0x100, 5));
    assertEquals(2, console.unreadBytes());
    offerReceive(2, 5);
    assertEquals(2, receiveq.usedLength(2));
  }

  @Test
  void inputBeforeTheDriverIsNotLost() {
    driver.out(STATUS, 0);
    type("early");
    driver.start(0, 2);
    offerReceive(0, 16);
    assertEquals("early", driver.get(BUFFERS_PA, 5));
  }

  @Test
  void sentBytesReachTheSink() {
    driver.put(BUFFERS_PA, "boot\u00e9");
    Ring transmitq = driver.new Ring(1, 8);
    transmitq.descriptor(0, BUFFERS_PA, 5, 0, 0);
    transmitq.offer(0).kick();
    assertEquals("boot\u00e9", output.toString());
  }

  @Test
  void aResizeChangesConfigurationAndInterrupts() {
    console.resize(132, 43);
    assertEquals(2, driver.in(INTERRUPT_STATUS));
    assertTrue(driver.irq);
    assertEquals(43 << 16 | 132, driver.in(CONFIG));
    driver.slot.reset();
    assertEquals(43 << 16 | 132, driver.in(CONFIG));
  }

  @Test
  void aResizeToTheSameSizeIsNone() {
    console.resize(80, 25);
    assertFalse(driver.irq);
  }

  @Test
  void theLargestSizeIsRepresented() {
    console.resize(65_535, 65_535);
    assertEquals(-1, driver.in(CONFIG));
    assertEquals(0, driver.in(CONFIG + 4));
  }

  @Test
  void emergencyWritesWorkWithoutADriver() {
    driver.out(STATUS, 0);
    driver.out(CONFIG + 8, 'p');
    driver.slot.write(CONFIG + 8, 'q', 1);
    driver.out(CONFIG + 4, 'x');
    assertEquals("pq", output.toString());
  }

  @Test
  void aReceiveBufferWithoutRoomIsGivenBackEmpty() {
    receiveq.descriptor(0, BUFFERS_PA, 8, 0, 0);
    receiveq.offer(0);
    type("x");
    assertEquals(0, receiveq.usedLength(0));
    assertEquals(1, receiveq.used());
    assertEquals(1, console.unreadBytes());
  }
}
