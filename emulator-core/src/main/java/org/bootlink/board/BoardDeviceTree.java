// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import org.bootlink.isa.IsaExtensions;

/**
 * The device tree of the board, with the names and compatible strings of QEMU's {@code virt}, so that what
 * runs there finds the same devices here.
 *
 * <p>Two deviations from QEMU's tree: nodes for what this board has not (PCI, flash, fw-cfg, platform bus,
 * PMU, empty virtio slots) are absent, which saves the firmware and the kernel much looking; and the virtio
 * slots are in ascending order, so that the first disk is Linux's first.
 */
public final class BoardDeviceTree {
  /** Ticks of {@code mtime} in a second. */
  public static final int TIMEBASE_HZ = 10_000_000;

  private static final int UART_CLOCK_HZ = 3_686_400;
  private static final int SYSCON_POWEROFF_VALUE = 0x5555;
  private static final int SYSCON_REBOOT_VALUE = 0x7777;
  private static final int RNG_SEED_SIZE = 32;
  /** Keeps the seed in the tree apart from what the entropy device makes of the same number. */
  private static final long RNG_SEED_TAG = 0x6474_625f_7365_6564L;

  /** Interrupt numbers of a hart's own controller: bit numbers of {@code mip}. */
  private static final int SUPERVISOR_EXTERNAL = 9;
  private static final int MACHINE_SOFTWARE = 3;
  private static final int MACHINE_TIMER = 7;
  private static final int MACHINE_EXTERNAL = 11;

  private final MachineConfig config;
  private final FlattenedDeviceTree tree = new FlattenedDeviceTree();
  private final int[] cpuPhandles;
  private final int[] cpuIntcPhandles;
  private final int plicPhandle;
  private final int testPhandle;

  /**
   * The tree as a blob; its size does not depend on the initrd's place.
   *
   * @param initrdStartPa first byte of the initrd
   * @param initrdEndPa the byte after its last; equal to {@code initrdStartPa} if there is none
   */
  public static byte[] build(MachineConfig config, long initrdStartPa, long initrdEndPa) {
    return new BoardDeviceTree(config).write(initrdStartPa, initrdEndPa);
  }

  private BoardDeviceTree(MachineConfig config) {
    this.config = config;
    cpuPhandles = new int[config.harts()];
    cpuIntcPhandles = new int[config.harts()];
    for (int hart = 0; hart < config.harts(); hart++) {
      cpuPhandles[hart] = tree.newPhandle();
      cpuIntcPhandles[hart] = tree.newPhandle();
    }
    plicPhandle = tree.newPhandle();
    testPhandle = tree.newPhandle();
  }

  private byte[] write(long initrdStartPa, long initrdEndPa) {
    tree.beginNode("")
        .property("#address-cells", 2)
        .property("#size-cells", 2)
        .strings("compatible", "riscv-virtio")
        .strings("model", "riscv-virtio,qemu");
    writeAliases();
    writeChosen(initrdStartPa, initrdEndPa);
    writeMemory();
    writeCpus();
    writeSoc();
    writeSyscon("poweroff", SYSCON_POWEROFF_VALUE);
    writeSyscon("reboot", SYSCON_REBOOT_VALUE);
    return tree.endNode().toBytes();
  }

  private static String at(String name, long pa) {
    return name + '@' + Long.toHexString(pa);
  }

  private static String uartPath() {
    return "/soc/" + at("serial", MemoryMap.UART_PA);
  }

  private void writeAliases() {
    tree.beginNode("aliases").strings("serial0", uartPath()).endNode();
  }

  private void writeChosen(long initrdStartPa, long initrdEndPa) {
    tree.beginNode("chosen");
    if (!config.commandLine().isEmpty()) {
      tree.strings("bootargs", config.commandLine());
    }
    tree.strings("stdout-path", uartPath()).bytes("rng-seed", rngSeed(config.entropySeed()));
    if (config.initrd() != null) {
      tree.property64("linux,initrd-start", initrdStartPa).property64("linux,initrd-end", initrdEndPa);
    }
    tree.endNode();
  }

  private void writeMemory() {
    tree.beginNode(at("memory", MemoryMap.RAM_PA))
        .strings("device_type", "memory")
        .property64("reg", MemoryMap.RAM_PA, (long) config.memoryMiB() << 20)
        .endNode();
  }

  private void writeCpus() {
    tree.beginNode("cpus")
        .property("#address-cells", 1)
        .property("#size-cells", 0)
        .property("timebase-frequency", TIMEBASE_HZ);
    for (int hart = 0; hart < config.harts(); hart++) {
      writeCpu(hart);
    }
    tree.beginNode("cpu-map").beginNode("cluster0");
    for (int hart = 0; hart < config.harts(); hart++) {
      tree.beginNode("core" + hart).property("cpu", cpuPhandles[hart]).endNode();
    }
    tree.endNode().endNode().endNode();
  }

  private void writeCpu(int hart) {
    tree.beginNode(at("cpu", hart))
        .phandle(cpuPhandles[hart])
        .strings("device_type", "cpu")
        .property("reg", hart)
        .strings("status", "okay")
        .strings("compatible", "riscv")
        .strings("riscv,isa", IsaExtensions.isaString())
        .strings("riscv,isa-base", IsaExtensions.BASE)
        .strings("riscv,isa-extensions", IsaExtensions.names())
        .property("riscv,cbom-block-size", IsaExtensions.CACHE_BLOCK_SIZE)
        .property("riscv,cbop-block-size", IsaExtensions.CACHE_BLOCK_SIZE)
        .property("riscv,cboz-block-size", IsaExtensions.CACHE_BLOCK_SIZE)
        .strings("mmu-type", "riscv,sv57")
        .beginNode("interrupt-controller")
        .phandle(cpuIntcPhandles[hart])
        .strings("compatible", "riscv,cpu-intc")
        .empty("interrupt-controller")
        .property("#interrupt-cells", 1)
        .endNode()
        .endNode();
  }

  private void writeSoc() {
    tree.beginNode("soc")
        .property("#address-cells", 2)
        .property("#size-cells", 2)
        .strings("compatible", "simple-bus")
        .empty("ranges");
    beginDevice("test", MemoryMap.TEST_FINISHER_PA, MemoryMap.TEST_FINISHER_SIZE)
        .phandle(testPhandle)
        .strings("compatible", "sifive,test1", "sifive,test0", "syscon")
        .endNode();
    beginDevice("rtc", MemoryMap.RTC_PA, MemoryMap.RTC_SIZE).strings("compatible", "google,goldfish-rtc");
    endWithInterrupt(MemoryMap.RTC_IRQ);
    beginDevice("clint", MemoryMap.ACLINT_PA, MemoryMap.ACLINT_SIZE)
        .strings("compatible", "sifive,clint0", "riscv,clint0")
        .property("interrupts-extended", toEveryHart(MACHINE_SOFTWARE, MACHINE_TIMER))
        .endNode();
    beginDevice("plic", MemoryMap.PLIC_PA, MemoryMap.PLIC_SIZE)
        .phandle(plicPhandle)
        .strings("compatible", "sifive,plic-1.0.0", "riscv,plic0")
        .property("#address-cells", 0)
        .property("#interrupt-cells", 1)
        .empty("interrupt-controller")
        .property("interrupts-extended", toEveryHart(MACHINE_EXTERNAL, SUPERVISOR_EXTERNAL))
        .property("riscv,ndev", MemoryMap.PLIC_SOURCES)
        .endNode();
    beginDevice("serial", MemoryMap.UART_PA, MemoryMap.UART_SIZE)
        .strings("compatible", "ns16550a")
        .property("clock-frequency", UART_CLOCK_HZ);
    endWithInterrupt(MemoryMap.UART_IRQ);
    for (int slot = 0; slot < config.virtioSlotsUsed(); slot++) {
      beginDevice("virtio_mmio", MemoryMap.virtioPa(slot), MemoryMap.VIRTIO_SIZE)
          .strings("compatible", "virtio,mmio");
      endWithInterrupt(MemoryMap.virtioIrq(slot));
    }
    tree.endNode();
  }

  private FlattenedDeviceTree beginDevice(String name, long pa, int size) {
    return tree.beginNode(at(name, pa)).property64("reg", pa, size);
  }

  private void endWithInterrupt(int source) {
    tree.property("interrupts", source).property("interrupt-parent", plicPhandle).endNode();
  }

  /** Interrupt specifiers of a device whose contexts are {@code first} and {@code second} of each hart. */
  private int[] toEveryHart(int first, int second) {
    int[] cells = new int[4 * config.harts()];
    for (int hart = 0; hart < config.harts(); hart++) {
      cells[4 * hart] = cpuIntcPhandles[hart];
      cells[4 * hart + 1] = first;
      cells[4 * hart + 2] = cpuIntcPhandles[hart];
      cells[4 * hart + 3] = second;
    }
    return cells;
  }

  private void writeSyscon(String name, int value) {
    tree.beginNode(name)
        .strings("compatible", "syscon-" + name)
        .property("regmap", testPhandle)
        .property("offset", 0)
        .property("value", value)
        .endNode();
  }

  /** SplitMix64 output (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators"). */
  private static byte[] rngSeed(long entropySeed) {
    byte[] seed = new byte[RNG_SEED_SIZE];
    long state = entropySeed ^ RNG_SEED_TAG;
    for (int i = 0; i < seed.length; i += 8) {
      state += 0x9e37_79b9_7f4a_7c15L;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
      z ^= z >>> 31;
      for (int b = 0; b < 8; b++) {
        seed[i + b] = (byte) (z >>> (8 * b));
      }
    }
    return seed;
  }
}
