// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.bootlink.time.TimedDevice;
import org.junit.jupiter.api.Test;

class Uart16550Test {
  private static final int DATA = 0;
  private static final int IER = 1;
  private static final int IIR = 2;
  private static final int FCR = 2;
  private static final int LCR = 3;
  private static final int MCR = 4;
  private static final int LSR = 5;
  private static final int MSR = 6;
  private static final int SCR = 7;

  private static final int RDI = 1;
  private static final int THRI = 2;
  private static final int RLSI = 4;
  private static final int MSI = 8;

  private final Wire irq = new Wire();
  private final StringBuilder output = new StringBuilder();
  private long now;
  private final Uart16550 uart =
      new Uart16550(irq, value -> output.append((char) value), () -> now, () -> { });

  private int in(int offset) {
    return (int) uart.read(offset, 1);
  }

  private void out(int offset, int value) {
    uart.write(offset, value, 1);
  }

  private void type(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    uart.receive(bytes, 0, bytes.length);
  }

  /** Everything that arrives, however long it takes. */
  private String readAll() {
    StringBuilder text = new StringBuilder();
    for (;;) {
      while ((in(LSR) & 1) != 0) {
        text.append((char) in(DATA));
      }
      if (uart.deadlineTicks() == TimedDevice.NEVER) {
        return text.toString();
      }
      now = uart.deadlineTicks();
      uart.timeReached();
    }
  }

  // Point 1: the line is a level.

  @Test
  void theWireFollowsConditionAndEnableBit() {
    type("x");
    assertFalse(irq.high);
    out(IER, RDI);
    assertTrue(irq.high);
    out(IER, 0);
    assertFalse(irq.high);
  }

  @Test
  void aHostEventRaisesTheWireAtOnce() {
    out(IER, RDI);
    assertFalse(irq.high);
    type("x");
    assertTrue(irq.high);
  }

  @Test
  void readingTheLastByteLowersTheWire() {
    out(IER, RDI);
    type("x");
    in(DATA);
    assertFalse(irq.high);
  }

  @Test
  void theWireStaysHighWhileAnotherCauseRemains() {
    out(IER, RDI | THRI);
    type("x");
    in(DATA);
    assertTrue(irq.high);
    assertEquals(0x2, in(IIR));
    assertFalse(irq.high);
  }

  // Point 2: data ready.

  @Test
  void dataReadyIsClearedByReadingTheByteAlone() {
    type("x");
    in(IIR);
    in(MSR);
    assertEquals(0x61, in(LSR));
    assertEquals(0x61, in(LSR));
    assertEquals('x', in(DATA));
    assertEquals(0x60, in(LSR));
  }

  @Test
  void receivedBytesSurviveMaskedInterrupts() {
    out(FCR, 0x01);
    out(IER, RDI);
    type("abc");
    out(IER, 0);
    out(DATA, 'k');
    out(IER, RDI);
    assertTrue(irq.high);
    assertEquals("abc", readAll());
  }

  // Point 3: THR empty.

  @Test
  void enablingThriWhileThrIsEmptyInterrupts() {
    out(IER, THRI);
    assertTrue(irq.high);
    assertEquals(0x2, in(IIR));
  }

  @Test
  void thrEmptyIsClearedByTheIirThatReportedIt() {
    out(IER, THRI);
    in(IIR);
    assertFalse(irq.high);
    assertEquals(0x1, in(IIR));
  }

  @Test
  void thrEmptyIsNotClearedByAnIirThatReportedSomethingElse() {
    out(IER, THRI | RDI);
    type("x");
    assertEquals(0x4, in(IIR));
    in(DATA);
    assertEquals(0x2, in(IIR));
  }

  @Test
  void readingOtherRegistersLeavesThrEmptyPending() {
    out(IER, THRI);
    in(LSR);
    in(MSR);
    in(DATA);
    in(IER);
    assertTrue(irq.high);
  }

  @Test
  void aByteSentInterruptsAgainBecauseThrEmpties() {
    out(IER, THRI);
    in(IIR);
    out(DATA, 'x');
    assertTrue(irq.high);
    assertEquals(0x2, in(IIR));
  }

  @Test
  void writingThriAgainWhileItIsSetDoesNotInterrupt() {
    out(IER, THRI);
    in(IIR);
    out(IER, THRI | RDI);
    assertEquals(0x1, in(IIR));
  }

  // Point 4: Linux's start-up, identification, status, loopback.

  @Test
  void linuxStartUpTestSeesThrEmptyTwice() {
    out(IER, THRI);
    int first = in(IIR);
    out(IER, 0);
    out(IER, THRI);
    int second = in(IIR);
    out(IER, 0);
    assertEquals(0x2, first);
    assertEquals(0x2, second);
  }

  @Test
  void linuxTransmitTestSeesAnInterruptAfterReadingLsr() {
    out(IER, THRI);
    assertEquals(0x60, in(LSR));
    assertEquals(0, in(IIR) & 1);
  }

  @Test
  void linuxRecognisesA16550A() {
    out(FCR, 0x01);
    assertEquals(0xc1, in(IIR));
    out(IER, 0x4f);
    assertEquals(0x0f, in(IER));
    out(MCR, 0x10 | 0x0a);
    assertEquals(0x90, in(MSR) & 0xf0);
    out(SCR, 0xa5);
    assertEquals(0xa5, in(SCR));
  }

  @Test
  void linuxFindsSixteenBytesOfFifo() {
    out(FCR, 0x07);
    out(MCR, 0x10);
    for (int i = 0; i < 256; i++) {
      out(DATA, i);
    }
    assertEquals(16, readAll().length());
    assertEquals("", output.toString());
  }

  @Test
  void causesAreIdentifiedInOrderOfPriority() {
    out(MCR, 0x10);
    out(IER, RDI | THRI | RLSI | MSI);
    out(DATA, 'a');
    out(DATA, 'b');
    assertEquals(0x6, in(IIR));
    in(LSR);
    assertEquals(0x4, in(IIR));
    in(DATA);
    assertEquals(0x2, in(IIR));
    assertEquals(0x0, in(IIR));
    in(MSR);
    assertEquals(0x1, in(IIR));
  }

  @Test
  void idleRegistersAfterReset() {
    assertEquals(0x01, in(IIR));
    assertEquals(0x60, in(LSR));
    assertEquals(0xb0, in(MSR));
    assertEquals(0, in(IER) | in(LCR) | in(MCR) | in(SCR) | in(DATA));
  }

  @Test
  void fifosEnabledShowInIir() {
    out(FCR, 0x01);
    assertEquals(0xc1, in(IIR));
    out(FCR, 0x00);
    assertEquals(0x01, in(IIR));
  }

  @Test
  void divisorLatchHidesDataAndInterruptEnable() {
    out(IER, RDI);
    out(LCR, 0x83);
    out(DATA, 0x34);
    out(IER, 0x12);
    assertEquals(0x1234, in(IER) << 8 | in(DATA));
    out(LCR, 0x03);
    assertEquals(RDI, in(IER));
    assertEquals("", output.toString());
  }

  @Test
  void receiverResetDropsTheFifo() {
    out(FCR, 0x01);
    type("abc");
    out(FCR, 0x03);
    assertEquals(0x60, in(LSR));
  }

  @Test
  void transmitterResetKeepsReceivedBytes() {
    out(FCR, 0x01);
    type("abc");
    out(FCR, 0x05);
    assertEquals("abc", readAll());
  }

  @Test
  void changingTheFifoModeDropsTheFifo() {
    type("a");
    out(FCR, 0x01);
    assertEquals("", readAll());
  }

  @Test
  void loopbackReturnsWhatIsSent() {
    out(FCR, 0x01);
    out(MCR, 0x10);
    out(DATA, 'x');
    assertEquals("x", readAll());
    assertEquals("", output.toString());
  }

  @Test
  void loopbackDisconnectsTheHostUntilItEnds() {
    out(MCR, 0x10);
    type("x");
    assertEquals(0x60, in(LSR));
    out(MCR, 0x00);
    assertEquals("x", readAll());
  }

  @Test
  void loopbackConnectsModemOutputsToInputs() {
    out(MCR, 0x10);
    in(MSR);
    int[] inputs = {0x20, 0x10, 0x40, 0x80};
    for (int bit = 0; bit < 4; bit++) {
      out(MCR, 0x10 | 1 << bit);
      assertEquals(inputs[bit], in(MSR) & 0xf0, "MCR bit " + bit);
    }
  }

  @Test
  void aModemChangeIsADeltaUntilMsrIsRead() {
    out(IER, MSI);
    out(MCR, 0x10);
    assertTrue(irq.high);
    assertEquals(0x0b, in(MSR));
    assertFalse(irq.high);
    assertEquals(0x00, in(MSR));
  }

  @Test
  void ringIndicatorCountsItsTrailingEdgeOnly() {
    out(MCR, 0x14);
    in(MSR);
    out(MCR, 0x10);
    assertEquals(0x04, in(MSR));
    out(MCR, 0x14);
    assertEquals(0x40, in(MSR));
  }

  @Test
  void anOverrunInLoopbackIsReportedOnce() {
    out(MCR, 0x10);
    out(DATA, 'a');
    out(DATA, 'b');
    assertEquals(0x63, in(LSR));
    assertEquals(0x61, in(LSR));
  }

  // Point 6: the queue outside the FIFO.

  @Test
  void aPasteLongerThanTheFifoArrivesWhole() {
    String paste = "0123456789abcdef".repeat(1000);
    out(FCR, 0x01);
    type(paste);
    assertEquals(paste, readAll());
  }

  @Test
  void withoutFifosAPasteArrivesWholeToo() {
    type("hello, world");
    assertEquals("hello, world", readAll());
  }

  @Test
  void theInterruptStaysUntilTheFifoIsDrained() {
    out(FCR, 0xc1);
    out(IER, RDI);
    type("x".repeat(40));
    for (int i = 0; i < 16; i++) {
      assertTrue(irq.high, "byte " + i);
      in(DATA);
    }
    assertFalse(irq.high);
  }

  @Test
  void bytesBelowTheTriggerLevelCountAsTimedOut() {
    int[] levels = {1, 4, 8, 14};
    for (int i = 0; i < 4; i++) {
      out(FCR, i << 6 | 0x03);
      out(IER, RDI);
      now += Uart16550.REFILL_INTERVAL_TICKS;
      type("x".repeat(levels[i] - 1));
      assertEquals(i == 0 ? 0xc1 : 0xcc, in(IIR), "below level " + levels[i]);
      now += Uart16550.REFILL_INTERVAL_TICKS;
      type("x");
      assertEquals(0xc4, in(IIR), "at level " + levels[i]);
    }
  }

  @Test
  void outputReachesTheSinkAtOnce() {
    out(DATA, 'h');
    out(DATA, 0xe9);
    assertEquals("h\u00e9", output.toString());
  }

  @Test
  void resetRestoresPowerOn() {
    out(FCR, 0x01);
    out(MCR, 0x1f);
    out(IER, 0x0f);
    out(LCR, 0x80);
    type("x".repeat(30));
    uart.reset();
    assertFalse(irq.high);
    assertEquals(0, uart.unreadBytes());
    idleRegistersAfterReset();
  }

  @Test
  void widerAccessesReachTheOneRegister() {
    uart.write(DATA, 0x1122_3344_5566_7741L, 8);
    uart.write(SCR, 0xff99, 2);
    assertEquals("A", output.toString());
    assertEquals(0x99, uart.read(SCR, 4));
    assertEquals(0, in(8));
  }
}
