// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.time.TimedDevice;
import org.junit.jupiter.api.Test;

class AclintTest {
  private static final int MTIMECMP_1 = 0x4008;
  private static final int MTIME = 0xbff8;

  private final Wire[] software = Wire.array(2);
  private final Wire[] timer = Wire.array(2);
  private long ticks;
  private int deadlineChanges;
  private final Aclint aclint = new Aclint(2, () -> ticks, software, timer, () -> deadlineChanges++);

  private void timeIs(long now) {
    ticks = now;
    aclint.timeReached();
  }

  @Test
  void timerInterruptPendsOnTheTickMtimeReachesMtimecmp() {
    aclint.write(MTIMECMP_1, 1000, 8);
    timeIs(999);
    assertFalse(timer[1].high);
    timeIs(1000);
    assertTrue(timer[1].high);
    assertFalse(timer[0].high);
    timeIs(1001);
    assertTrue(timer[1].high);
  }

  @Test
  void writingALaterMtimecmpClearsTheInterrupt() {
    aclint.write(MTIMECMP_1, 0, 8);
    assertTrue(timer[1].high);
    aclint.write(MTIMECMP_1, 1, 8);
    assertFalse(timer[1].high);
  }

  @Test
  void theComparisonIsUnsigned() {
    timeIs(5);
    aclint.write(MTIMECMP_1, Long.MIN_VALUE, 8);
    assertFalse(timer[1].high);
    assertEquals(TimedDevice.NEVER, aclint.deadlineTicks());
  }

  @Test
  void noTimerInterruptAtResetWhateverTheTime() {
    timeIs(Long.MAX_VALUE);
    assertFalse(timer[0].high || timer[1].high);
    assertEquals(-1L, aclint.read(MTIMECMP_1, 8));
    assertEquals(TimedDevice.NEVER, aclint.deadlineTicks());
  }

  @Test
  void theDeadlineIsTheEarliestMtimecmpNotYetReached() {
    aclint.write(0x4000, 500, 8);
    aclint.write(MTIMECMP_1, 300, 8);
    assertEquals(300, aclint.deadlineTicks());
    ticks = 400;
    assertEquals(300, aclint.deadlineTicks());
    aclint.timeReached();
    assertEquals(500, aclint.deadlineTicks());
  }

  @Test
  void everyWriteReportsTheDeadline() {
    aclint.write(MTIMECMP_1, 300, 4);
    aclint.write(MTIMECMP_1 + 4, 0, 4);
    assertEquals(2, deadlineChanges);
  }

  @Test
  void mtimecmpIsWrittenAndReadInHalves() {
    aclint.write(MTIMECMP_1, 0x5566_7788, 4);
    aclint.write(MTIMECMP_1 + 4, 0x1122_3344, 4);
    assertEquals(0x1122_3344_5566_7788L, aclint.read(MTIMECMP_1, 8));
    assertEquals(0x5566_7788, aclint.read(MTIMECMP_1, 4));
    assertEquals(0x1122_3344, aclint.read(MTIMECMP_1 + 4, 4));
  }

  @Test
  void mtimeIsTheClockAndIgnoresWrites() {
    ticks = 0x1_2345_6789L;
    aclint.write(MTIME, 0, 8);
    assertEquals(0x1_2345_6789L, aclint.read(MTIME, 8));
    assertEquals(0x2345_6789L, aclint.read(MTIME, 4));
    assertEquals(1, aclint.read(MTIME + 4, 4));
  }

  @Test
  void msipDrivesTheSoftwareInterrupt() {
    aclint.write(4, 0xffff_ffffL, 4);
    assertTrue(software[1].high);
    assertFalse(software[0].high);
    assertEquals(1, aclint.read(4, 4));
    aclint.write(4, 0xffff_fffeL, 4);
    assertFalse(software[1].high);
  }

  @Test
  void registersThatDoNotExistReadZero() {
    ticks = 77;
    for (int offset : new int[] {8, 0x3ffc, 0x4010, 0xbff4, 0xc000, 0xfffc}) {
      aclint.write(offset, -1, 4);
      assertEquals(0, aclint.read(offset, 4), Integer.toHexString(offset));
    }
  }

  @Test
  void resetLowersEverything() {
    aclint.write(0, 1, 4);
    aclint.write(MTIMECMP_1, 0, 8);
    aclint.reset();
    assertFalse(software[0].high || timer[1].high);
    assertEquals(0, aclint.read(0, 4));
  }
}
