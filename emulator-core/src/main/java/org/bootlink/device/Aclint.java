// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import java.util.Arrays;
import org.bootlink.bus.IrqLine;
import org.bootlink.bus.MmioDevice;
import org.bootlink.state.StateWalk;
import org.bootlink.time.Clock;
import org.bootlink.time.TimedDevice;

/**
 * Core-local interruptor: timer and software interrupts, per hart.
 * <pre>
 *  0x0000 + 4*hart  msip      32  RW  bit 0
 *  0x4000 + 8*hart  mtimecmp  64  RW  ticks
 *  0xBFF8           mtime     64  RO  ticks (deviation: writes ignored, virtual time is the machine's)
 * </pre>
 * All registers take accesses of 4 and 8 bytes. Registers of harts that don't exist read 0.
 *
 * <p>"A machine timer interrupt becomes pending whenever mtime contains a value greater than or equal to
 * mtimecmp, treating the values as unsigned integers." (Privileged Architecture, version 20211203, "Machine
 * Timer Registers".) The specification leaves mtimecmp at reset unknown; here it is all ones, so that no
 * timer interrupt is pending before software sets one.
 *
 * <p>Specification: "RISC-V Advanced Core Local Interruptor Specification", version 1.0-rc4, sections
 * "Machine-level Timer Device (MTIMER)" and "Machine-level Software Interrupt Device (MSWI)", with the
 * layout of its "Backward Compatibility With SiFive CLINT".
 */
public final class Aclint implements MmioDevice, TimedDevice {
  private static final int MSIP = 0x0000;
  private static final int MTIMECMP = 0x4000;
  private static final int MTIME = 0xbff8;
  private static final int END = 0xc000;
  private static final int MAX_HARTS = 4095;
  private static final long MTIMECMP_AT_RESET = -1;

  private final Clock clock;
  private final IrqLine[] software;
  private final IrqLine[] timer;
  private final Runnable deadlineChanged;

  private final boolean[] msip;
  private final long[] mtimecmp;
  /** Whether each hart's timer wire is high. */
  private final boolean[] timerPending;

  /**
   * @param software wire of each hart's {@code mip.MSIP}
   * @param timer wire of each hart's {@code mip.MTIP}
   * @param deadlineChanged called whenever {@link #deadlineTicks} may answer something else
   */
  public Aclint(int harts, Clock clock, IrqLine[] software, IrqLine[] timer, Runnable deadlineChanged) {
    if (harts < 1 || harts > MAX_HARTS || software.length != harts || timer.length != harts) {
      throw new IllegalArgumentException("ACLINT of " + harts + " harts");
    }
    this.clock = clock;
    this.software = software.clone();
    this.timer = timer.clone();
    this.deadlineChanged = deadlineChanged;
    this.msip = new boolean[harts];
    this.mtimecmp = new long[harts];
    this.timerPending = new boolean[harts];
    Arrays.fill(mtimecmp, MTIMECMP_AT_RESET);
  }

  @Override
  public int accessSizes() {
    return 4 | 8;
  }

  @Override
  public long read(int offset, int size) {
    long low = readWord(offset);
    return size == 8 ? low | readWord(offset + 4) << 32 : low;
  }

  @Override
  public void write(int offset, long value, int size) {
    writeWord(offset, value & 0xffff_ffffL);
    if (size == 8) {
      writeWord(offset + 4, value >>> 32);
    }
    update();
    deadlineChanged.run();
  }

  @Override
  public long deadlineTicks() {
    long next = NEVER;
    for (int hart = 0; hart < mtimecmp.length; hart++) {
      if (!timerPending[hart] && mtimecmp[hart] >= 0) { // negative: beyond any tick this machine reaches
        next = Math.min(next, mtimecmp[hart]);
      }
    }
    return next;
  }

  @Override
  public void timeReached() {
    update();
  }

  /** Back to power-on. */
  public void reset() {
    Arrays.fill(msip, false);
    Arrays.fill(mtimecmp, MTIMECMP_AT_RESET);
    update();
    deadlineChanged.run();
  }

  public void walkState(StateWalk walk) {
    walk.values(msip);
    walk.values(mtimecmp);
    walk.values(timerPending);
  }

  private long readWord(int offset) {
    long value;
    if (offset >= END) {
      value = 0;
    } else if (offset >= MTIME) {
      value = clock.ticks();
    } else if (offset >= MTIMECMP) {
      int hart = (offset - MTIMECMP) >> 3;
      value = hart < mtimecmp.length ? mtimecmp[hart] : 0;
    } else {
      int hart = (offset - MSIP) >> 2;
      return hart < msip.length && msip[hart] ? 1 : 0;
    }
    return (offset & 4) == 0 ? value & 0xffff_ffffL : value >>> 32;
  }

  private void writeWord(int offset, long value) {
    if (offset >= MTIME) {
      return;
    }
    if (offset >= MTIMECMP) {
      int hart = (offset - MTIMECMP) >> 3;
      if (hart < mtimecmp.length) {
        mtimecmp[hart] = (offset & 4) == 0
            ? mtimecmp[hart] & 0xffff_ffff_0000_0000L | value
            : mtimecmp[hart] & 0xffff_ffffL | value << 32;
      }
    } else {
      int hart = (offset - MSIP) >> 2;
      if (hart < msip.length) {
        msip[hart] = (value & 1) != 0;
      }
    }
  }

  private void update() {
    long now = clock.ticks();
    for (int hart = 0; hart < msip.length; hart++) {
      software[hart].set(msip[hart]);
      timerPending[hart] = Long.compareUnsigned(now, mtimecmp[hart]) >= 0;
      timer[hart].set(timerPending[hart]);
    }
  }
}
