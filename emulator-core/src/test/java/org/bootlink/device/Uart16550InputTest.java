// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.time.TimedDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the host's bytes arrive: the line's speed and the RTS handshake. */
class Uart16550InputTest {
  private static final int DATA = 0;
  private static final int IER = 1;
  private static final int FCR = 2;
  private static final int MCR = 4;
  private static final int LSR = 5;

  private static final int RDI = 1;
  private static final int DTR = 0x01;
  private static final int RTS = 0x02;
  private static final int LOOP = 0x10;
  private static final long INTERVAL = Uart16550.REFILL_INTERVAL_TICKS;

  private final Wire irq = new Wire();
  private long now = 1000;
  private int deadlineChanges;
  private final Uart16550 uart = new Uart16550(irq, value -> { }, () -> now, () -> deadlineChanges++);

  @BeforeEach
  void enableFifo() {
    out(FCR, 1);
  }

  private void out(int offset, int value) {
    uart.write(offset, value, 1);
  }

  private void type(int bytes) {
    uart.receive(new byte[bytes], 0, bytes);
  }

  /** Reads while data is ready, without time passing; returns how many bytes there were. */
  private int drain() {
    int count = 0;
    while ((uart.read(LSR, 1) & 1) != 0) {
      uart.read(DATA, 1);
      count++;
    }
    return count;
  }

  private void reach(long ticks) {
    now = ticks;
    uart.timeReached();
  }

  @Test
  void theLineCarriesAQuarterOfAMegabytePerSecond() {
    assertEquals(640, INTERVAL, "64 microseconds for 16 bytes");
  }

  @Test
  void anIdleLineDeliversAtOnce() {
    type(1);
    assertEquals(1, drain());
    now += INTERVAL;
    type(16);
    assertEquals(16, drain());
  }

  @Test
  void bytesThatFollowAtOnceWaitForTheLine() {
    type(1);
    type(1);
    assertEquals(1, drain());
    assertEquals(1000 + INTERVAL, uart.deadlineTicks());
    reach(1000 + INTERVAL);
    assertEquals(1, drain());
  }

  @Test
  void aDriverThatDrainsTheFifoGetsSixteenBytesPerInterval() {
    type(40);
    assertEquals(16, drain());
    assertEquals(1000 + INTERVAL, uart.deadlineTicks());
    reach(1000 + INTERVAL - 1);
    assertEquals(0, drain());
    reach(1000 + INTERVAL);
    assertEquals(16, drain());
    reach(1000 + 2 * INTERVAL);
    assertEquals(8, drain());
    assertEquals(TimedDevice.NEVER, uart.deadlineTicks());
  }

  @Test
  void theInterruptComesWithTheRefill() {
    out(IER, RDI);
    type(17);
    drain();
    assertFalse(irq.high);
    reach(uart.deadlineTicks());
    assertTrue(irq.high);
  }

  @Test
  void aFullFifoHasNoDeadlineAndReadingItMakesOne() {
    type(17);
    assertEquals(TimedDevice.NEVER, uart.deadlineTicks());
    int before = deadlineChanges;
    uart.read(DATA, 1);
    assertEquals(1000 + INTERVAL, uart.deadlineTicks());
    assertEquals(before + 1, deadlineChanges);
  }

  @Test
  void aSlowDriverIsServedByItsOwnReads() {
    type(17);
    now += INTERVAL;
    assertEquals(17, drain());
  }

  @Test
  void accessesThatMoveNoDeadlineDoNotReportOne() {
    type(40);
    drain();
    int before = deadlineChanges;
    drain();
    reach(1000 + INTERVAL - 1);
    assertEquals(before, deadlineChanges);
  }

  @Test
  void withoutFifosOneByteArrivesPerInterval() {
    out(FCR, 0);
    type(2);
    assertEquals(1, drain());
    reach(1000 + INTERVAL);
    assertEquals(1, drain());
  }

  @Test
  void aDriverThatNeverAssertedRtsIsServed() {
    out(MCR, DTR);
    type(1);
    assertEquals(1, drain());
  }

  @Test
  void droppingRtsHoldsInputBackUntilItIsAssertedAgain() {
    out(MCR, RTS);
    out(MCR, 0);
    type(1);
    assertEquals(0, drain());
    assertEquals(TimedDevice.NEVER, uart.deadlineTicks());
    out(MCR, RTS);
    assertEquals(1, drain());
  }

  @Test
  void rtsDroppedInTheMiddleOfAPasteKeepsWhatIsInTheFifo() {
    out(MCR, RTS);
    type(40);
    out(MCR, 0);
    assertEquals(16, drain());
    reach(1000 + 9 * INTERVAL);
    assertEquals(0, drain());
    out(MCR, RTS);
    assertEquals(16, drain());
    assertEquals(8, uart.unreadBytes());
  }

  @Test
  void rtsInLoopbackIsNotSeenOutside() {
    out(MCR, LOOP | RTS);
    out(MCR, 0);
    type(1);
    assertEquals(1, drain());
  }

  @Test
  void resetForgetsTheHandshakeAndFreesTheLine() {
    out(MCR, RTS);
    type(40);
    out(MCR, 0);
    uart.reset();
    assertEquals(TimedDevice.NEVER, uart.deadlineTicks());
    type(1);
    assertEquals(1, drain());
  }

  private void poll(int times) {
    for (int i = 0; i < times; i++) {
      uart.read(LSR, 1);
    }
  }

  @Test
  void aDriverListensWhileItAssertsRts() {
    assertFalse(uart.isListening());
    out(MCR, DTR | RTS);
    assertTrue(uart.isListening());
    out(MCR, DTR | RTS | LOOP);
    assertFalse(uart.isListening(), "a driver that looks for the port");
    out(MCR, 0);
    assertFalse(uart.isListening());
  }

  @Test
  void aDriverListensWhileReceivedDataInterruptIt() {
    out(IER, RDI);
    assertTrue(uart.isListening());
    out(IER, 0);
    assertFalse(uart.isListening());
  }

  @Test
  void aDriverThatPollsListensUntilTheReset() {
    poll(Uart16550.POLLS - 1);
    assertFalse(uart.isListening());
    poll(1);
    assertTrue(uart.isListening());
    out(DATA, 'x');
    assertTrue(uart.isListening(), "it answers what it has read");
    uart.reset();
    assertFalse(uart.isListening());
  }

  @Test
  void aDriverThatOnlySendsDoesNotListen() {
    for (int i = 0; i < 100; i++) {
      poll(2);
      out(DATA, 'x');
    }
    assertFalse(uart.isListening());
  }
}
