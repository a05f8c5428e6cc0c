// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import org.bootlink.bus.IrqLine;
import org.bootlink.bus.MmioDevice;
import org.bootlink.state.StateWalk;
import org.bootlink.time.Clock;
import org.bootlink.time.TimedDevice;

/**
 * Goldfish real-time clock: the date, and one alarm.
 * <pre>
 *  0x00  TIME_LOW         32  RW  nanoseconds since 1970-01-01 UTC; reading latches TIME_HIGH
 *  0x04  TIME_HIGH        32  RW  reads the latch
 *  0x08  ALARM_LOW        32  RW  writing arms the alarm
 *  0x0C  ALARM_HIGH       32  RW  write it before ALARM_LOW
 *  0x10  IRQ_ENABLED      32  RW  bit 0
 *  0x14  CLEAR_ALARM      32  WO  disarms
 *  0x18  ALARM_STATUS     32  RO  1 while armed
 *  0x1C  CLEAR_INTERRUPT  32  WO
 * </pre>
 * The time is the power-on date plus the machine's own time, so it runs as fast as the machine does. A
 * write to TIME shifts it from then on, until {@link #reset}. Deviation from QEMU: an armed alarm follows
 * such a shift, and one set in the past interrupts at once.
 *
 * <p>Specification: Android "Goldfish Virtual Hardware", "Goldfish real-time clock", with the registers
 * that QEMU's hw/rtc/goldfish_rtc.c adds.
 */
public final class GoldfishRtc implements MmioDevice, TimedDevice {
  private static final int TIME_LOW = 0x00;
  private static final int TIME_HIGH = 0x04;
  private static final int ALARM_LOW = 0x08;
  private static final int ALARM_HIGH = 0x0c;
  private static final int IRQ_ENABLED = 0x10;
  private static final int CLEAR_ALARM = 0x14;
  private static final int ALARM_STATUS = 0x18;
  private static final int CLEAR_INTERRUPT = 0x1c;

  private static final long LOW_MASK = 0xffff_ffffL;

  /** The date at tick 0, whatever software has set. */
  private long powerOnEpochNanos;
  private final Clock clock;
  private final IrqLine irq;
  private final Runnable deadlineChanged;

  private long offsetNanos;
  private long latchedHigh;
  private long alarmNanos;
  private boolean armed;
  private boolean interruptPending;
  private boolean interruptEnabled;

  /**
   * @param powerOnEpochNanos the date at tick 0, in nanoseconds since 1970-01-01 UTC
   * @param deadlineChanged called whenever {@link #deadlineTicks} may answer something else
   */
  public GoldfishRtc(long powerOnEpochNanos, Clock clock, IrqLine irq, Runnable deadlineChanged) {
    this.powerOnEpochNanos = powerOnEpochNanos;
    this.clock = clock;
    this.irq = irq;
    this.deadlineChanged = deadlineChanged;
  }

  @Override
  public int accessSizes() {
    return 4;
  }

  @Override
  public long read(int offset, int size) {
    switch (offset) {
      case TIME_LOW:
        long now = nowNanos();
        latchedHigh = now >>> 32;
        return now & LOW_MASK;
      case TIME_HIGH:
        return latchedHigh;
      case ALARM_LOW:
        return alarmNanos & LOW_MASK;
      case ALARM_HIGH:
        return alarmNanos >>> 32;
      case IRQ_ENABLED:
        return interruptEnabled ? 1 : 0;
      case ALARM_STATUS:
        return armed ? 1 : 0;
      default:
        return 0;
    }
  }

  @Override
  public void write(int offset, long value, int size) {
    switch (offset) {
      case TIME_LOW:
        setTime(withLow(nowNanos(), value));
        break;
      case TIME_HIGH:
        setTime(withHigh(nowNanos(), value));
        break;
      case ALARM_LOW:
        alarmNanos = withLow(alarmNanos, value);
        armed = true;
        break;
      case ALARM_HIGH:
        alarmNanos = withHigh(alarmNanos, value);
        break;
      case IRQ_ENABLED:
        interruptEnabled = (value & 1) != 0;
        break;
      case CLEAR_ALARM:
        armed = false;
        break;
      case CLEAR_INTERRUPT:
        interruptPending = false;
        break;
      default:
        return;
    }
    update();
    deadlineChanged.run();
  }

  @Override
  public long deadlineTicks() {
    if (!armed) {
      return NEVER;
    }
    long now = nowNanos();
    if (Long.compareUnsigned(now, alarmNanos) >= 0) {
      return clock.ticks();
    }
    long wait = alarmNanos - now;
    long ticks = (wait - 1) / Clock.NANOS_PER_TICK + 1;
    return wait < 0 || ticks > NEVER - clock.ticks() ? NEVER : clock.ticks() + ticks; // 292 years are never
  }

  @Override
  public void timeReached() {
    update();
  }

  /** Back to power-on: no alarm, and the date as if it had never been set. */
  public void reset() {
    offsetNanos = 0;
    latchedHigh = 0;
    alarmNanos = 0;
    armed = false;
    interruptPending = false;
    interruptEnabled = false;
    update();
    deadlineChanged.run();
  }

  /** Host event: this is the date, in nanoseconds since 1970-01-01 UTC, whatever software has set. */
  public void setDate(long epochNanos) {
    powerOnEpochNanos = epochNanos - clock.ticks() * Clock.NANOS_PER_TICK;
    offsetNanos = 0;
    update();
    deadlineChanged.run();
  }

  public void walkState(StateWalk walk) {
    powerOnEpochNanos = walk.value(powerOnEpochNanos);
    offsetNanos = walk.value(offsetNanos);
    latchedHigh = walk.bits(latchedHigh, LOW_MASK);
    alarmNanos = walk.value(alarmNanos);
    armed = walk.value(armed);
    interruptPending = walk.value(interruptPending);
    interruptEnabled = walk.value(interruptEnabled);
  }

  private long nowNanos() {
    return powerOnEpochNanos + offsetNanos + clock.ticks() * Clock.NANOS_PER_TICK;
  }

  private void setTime(long nanos) {
    offsetNanos += nanos - nowNanos();
  }

  private static long withLow(long nanos, long low) {
    return nanos & ~LOW_MASK | low & LOW_MASK;
  }

  private static long withHigh(long nanos, long high) {
    return nanos & LOW_MASK | high << 32;
  }

  private void update() {
    if (armed && Long.compareUnsigned(nowNanos(), alarmNanos) >= 0) {
      armed = false;
      interruptPending = true;
    }
    irq.set(interruptPending && interruptEnabled);
  }
}
