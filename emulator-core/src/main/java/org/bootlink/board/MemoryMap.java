// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

/**
 * Where things are on the board, as on QEMU's {@code virt} (hw/riscv/virt.c, {@code virt_memmap}); the
 * machine and the device tree both read this table.
 */
public final class MemoryMap {
  public static final long BOOT_ROM_PA = 0x1000;
  public static final int BOOT_ROM_SIZE = 0xf000;
  public static final long TEST_FINISHER_PA = 0x10_0000;
  public static final int TEST_FINISHER_SIZE = 0x1000;
  public static final long RTC_PA = 0x10_1000;
  public static final int RTC_SIZE = 0x1000;
  public static final long ACLINT_PA = 0x200_0000;
  public static final int ACLINT_SIZE = 0x1_0000;
  public static final long PLIC_PA = 0xc00_0000;
  public static final int PLIC_SIZE = 0x60_0000;
  public static final long UART_PA = 0x1000_0000;
  public static final int UART_SIZE = 0x100;
  public static final long VIRTIO_PA = 0x1000_1000;
  public static final int VIRTIO_SIZE = 0x1000;
  public static final int VIRTIO_SLOTS = 8;
  public static final long RAM_PA = 0x8000_0000L;

  /** PLIC sources. */
  public static final int VIRTIO_IRQ = 1;
  public static final int UART_IRQ = 10;
  public static final int RTC_IRQ = 11;
  public static final int PLIC_SOURCES = 95;

  /** First register page of virtio slot {@code slot}, 0 to 7. */
  public static long virtioPa(int slot) {
    return VIRTIO_PA + (long) slot * VIRTIO_SIZE;
  }

  /** PLIC source of virtio slot {@code slot}, 0 to 7. */
  public static int virtioIrq(int slot) {
    return VIRTIO_IRQ + slot;
  }

  private MemoryMap() {}
}
