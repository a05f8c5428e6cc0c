// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import org.bootlink.bus.MmioDevice;

/**
 * The mask ROM in which every hart starts, as QEMU's {@code virt} fills it (hw/riscv/boot.c,
 * {@code riscv_setup_rom_reset_vec}). It enters {@link BootPlan#entryPa} in M-mode with {@code a0} =
 * {@code mhartid}, {@code a1} = the device tree and {@code a2} = {@code struct fw_dynamic_info}, which a
 * machine without firmware simply ignores. It clobbers {@code t0}.
 * <pre>
 *  0x00  code
 *  0x18  entry               64  RO
 *  0x20  device tree         64  RO
 *  0x28  fw_dynamic_info: magic, version, next_addr, next_mode, options, boot_hart, 64 each  RO
 * </pre>
 * Writes are ignored. Specification: OpenSBI, "OpenSBI Firmware with Dynamic Information".
 */
public final class BootRom implements MmioDevice {
  private static final int ENTRY_OFFSET = 0x18;
  private static final int DTB_OFFSET = 0x20;
  private static final int INFO_OFFSET = 0x28;

  private static final long INFO_MAGIC = 0x4942_534f;
  private static final long INFO_VERSION = 2;
  private static final long INFO_NEXT_MODE_S = 1;
  private static final long INFO_OPTION_NO_BOOT_PRINTS = 1;

  /** Words with the offsets above in their immediates; they are relative to the ROM's first byte. */
  private static final int[] CODE = {
    0x0000_0297,                            // auipc t0, 0
    0x0002_8613 | INFO_OFFSET << 20,        // addi  a2, t0, INFO_OFFSET
    0xf140_2573,                            // csrr  a0, mhartid
    0x0002_b583 | DTB_OFFSET << 20,         // ld    a1, DTB_OFFSET(t0)
    0x0002_b283 | ENTRY_OFFSET << 20,       // ld    t0, ENTRY_OFFSET(t0)
    0x0002_8067,                            // jr    t0
  };

  private final byte[] contents = new byte[MemoryMap.BOOT_ROM_SIZE];

  /**
   * @param quiet whether the firmware is asked to print nothing
   */
  public BootRom(BootPlan plan, boolean quiet) {
    for (int i = 0; i < CODE.length; i++) {
      store(4 * i, CODE[i], 4);
    }
    store(ENTRY_OFFSET, plan.entryPa(), 8);
    store(DTB_OFFSET, plan.dtbPa(), 8);
    long[] info = {INFO_MAGIC, INFO_VERSION, plan.kernelEntryPa(), INFO_NEXT_MODE_S,
      quiet ? INFO_OPTION_NO_BOOT_PRINTS : 0, 0};
    for (int i = 0; i < info.length; i++) {
      store(INFO_OFFSET + 8 * i, info[i], 8);
    }
  }

  /** A copy of the whole ROM, {@link MemoryMap#BOOT_ROM_SIZE} bytes; it never changes. */
  public byte[] contents() {
    return contents.clone();
  }

  @Override
  public int accessSizes() {
    return 1 | 2 | 4 | 8;
  }

  @Override
  public long read(int offset, int size) {
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | contents[offset + i] & 0xff;
    }
    return value;
  }

  @Override
  public void write(int offset, long value, int size) {
    // Read-only memory.
  }

  private void store(int offset, long value, int size) {
    for (int i = 0; i < size; i++) {
      contents[offset + i] = (byte) (value >>> (8 * i));
    }
  }
}
