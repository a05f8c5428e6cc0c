// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import org.bootlink.bus.MmioDevice;

/**
 * SiFive test finisher: software switches the machine off, or resets it.
 * <pre>
 *  0x0  finish  32  WO  0x5555 pass, 0x3333 | code &lt;&lt; 16 fail, 0x7777 reset; all else ignored
 * </pre>
 * Holds no state, so it needs no reset. Specification: QEMU's hw/misc/sifive_test.c and the device-tree
 * binding "sifive,test0".
 */
public final class TestFinisher implements MmioDevice {
  /** What the board does when software asks for it; called in the middle of the guest's store. */
  public interface Listener {
    /** The machine switches off; {@code exitCode} is 0 for pass, else what the guest gave, 0 to 65,535. */
    void powerOff(int exitCode);

    /** The machine starts again. */
    void reset();
  }

  private static final int PASS = 0x5555;
  private static final int FAIL = 0x3333;
  private static final int RESET = 0x7777;

  private final Listener listener;

  public TestFinisher(Listener listener) {
    this.listener = listener;
  }

  @Override
  public int accessSizes() {
    return 2 | 4;
  }

  @Override
  public long read(int offset, int size) {
    return 0;
  }

  @Override
  public void write(int offset, long value, int size) {
    if (offset != 0) {
      return;
    }
    switch ((int) value & 0xffff) {
      case PASS:
        listener.powerOff(0);
        break;
      case FAIL:
        listener.powerOff(size == 4 ? (int) value >>> 16 : 0);
        break;
      case RESET:
        listener.reset();
        break;
      default:
        break;
    }
  }
}
