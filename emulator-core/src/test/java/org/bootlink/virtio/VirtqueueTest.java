// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import static org.bootlink.virtio.VirtioDriver.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bootlink.virtio.VirtioDriver.Ring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Queue rules, seen through the console's transmit queue: what is sent shows what was walked. */
class VirtqueueTest {
  private static final long TABLE_PA = BUFFERS_PA + 0x1_0000;

  private final StringBuilder output = new StringBuilder();
  private final VirtioDriver driver =
      new VirtioDriver(new VirtioConsole(value -> output.append((char) value), 80, 25));
  private Ring ring;

  private void start(long features) {
    driver.negotiate(VERSION_1 | features);
    ring = driver.new Ring(1, 8);
    driver.out(STATUS, DRIVER_OK);
    driver.put(BUFFERS_PA, "abcdefghijklmnopqrstuvwxyz");
  }

  private void indirect(int i, long pa, long length, int flags, int next) {
    driver.putDescriptor(TABLE_PA + 16L * i, pa, length, flags, next);
  }

  private void offerOne() {
    ring.descriptor(0, BUFFERS_PA, 1, 0, 0);
    ring.offer(0).kick();
  }

  @Test
  void chainedBuffersAreReadInOrder() {
    start(0);
    ring.descriptor(5, BUFFERS_PA, 3, NEXT, 2);
    ring.descriptor(2, BUFFERS_PA + 10, 2, NEXT, 7);
    ring.descriptor(7, BUFFERS_PA + 25, 1, 0, 0);
    ring.offer(5).kick();
    assertEquals("abcklz", output.toString());
    assertEquals(5, ring.usedId(0));
    assertEquals(0, ring.usedLength(0));
  }

  @Test
  void ringsWrapAround() {
    start(0);
    for (int i = 0; i < 70_000; i++) {
      ring.descriptor(i % 8, BUFFERS_PA + i % 26, 1, 0, 0);
      ring.offer(i % 8).kick();
      while (driver.slot.waiting()) {
        driver.slot.retry();
      }
      assertEquals(i + 1 & 0xffff, ring.used());
      assertEquals(i % 8, ring.usedId(i));
    }
    assertEquals(70_000, output.length());
  }

  @Test
  void aChainAsLongAsTheQueueIsFine() {
    start(0);
    for (int i = 0; i < 8; i++) {
      ring.descriptor(i, BUFFERS_PA + i, 1, i < 7 ? NEXT : 0, i + 1);
    }
    ring.offer(0).kick();
    assertEquals("abcdefgh", output.toString());
  }

  @Test
  void anEmptyBufferIsSkipped() {
    start(0);
    ring.descriptor(0, BUFFERS_PA, 0, NEXT, 1);
    ring.descriptor(1, BUFFERS_PA, 2, 0, 0);
    ring.offer(0).kick();
    assertEquals("ab", output.toString());
  }

  @Test
  void theNextFieldCountsOnlyWithItsFlag() {
    start(0);
    ring.descriptor(0, BUFFERS_PA, 1, 0, 0xffff);
    ring.offer(0).kick();
    assertEquals(1, ring.used());
  }

  @Test
  void indirectTablesAreWalked() {
    start(INDIRECT_DESC);
    indirect(0, BUFFERS_PA, 1, NEXT, 2);
    indirect(2, BUFFERS_PA + 3, 2, 0, 0);
    ring.descriptor(4, TABLE_PA, 48, INDIRECT, 0);
    ring.offer(4).kick();
    assertEquals("ade", output.toString());
    assertEquals(4, ring.usedId(0));
  }

  @Test
  void directDescriptorsMayPrecedeAnIndirectOneWhoseWriteFlagIsIgnored() {
    start(INDIRECT_DESC);
    ring.descriptor(0, BUFFERS_PA, 1, NEXT, 1);
    ring.descriptor(1, TABLE_PA, 16, INDIRECT | WRITE, 0);
    indirect(0, BUFFERS_PA + 1, 1, 0, 0);
    ring.offer(0).kick();
    assertEquals("ab", output.toString());
  }

  @Test
  void anIndirectTableMayBeLongerThanASmallQueue() {
    start(INDIRECT_DESC);
    for (int i = 0; i < 20; i++) {
      indirect(i, BUFFERS_PA + i, 1, i < 19 ? NEXT : 0, i + 1);
    }
    ring.descriptor(0, TABLE_PA, 16 * 20, INDIRECT, 0);
    ring.offer(0).kick();
    assertEquals(20, output.length());
  }

  @Test
  void theDriverCanSuppressInterruptsByFlag() {
    start(0);
    driver.ram.writeI16(ring.availPa, 1);
    offerOne();
    assertFalse(driver.irq);
    driver.ram.writeI16(ring.availPa, 0);
    offerOne();
    assertTrue(driver.irq);
  }

  @Test
  void usedEventDelaysTheInterruptUntilItsEntryIsWritten() {
    start(EVENT_IDX);
    ring.usedEvent(2);
    offerOne();
    offerOne();
    assertFalse(driver.irq);
    offerOne();
    assertTrue(driver.irq);
    driver.out(INTERRUPT_ACK, 1);
    offerOne();
    assertFalse(driver.irq);
  }

  @Test
  void usedEventInsideABatchInterrupts() {
    start(EVENT_IDX);
    ring.usedEvent(1);
    ring.descriptor(0, BUFFERS_PA, 1, 0, 0);
    ring.offer(0).offer(0).offer(0).kick();
    assertTrue(driver.irq);
  }

  @Test
  void usedEventCountsModulo65536() {
    start(EVENT_IDX);
    int interrupts = 0;
    ring.usedEvent(0xffff);
    for (int i = 0; i < 65_536; i++) {
      offerOne();
      while (driver.slot.waiting()) {
        driver.slot.retry();
      }
      interrupts += driver.irq ? 1 : 0;
    }
    assertEquals(1, interrupts);
  }

  @Test
  void withEventIdxTheNoInterruptFlagIsIgnored() {
    start(EVENT_IDX);
    driver.ram.writeI16(ring.availPa, 1);
    offerOne();
    assertTrue(driver.irq);
  }

  @Test
  void availEventAsksForTheVeryNextNotification() {
    start(EVENT_IDX);
    offerOne();
    offerOne();
    assertEquals(2, ring.availEvent());
  }

  @Test
  void withoutEventIdxAvailEventIsNotWritten() {
    start(0);
    offerOne();
    assertEquals(0, ring.availEvent());
  }

  /** What a hostile driver does to a queue, and the complaint that it earns. */
  static Stream<Arguments> misuses() {
    long end = RAM_PA + RAM_BYTES;
    return Stream.of(
        misuse("next 8 ", t -> t.ring.descriptor(0, BUFFERS_PA, 1, NEXT, 8)),
        misuse("next 65535 ", t -> t.ring.descriptor(0, BUFFERS_PA, 1, NEXT, 0xffff)),
        misuse("longer than the queue", t -> t.ring.descriptor(0, BUFFERS_PA, 1, NEXT, 0)),
        misuse("longer than the queue", t -> {
          t.ring.descriptor(0, BUFFERS_PA, 0, NEXT, 1);
          t.ring.descriptor(1, BUFFERS_PA, 0, NEXT, 0);
        }),
        misuse("outside of RAM", t -> t.ring.descriptor(0, 0, 1, 0, 0)),
        misuse("outside of RAM", t -> t.ring.descriptor(0, RAM_PA - 1, 2, 0, 0)),
        misuse("outside of RAM", t -> t.ring.descriptor(0, end - 1, 2, 0, 0)),
        misuse("outside of RAM", t -> t.ring.descriptor(0, end, 1, 0, 0)),
        misuse("outside of RAM", t -> t.ring.descriptor(0, BUFFERS_PA, 0xffff_ffffL, 0, 0)),
        misuse("outside of RAM", t -> t.ring.descriptor(0, -1L, 0xffff_ffffL, 0, 0)),
        misuse("outside of RAM", t -> t.ring.descriptor(0, -1L, 1, 0, 0)),
        misuse("outside of RAM", t -> t.ring.descriptor(0, Long.MIN_VALUE, 1, 0, 0)),
        misuse("outside of RAM", t -> t.ring.descriptor(0, Long.MAX_VALUE, 0x7fff_ffff, 0, 0)),
        misuse("outside of RAM", t -> t.ring.descriptor(0, BUFFERS_PA + (1L << 32), 1, 0, 0)),
        misuse("readable buffer follows", t -> {
          t.ring.descriptor(0, BUFFERS_PA, 1, NEXT | WRITE, 1);
          t.ring.descriptor(1, BUFFERS_PA, 1, 0, 0);
        }),
        misuse("head 8 ", t -> t.driver.ram.writeI16(t.ring.availPa + 4, 8)),
        misuse("head 65535 ", t -> t.driver.ram.writeI16(t.ring.availPa + 4, 0xffff)),
        misuse("9 ahead", t -> t.driver.ram.writeI16(t.ring.availPa + 2, 8)),
        misuse("65535 ahead", t -> t.driver.ram.writeI16(t.ring.availPa + 2, 0xfffe)),
        misuse("table of 0 bytes", t -> t.ring.descriptor(0, TABLE_PA, 0, INDIRECT, 0)),
        misuse("table of 17 bytes", t -> t.ring.descriptor(0, TABLE_PA, 17, INDIRECT, 0)),
        misuse("table of 8 bytes", t -> t.ring.descriptor(0, TABLE_PA, 8, INDIRECT, 0)),
        misuse("outside of RAM", t -> t.ring.descriptor(0, end - 16, 32, INDIRECT, 0)),
        misuse("outside of RAM", t -> t.ring.descriptor(0, TABLE_PA, 0xffff_fff0L, INDIRECT, 0)),
        misuse("outside of RAM", t -> t.ring.descriptor(0, -16L, 32, INDIRECT, 0)),
        misuse("with a next one", t -> t.ring.descriptor(0, TABLE_PA, 16, INDIRECT | NEXT, 1)),
        misuse("in an indirect table", t -> {
          t.ring.descriptor(0, TABLE_PA, 16, INDIRECT, 0);
          t.indirect(0, TABLE_PA, 16, INDIRECT, 0);
        }),
        misuse("next 2 in a table of 2", t -> {
          t.ring.descriptor(0, TABLE_PA, 32, INDIRECT, 0);
          t.indirect(0, BUFFERS_PA, 1, NEXT, 2);
        }),
        misuse("longer than the queue", t -> {
          t.ring.descriptor(0, TABLE_PA, 16, INDIRECT, 0);
          t.indirect(0, BUFFERS_PA, 1, NEXT, 0);
        }));
  }

  private static Arguments misuse(String complaint, Consumer<VirtqueueTest> how) {
    return Arguments.of(complaint, how);
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void misuseNeedsResetAndTouchesNothing(String complaint, Consumer<VirtqueueTest> how) {
    start(INDIRECT_DESC);
    ring.descriptor(0, BUFFERS_PA, 1, 0, 0);
    how.accept(this);
    driver.ram.writeI16(ring.availPa + 2, driver.ram.readU16(ring.availPa + 2) + 1);
    byte[] before = allOfRam();
    ring.kick();
    assertTrue(driver.needsReset());
    assertTrue(driver.slot.misuse().contains(complaint), driver.slot.misuse());
    assertEquals("", output.toString());
    assertArrayEquals(before, allOfRam());
  }

  @Test
  void anIndirectDescriptorNeedsItsFeature() {
    start(0);
    ring.descriptor(0, TABLE_PA, 16, INDIRECT, 0);
    ring.offer(0).kick();
    assertTrue(driver.needsReset());
  }

  @Test
  void queueSizesMustBePowersOfTwoUpToTheMaximum() {
    for (int size = -1; size < 600; size++) {
      driver.out(STATUS, 0);
      driver.new Ring(1, size);
      boolean allowed = size >= 1 && size <= 256 && Integer.bitCount(size) == 1;
      assertEquals(allowed, !driver.needsReset(), "size " + size);
      assertEquals(allowed ? 1 : 0, driver.in(QUEUE_READY));
    }
  }

  @Test
  void ringsMustBeAlignedAndInsideRam() {
    long end = RAM_PA + RAM_BYTES;
    int[] registers = {QUEUE_DESC, QUEUE_DRIVER, QUEUE_DEVICE};
    int[] bytes = {128, 22, 70};
    int[] alignments = {16, 2, 4};
    for (int i = 0; i < 3; i++) {
      long last = end - bytes[i] & -alignments[i];
      assertTrue(starts(registers[i], last));
      assertFalse(starts(registers[i], last + alignments[i]));
      assertFalse(starts(registers[i], last - alignments[i] / 2));
      assertFalse(starts(registers[i], RAM_PA - alignments[i]));
      assertFalse(starts(registers[i], 0));
      assertFalse(starts(registers[i], -alignments[i]));
    }
  }

  private boolean starts(int register, long pa) {
    start(0);
    driver.out(QUEUE_READY, 0);
    driver.outAddress(register, pa);
    driver.out(QUEUE_READY, 1);
    return !driver.needsReset();
  }

  private byte[] allOfRam() {
    byte[] all = new byte[RAM_BYTES];
    driver.ram.read(RAM_PA, all, 0, RAM_BYTES);
    return all;
  }
}
