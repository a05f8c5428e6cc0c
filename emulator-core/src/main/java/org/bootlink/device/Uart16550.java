// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import org.bootlink.bus.IrqLine;
import org.bootlink.bus.MmioDevice;
import org.bootlink.host.ConsoleSink;
import org.bootlink.state.StateWalk;
import org.bootlink.time.Clock;
import org.bootlink.time.TimedDevice;

/**
 * Serial port with FIFOs: the board's console.
 * <pre>
 *  0  RBR  RO  received byte            (LCR.DLAB = 0)
 *  0  THR  WO  byte to send             (LCR.DLAB = 0)
 *  0  DLL  RW  divisor, low byte        (LCR.DLAB = 1; remembered, has no effect)
 *  1  IER  RW  interrupt enable         (LCR.DLAB = 0)
 *  1  DLM  RW  divisor, high byte       (LCR.DLAB = 1)
 *  2  IIR  RO  interrupt identification
 *  2  FCR  WO  FIFO control
 *  3  LCR  RW  line control
 *  4  MCR  RW  modem control
 *  5  LSR  RO  line status
 *  6  MSR  RO  modem status
 *  7  SCR  RW  scratch
 * </pre>
 * Every access size is answered with the one register at the offset, as QEMU's {@code virt} does; offsets
 * above 7 read 0 and ignore writes.
 *
 * <p>A byte sent reaches the sink at once, so THR is always empty. Bytes received wait in an unbounded queue
 * and refill the FIFO as it drains, so none is ever overrun; only in loopback can a driver overrun it. An
 * idle line delivers at once. After that it is as fast as {@link #REFILL_INTERVAL_TICKS} says, and no faster
 * than harts can work ({@link #REFILL_INTERVAL_STEPS}): the driver's interrupt handler would otherwise find the
 * FIFO full for ever, and what carries the bytes on to a reader (in Linux a work queue behind a buffer of
 * 64 KiB that drops what it can't hold) would never run.
 *
 * <p>RTS throttles the host as with hardware handshake: once the driver has asserted it, nothing arrives
 * while it is dropped. A driver that has never asserted it doesn't know of it and is always served.
 *
 * <p>Deviations: a byte below the trigger level counts as timed out at once instead of after four character
 * times; break, parity and framing errors don't occur; the divisor, word length and MCR's other outputs
 * have no effect outside loopback.
 *
 * <p>Specification: National Semiconductor, "PC16550D Universal Asynchronous Receiver/Transmitter with
 * FIFOs", June 1995, section 8, "Registers".
 */
public final class Uart16550 implements MmioDevice, TimedDevice {
  private static final int RBR_THR_DLL = 0;
  private static final int IER_DLM = 1;
  private static final int IIR_FCR = 2;
  private static final int LCR = 3;
  private static final int MCR = 4;
  private static final int LSR = 5;
  private static final int MSR = 6;
  private static final int SCR = 7;

  private static final int IER_ERBFI_MASK = 0x01;
  private static final int IER_ETBEI_MASK = 0x02;
  private static final int IER_ELSI_MASK = 0x04;
  private static final int IER_EDSSI_MASK = 0x08;
  private static final int IER_MASK = 0x0f;

  private static final int IIR_MODEM_STATUS = 0x0;
  private static final int IIR_NONE = 0x1;
  private static final int IIR_THR_EMPTY = 0x2;
  private static final int IIR_RECEIVED_DATA = 0x4;
  private static final int IIR_LINE_STATUS = 0x6;
  private static final int IIR_TIMEOUT = 0xc;
  private static final int IIR_FIFOS_ENABLED = 0xc0;

  private static final int FCR_ENABLE_MASK = 0x01;
  private static final int FCR_RESET_RECEIVER_MASK = 0x02;
  private static final int FCR_TRIGGER_SHIFT = 6;
  private static final int[] TRIGGER_LEVELS = {1, 4, 8, 14};

  private static final int LCR_DLAB_MASK = 0x80;

  private static final int MCR_DTR_MASK = 0x01;
  private static final int MCR_RTS_MASK = 0x02;
  private static final int MCR_OUT1_MASK = 0x04;
  private static final int MCR_OUT2_MASK = 0x08;
  private static final int MCR_LOOP_MASK = 0x10;
  private static final int MCR_MASK = 0x1f;

  private static final int LSR_DR_MASK = 0x01;
  private static final int LSR_OE_MASK = 0x02;
  private static final int LSR_THRE_TEMT_MASK = 0x60;

  private static final int MSR_DCTS_MASK = 0x01;
  private static final int MSR_DDSR_MASK = 0x02;
  private static final int MSR_TERI_MASK = 0x04;
  private static final int MSR_DDCD_MASK = 0x08;
  private static final int MSR_CTS_MASK = 0x10;
  private static final int MSR_DSR_MASK = 0x20;
  private static final int MSR_RI_MASK = 0x40;
  private static final int MSR_DCD_MASK = 0x80;

  private static final int FIFO_BYTES = 16;

  /** Reads of LSR in a row that show that a driver looks for input; one that sends reads it before each byte. */
  static final int POLLS = 16;

  /** What the host sends when it has much to send: 2 Mbaud. */
  private static final long LINE_BYTES_PER_SECOND = 250_000;
  /** Least time between two refills of the FIFO, however many bytes there was room for. */
  static final long REFILL_INTERVAL_TICKS = FIFO_BYTES * Clock.TICKS_PER_SECOND / LINE_BYTES_PER_SECOND;

  /**
   * Least number of steps between them, for hosts on which a second has few: about twice what Linux takes to
   * bring so many bytes to a program that stores them.
   */
  public static final long REFILL_INTERVAL_STEPS = 6_400;

  /** 9,600 baud at the 3.6864 MHz of QEMU's {@code virt}; the specification leaves it undefined. */
  private static final int RESET_DIVISOR = 24;

  private final IrqLine irq;
  private final ConsoleSink sink;
  private final Clock clock;
  private final Runnable deadlineChanged;

  private final InputQueue input = new InputQueue();
  private final byte[] fifo = new byte[FIFO_BYTES];
  private int fifoFirst;
  private int fifoCount;
  private boolean fifosEnabled;
  private int triggerLevel;
  private boolean overrun;
  /** The THRE interrupt's latch: set and cleared by events, not a copy of LSR.THRE. */
  private boolean thrEmptyPending;
  private int ier;
  private int lcr;
  private int mcr;
  private int scr;
  private int divisor;
  private int modemLines;
  private int modemDeltas;
  private boolean everRequestedToSend;
  private long nextRefillTicks;
  private long deadlineTicks = NEVER;
  /** Reads of LSR in a row, up to POLLS; where it stays. No state: the guest can't tell it. */
  private int polls;

  /**
   * @param irq the interrupt output
   * @param sink where sent bytes go
   * @param clock the machine's time
   * @param deadlineChanged told of every change of {@link #deadlineTicks}
   */
  public Uart16550(IrqLine irq, ConsoleSink sink, Clock clock, Runnable deadlineChanged) {
    this.irq = irq;
    this.sink = sink;
    this.clock = clock;
    this.deadlineChanged = deadlineChanged;
    reset();
  }

  /** Host event: bytes arrive at the serial line. */
  public void receive(byte[] data, int offset, int length) {
    input.add(data, offset, length);
    update();
  }

  /** Bytes received that the driver has not read, in the FIFO and before it. */
  public int unreadBytes() {
    return fifoCount + input.size();
  }

  /**
   * Whether a driver looks for what arrives: it has asserted RTS or enabled the interrupt, or polls. Until then a
   * host that can wait should: drivers clear the FIFO when they begin, Linux' several times over.
   */
  public boolean isListening() {
    return requestsToSend() || (ier & IER_ERBFI_MASK) != 0 || polls == POLLS;
  }

  @Override
  public int accessSizes() {
    return 1 | 2 | 4 | 8;
  }

  @Override
  public long read(int offset, int size) {
    notePolls(offset == LSR);
    int value = readRegister(offset);
    update();
    return value;
  }

  @Override
  public void write(int offset, long value, int size) {
    notePolls(false);
    writeRegister(offset, (int) value & 0xff);
    update();
  }

  /** When waiting input goes on into the FIFO. */
  @Override
  public long deadlineTicks() {
    return deadlineTicks;
  }

  @Override
  public void timeReached() {
    update();
  }

  /** Back to power-on: registers, FIFO and waiting input. */
  public void reset() {
    input.clear();
    clearFifo();
    fifosEnabled = false;
    triggerLevel = TRIGGER_LEVELS[0];
    overrun = false;
    thrEmptyPending = false;
    ier = 0;
    lcr = 0;
    mcr = 0;
    scr = 0;
    divisor = RESET_DIVISOR;
    modemLines = modemLines();
    modemDeltas = 0;
    everRequestedToSend = false;
    nextRefillTicks = 0;
    polls = 0;
    update();
  }

  public void walkState(StateWalk walk) {
    int count = walk.range(fifoCount, 0, FIFO_BYTES);
    for (int i = 0; i < count; i++) {
      int at = (fifoFirst + i) % FIFO_BYTES;
      fifo[at] = (byte) walk.range(fifo[at] & 0xff, 0, 0xff);
    }
    fifoCount = count;
    fifosEnabled = walk.value(fifosEnabled);
    triggerLevel = walk.range(triggerLevel, 1, FIFO_BYTES);
    overrun = walk.value(overrun);
    thrEmptyPending = walk.value(thrEmptyPending);
    ier = (int) walk.bits(ier, IER_MASK);
    lcr = (int) walk.bits(lcr, 0xff);
    mcr = (int) walk.bits(mcr, MCR_MASK);
    scr = (int) walk.bits(scr, 0xff);
    divisor = (int) walk.bits(divisor, 0xffff);
    modemLines = (int) walk.bits(modemLines, 0xff);
    modemDeltas = (int) walk.bits(modemDeltas, 0xff);
    everRequestedToSend = walk.value(everRequestedToSend);
    nextRefillTicks = walk.range(nextRefillTicks, 0, Clock.LAST_TICK + REFILL_INTERVAL_TICKS);
    input.walkState(walk);
    if (walk.restores()) {
      polls = 0;
      deadlineTicks = mayRefill() ? nextRefillTicks : NEVER;
    }
  }

  private int readRegister(int offset) {
    switch (offset) {
      case RBR_THR_DLL:
        return dlab() ? divisor & 0xff : readReceiveBuffer();
      case IER_DLM:
        return dlab() ? divisor >> 8 : ier;
      case IIR_FCR:
        return readInterruptIdentification();
      case LCR:
        return lcr;
      case MCR:
        return mcr;
      case LSR:
        return readLineStatus();
      case MSR:
        return readModemStatus();
      case SCR:
        return scr;
      default:
        return 0;
    }
  }

  private void writeRegister(int offset, int value) {
    switch (offset) {
      case RBR_THR_DLL:
        if (dlab()) {
          divisor = divisor & 0xff00 | value;
        } else {
          send(value);
        }
        break;
      case IER_DLM:
        if (dlab()) {
          divisor = divisor & 0xff | value << 8;
        } else {
          writeInterruptEnable(value & IER_MASK);
        }
        break;
      case IIR_FCR:
        writeFifoControl(value);
        break;
      case LCR:
        lcr = value;
        break;
      case MCR:
        writeModemControl(value & MCR_MASK);
        break;
      case SCR:
        scr = value;
        break;
      default: // LSR and MSR are read-only
        break;
    }
  }

  private int readReceiveBuffer() {
    if (fifoCount == 0) {
      return 0;
    }
    int value = fifo[fifoFirst] & 0xff;
    fifoFirst = (fifoFirst + 1) % FIFO_BYTES;
    fifoCount--;
    return value;
  }

  private int readInterruptIdentification() {
    int cause = pendingInterrupt();
    if (cause == IIR_THR_EMPTY) {
      thrEmptyPending = false;
    }
    return fifosEnabled ? cause | IIR_FIFOS_ENABLED : cause;
  }

  private void notePolls(boolean readsLineStatus) {
    if (polls < POLLS) {
      polls = readsLineStatus ? polls + 1 : 0;
    }
  }

  private int readLineStatus() {
    int value = LSR_THRE_TEMT_MASK;
    if (fifoCount > 0) {
      value |= LSR_DR_MASK;
    }
    if (overrun) {
      value |= LSR_OE_MASK;
    }
    overrun = false;
    return value;
  }

  private int readModemStatus() {
    int value = modemLines | modemDeltas;
    modemDeltas = 0;
    return value;
  }

  private void send(int value) {
    if (loopback()) {
      if (fifoCount < capacity()) {
        push(value);
      } else {
        overrun = true;
      }
    } else {
      sink.write(value);
    }
    thrEmptyPending = true; // THR was filled, which clears the latch, and emptied again at once
  }

  private void writeInterruptEnable(int value) {
    if ((value & ~ier & IER_ETBEI_MASK) != 0) {
      thrEmptyPending = true;
    }
    ier = value;
  }

  private void writeFifoControl(int value) {
    boolean enable = (value & FCR_ENABLE_MASK) != 0;
    if (enable != fifosEnabled || enable && (value & FCR_RESET_RECEIVER_MASK) != 0) {
      clearFifo();
    }
    fifosEnabled = enable;
    if (enable) { // "This bit must be a 1 when other FCR bits are written to or they will not be programmed."
      triggerLevel = TRIGGER_LEVELS[value >> FCR_TRIGGER_SHIFT];
    }
  }

  private void writeModemControl(int value) {
    mcr = value;
    everRequestedToSend |= requestsToSend();
    int lines = modemLines();
    int changed = lines ^ modemLines;
    if ((changed & MSR_CTS_MASK) != 0) {
      modemDeltas |= MSR_DCTS_MASK;
    }
    if ((changed & MSR_DSR_MASK) != 0) {
      modemDeltas |= MSR_DDSR_MASK;
    }
    if ((changed & modemLines & MSR_RI_MASK) != 0) {
      modemDeltas |= MSR_TERI_MASK;
    }
    if ((changed & MSR_DCD_MASK) != 0) {
      modemDeltas |= MSR_DDCD_MASK;
    }
    modemLines = lines;
  }

  private int modemLines() {
    if (!loopback()) {
      return MSR_CTS_MASK | MSR_DSR_MASK | MSR_DCD_MASK;
    }
    return ((mcr & MCR_RTS_MASK) != 0 ? MSR_CTS_MASK : 0)
        | ((mcr & MCR_DTR_MASK) != 0 ? MSR_DSR_MASK : 0)
        | ((mcr & MCR_OUT1_MASK) != 0 ? MSR_RI_MASK : 0)
        | ((mcr & MCR_OUT2_MASK) != 0 ? MSR_DCD_MASK : 0);
  }

  private boolean dlab() {
    return (lcr & LCR_DLAB_MASK) != 0;
  }

  private boolean loopback() {
    return (mcr & MCR_LOOP_MASK) != 0;
  }

  /** In loopback the RTS pin is inactive whatever MCR says. */
  private boolean requestsToSend() {
    return !loopback() && (mcr & MCR_RTS_MASK) != 0;
  }

  /** Whether the host may send: in loopback its line is disconnected. */
  private boolean lineIsOpen() {
    return !loopback() && (requestsToSend() || !everRequestedToSend);
  }

  private int capacity() {
    return fifosEnabled ? FIFO_BYTES : 1;
  }

  private void push(int value) {
    fifo[(fifoFirst + fifoCount) % FIFO_BYTES] = (byte) value;
    fifoCount++;
  }

  private void clearFifo() {
    fifoFirst = 0;
    fifoCount = 0;
  }

  /** The enabled cause of highest priority, as IIR's low four bits. */
  private int pendingInterrupt() {
    if (overrun && (ier & IER_ELSI_MASK) != 0) {
      return IIR_LINE_STATUS;
    }
    if (fifoCount > 0 && (ier & IER_ERBFI_MASK) != 0) {
      return !fifosEnabled || fifoCount >= triggerLevel ? IIR_RECEIVED_DATA : IIR_TIMEOUT;
    }
    if (thrEmptyPending && (ier & IER_ETBEI_MASK) != 0) {
      return IIR_THR_EMPTY;
    }
    if (modemDeltas != 0 && (ier & IER_EDSSI_MASK) != 0) {
      return IIR_MODEM_STATUS;
    }
    return IIR_NONE;
  }

  /** Recomputes everything that follows from the state: FIFO, interrupt wire and deadline. */
  private void update() {
    if (mayRefill() && clock.ticks() >= nextRefillTicks) {
      refill();
    }
    irq.set(pendingInterrupt() != IIR_NONE);
    long deadline = mayRefill() ? nextRefillTicks : NEVER;
    if (deadline != deadlineTicks) {
      deadlineTicks = deadline;
      deadlineChanged.run();
    }
  }

  private boolean mayRefill() {
    return input.size() > 0 && fifoCount < capacity() && lineIsOpen();
  }

  private void refill() {
    while (mayRefill()) {
      push(input.remove());
    }
    nextRefillTicks = clock.ticks() + Math.max(REFILL_INTERVAL_TICKS, clock.ticksOf(REFILL_INTERVAL_STEPS));
  }
}
