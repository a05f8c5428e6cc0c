// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.board.MemoryMap;

/** What there is to reach at the victim's bus. */
enum Devices {
  UART(MemoryMap.UART_PA, MemoryMap.UART_SIZE, 1, 0, 8),
  VIRTIO(MemoryMap.VIRTIO_PA, MemoryMap.VIRTIO_SIZE * MemoryMap.VIRTIO_SLOTS, 4, 0, 0) {
    @Override
    void addRegisters(List<Long> to) {
      for (int slot = 0; slot < MemoryMap.VIRTIO_SLOTS; slot++) {
        for (int offset = 0; offset < 0x120; offset += 4) {
          to.add(MemoryMap.virtioPa(slot) + offset);
        }
      }
    }
  },
  PLIC(MemoryMap.PLIC_PA, MemoryMap.PLIC_SIZE, 4, 0, 100) {
    @Override
    void addRegisters(List<Long> to) {
      super.addRegisters(to);
      for (int context = 0; context < 6; context++) {
        for (int word = 0; word < 5; word++) {
          to.add(MemoryMap.PLIC_PA + 0x2000 + 0x80L * context + 4 * word);
        }
        to.add(MemoryMap.PLIC_PA + 0x20_0000 + 0x1000L * context);
        to.add(MemoryMap.PLIC_PA + 0x20_0004 + 0x1000L * context);
      }
      for (int word = 0; word < 5; word++) {
        to.add(MemoryMap.PLIC_PA + 0x1000 + 4L * word);
      }
    }
  },
  ACLINT(MemoryMap.ACLINT_PA, MemoryMap.ACLINT_SIZE, 4, 0, 4) {
    @Override
    void addRegisters(List<Long> to) {
      super.addRegisters(to);
      for (int i = 0; i < 6; i++) {
        to.add(MemoryMap.ACLINT_PA + 0x4000 + 4L * i);
      }
      to.add(MemoryMap.ACLINT_PA + 0xbff8);
      to.add(MemoryMap.ACLINT_PA + 0xbffc);
    }
  },
  RTC(MemoryMap.RTC_PA, MemoryMap.RTC_SIZE, 4, 0, 10),
  TEST_FINISHER(MemoryMap.TEST_FINISHER_PA, MemoryMap.TEST_FINISHER_SIZE, 4, 0, 2),
  BOOT_ROM(MemoryMap.BOOT_ROM_PA, MemoryMap.BOOT_ROM_SIZE, 4, 0, 20),
  RAM(GuestImage.RAM, Victim.MEMORY_MIB << 20, 8, Script.FREE - GuestImage.RAM, 64);

  final long pa;
  final int size;
  private final int stride;
  private final long firstRegister;
  private final int registers;

  Devices(long pa, int size, int stride, long firstRegister, int registers) {
    this.pa = pa;
    this.size = size;
    this.stride = stride;
    this.firstRegister = firstRegister;
    this.registers = registers;
  }

  /** Addresses where something is. */
  void addRegisters(List<Long> to) {
    for (int i = 0; i < registers; i++) {
      to.add(pa + firstRegister + (long) i * stride);
    }
  }

  List<Long> registers() {
    List<Long> all = new ArrayList<>();
    addRegisters(all);
    return all;
  }
}
