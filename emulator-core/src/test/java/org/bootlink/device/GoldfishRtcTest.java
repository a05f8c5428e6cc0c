// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.time.TimedDevice;
import org.junit.jupiter.api.Test;

class GoldfishRtcTest {
  private static final int TIME_LOW = 0x00;
  private static final int TIME_HIGH = 0x04;
  private static final int ALARM_LOW = 0x08;
  private static final int ALARM_HIGH = 0x0c;
  private static final int IRQ_ENABLED = 0x10;
  private static final int CLEAR_ALARM = 0x14;
  private static final int ALARM_STATUS = 0x18;
  private static final int CLEAR_INTERRUPT = 0x1c;
  private static final long EPOCH = 1_700_000_000_000_000_000L;

  private final Wire irq = new Wire();
  private long ticks;
  private int deadlineChanges;
  private final GoldfishRtc rtc = new GoldfishRtc(EPOCH, () -> ticks, irq, () -> deadlineChanges++);

  private long time() {
    long low = rtc.read(TIME_LOW, 4);
    return rtc.read(TIME_HIGH, 4) << 32 | low;
  }

  private void alarm(long nanos) {
    rtc.write(ALARM_HIGH, nanos >>> 32, 4);
    rtc.write(ALARM_LOW, nanos & 0xffff_ffffL, 4);
  }

  private void timeIs(long now) {
    ticks = now;
    rtc.timeReached();
  }

  @Test
  void timeIsPowerOnPlusTicks() {
    assertEquals(EPOCH, time());
    ticks = 12_345;
    assertEquals(EPOCH + 1_234_500, time());
  }

  @Test
  void readingLowLatchesHigh() {
    long high = EPOCH >>> 32;
    rtc.read(TIME_LOW, 4);
    ticks = (1L << 32) / 100 + 1;
    assertEquals(high, rtc.read(TIME_HIGH, 4));
    rtc.read(TIME_LOW, 4);
    assertEquals(high + 1, rtc.read(TIME_HIGH, 4));
  }

  @Test
  void settingTheTimeShiftsItFromThenOn() {
    rtc.write(TIME_HIGH, 0x1234, 4);
    rtc.write(TIME_LOW, 0x5678_0000L, 4);
    assertEquals(0x1234_5678_0000L, time());
    ticks = 10;
    assertEquals(0x1234_5678_0000L + 1000, time());
    rtc.reset();
    assertEquals(EPOCH + 1000, time());
  }

  @Test
  void theAlarmInterruptsOnTheFirstTickAtOrAfterIt() {
    rtc.write(IRQ_ENABLED, 1, 4);
    alarm(EPOCH + 1001);
    assertEquals(11, rtc.deadlineTicks());
    timeIs(10);
    assertFalse(irq.high);
    assertEquals(1, rtc.read(ALARM_STATUS, 4));
    timeIs(11);
    assertTrue(irq.high);
    assertEquals(0, rtc.read(ALARM_STATUS, 4));
    assertEquals(TimedDevice.NEVER, rtc.deadlineTicks());
  }

  @Test
  void theDeadlineOfAnAlarmOnATickIsThatTick() {
    alarm(EPOCH + 1000);
    assertEquals(10, rtc.deadlineTicks());
    ticks = 15;
    assertEquals(15, rtc.deadlineTicks());
  }

  @Test
  void anAlarmInThePastInterruptsAtOnce() {
    rtc.write(IRQ_ENABLED, 1, 4);
    alarm(EPOCH - 1);
    assertTrue(irq.high);
    assertEquals(0, rtc.read(ALARM_STATUS, 4));
  }

  @Test
  void aPendingAlarmIsMaskedByIrqEnabled() {
    alarm(EPOCH);
    assertFalse(irq.high);
    rtc.write(IRQ_ENABLED, 1, 4);
    assertTrue(irq.high);
    rtc.write(IRQ_ENABLED, 2, 4);
    assertFalse(irq.high);
    assertEquals(0, rtc.read(IRQ_ENABLED, 4));
  }

  @Test
  void clearInterruptLowersTheWire() {
    rtc.write(IRQ_ENABLED, 1, 4);
    alarm(EPOCH);
    rtc.write(CLEAR_INTERRUPT, 1, 4);
    assertFalse(irq.high);
  }

  @Test
  void clearAlarmDisarms() {
    rtc.write(IRQ_ENABLED, 1, 4);
    alarm(EPOCH + 1000);
    rtc.write(CLEAR_ALARM, 1, 4);
    timeIs(20);
    assertFalse(irq.high);
    assertEquals(TimedDevice.NEVER, rtc.deadlineTicks());
  }

  @Test
  void anArmedAlarmFollowsTheTimeWhenItIsSet() {
    rtc.write(IRQ_ENABLED, 1, 4);
    alarm(EPOCH + 1000);
    rtc.write(TIME_HIGH, (EPOCH >>> 32) + 1, 4);
    assertTrue(irq.high);
  }

  @Test
  void anAlarmBeyondAllTicksIsNever() {
    ticks = Long.MAX_VALUE / 200;
    alarm(-1L);
    assertTrue(rtc.deadlineTicks() > ticks);
    assertEquals(1, rtc.read(ALARM_STATUS, 4));
    assertEquals(-1L, rtc.read(ALARM_HIGH, 4) << 32 | rtc.read(ALARM_LOW, 4));
  }

  @Test
  void settingAnAlarmReportsTheDeadline() {
    alarm(EPOCH + 1000);
    assertTrue(deadlineChanges > 0);
  }

  @Test
  void resetDisarmsAndMasks() {
    rtc.write(IRQ_ENABLED, 1, 4);
    alarm(EPOCH);
    rtc.reset();
    assertFalse(irq.high);
    assertEquals(0, rtc.read(IRQ_ENABLED, 4) | rtc.read(ALARM_STATUS, 4) | rtc.read(ALARM_LOW, 4));
  }
}
