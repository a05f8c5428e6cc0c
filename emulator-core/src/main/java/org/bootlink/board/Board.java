// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.bus.Bus;
import org.bootlink.bus.IrqLine;
import org.bootlink.bus.Ram;
import org.bootlink.device.Aclint;
import org.bootlink.device.GoldfishRtc;
import org.bootlink.device.Plic;
import org.bootlink.device.TestFinisher;
import org.bootlink.device.Uart16550;
import org.bootlink.hart.Hart;
import org.bootlink.hart.HartEnvironment;
import org.bootlink.host.BlockStore;
import org.bootlink.host.ConsoleSink;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.state.StateWalk;
import org.bootlink.time.Clock;
import org.bootlink.time.TimedDevice;
import org.bootlink.virtio.VirtioBlock;
import org.bootlink.virtio.VirtioConsole;
import org.bootlink.virtio.VirtioMmio;
import org.bootlink.virtio.VirtioRng;

/**
 * What is soldered together: RAM, harts and devices at their places in the {@link MemoryMap}, and the
 * wires between them. Virtio slots: disks from 0 on, then the console, then entropy.
 */
final class Board {
  private final Ram ram;
  private final Hart[] harts;
  private final Plic plic;
  private final Aclint aclint;
  private final Uart16550 uart;
  private final GoldfishRtc rtc;
  private final VirtioConsole console;
  private final VirtioRng rng;
  private final VirtioMmio[] virtio = new VirtioMmio[MemoryMap.VIRTIO_SLOTS];

  /**
   * @param clock the machine's time
   * @param environment what harts need, told of every deadline that changes
   * @param finisher what power-off and reset do
   */
  Board(MachineConfig config, LinearAllocator allocator, BootRom rom, ConsoleSink sink, Clock clock,
      HartEnvironment environment, TestFinisher.Listener finisher) {
    ram = new Ram(allocator, MemoryMap.RAM_PA, config.memoryMiB() << 20);
    Bus bus = new Bus();
    harts = new Hart[config.harts()];
    for (int i = 0; i < harts.length; i++) {
      harts[i] = new Hart(i, allocator, ram, bus, environment);
    }
    plic = new Plic(MemoryMap.PLIC_SOURCES, 2 * harts.length, plicOutputs());
    aclint = new Aclint(harts.length, clock, wires(Cause.MSI_BIT), wires(Cause.MTI_BIT),
        environment::deadlineChanged);
    uart = new Uart16550(plic.source(MemoryMap.UART_IRQ), sink, clock, environment::deadlineChanged);
    rtc = new GoldfishRtc(config.powerOnEpochNanos(), clock, plic.source(MemoryMap.RTC_IRQ),
        environment::deadlineChanged);
    console = new VirtioConsole(sink, config.columns(), config.rows());
    rng = new VirtioRng(config.entropySeed());
    int slot = 0;
    for (BlockStore disk : config.disks()) {
      virtio[slot] = new VirtioMmio(ram, virtioWire(slot), new VirtioBlock(disk, "disk" + slot));
      slot++;
    }
    virtio[slot] = new VirtioMmio(ram, virtioWire(slot), console);
    slot++;
    virtio[slot] = new VirtioMmio(ram, virtioWire(slot), rng);
    slot++;
    while (slot < virtio.length) {
      virtio[slot++] = VirtioMmio.empty();
    }
    // Looked up in this order: the busiest first.
    bus.map(MemoryMap.UART_PA, MemoryMap.UART_SIZE, uart);
    for (int i = 0; i < virtio.length; i++) {
      bus.map(MemoryMap.virtioPa(i), MemoryMap.VIRTIO_SIZE, virtio[i]);
    }
    bus.map(MemoryMap.PLIC_PA, MemoryMap.PLIC_SIZE, plic);
    bus.map(MemoryMap.ACLINT_PA, MemoryMap.ACLINT_SIZE, aclint);
    bus.map(MemoryMap.RTC_PA, MemoryMap.RTC_SIZE, rtc);
    bus.map(MemoryMap.TEST_FINISHER_PA, MemoryMap.TEST_FINISHER_SIZE, new TestFinisher(finisher));
    bus.map(MemoryMap.BOOT_ROM_PA, MemoryMap.BOOT_ROM_SIZE, rom);
  }

  Ram ram() {
    return ram;
  }

  int hartCount() {
    return harts.length;
  }

  List<Hart> harts() {
    return List.of(harts);
  }

  Hart hart(int index) {
    return harts[index];
  }

  Uart16550 uart() {
    return uart;
  }

  void resizeConsole(int columns, int rows) {
    console.resize(columns, rows);
  }

  /** Power-on state of everything but RAM; harts start at {@code pc}. */
  void reset(long pc) {
    aclint.reset();
    uart.reset();
    rtc.reset();
    for (VirtioMmio slot : virtio) {
      slot.reset();
    }
    plic.reset();
    for (Hart hart : harts) {
      hart.reset(pc);
    }
  }

  /** Everything but RAM. */
  void walkState(StateWalk walk) {
    for (Hart hart : harts) {
      walk.begin("hart" + hart.id());
      hart.walkState(walk);
    }
    walk.begin("aclint");
    aclint.walkState(walk);
    walk.begin("plic");
    plic.walkState(walk);
    walk.begin("uart");
    uart.walkState(walk);
    walk.begin("rtc");
    rtc.walkState(walk);
    for (int i = 0; i < virtio.length; i++) {
      if (virtio[i].isOccupied()) {
        walk.begin("virtio" + i);
        virtio[i].walkState(walk);
      }
    }
  }

  /** Host event: somebody goes on with a machine that was saved, at this date and with this entropy. */
  void wake(long epochNanos, long seed) {
    rtc.setDate(epochNanos);
    rng.seed(seed);
    byte[] line = WakeLine.of(epochNanos, seed);
    console.receive(line, 0, line.length);
  }

  /**
   * The tick at which {@link #timeReached} has something to do, or Long.MAX_VALUE, also if that is later than
   * {@link Clock#LAST_TICK}.
   */
  long deadlineTicks() {
    long deadline = Math.min(uart.deadlineTicks(), Math.min(aclint.deadlineTicks(), rtc.deadlineTicks()));
    for (Hart hart : harts) {
      deadline = Math.min(deadline, hart.deadlineTicks());
    }
    return deadline > Clock.LAST_TICK ? TimedDevice.NEVER : deadline;
  }

  void timeReached() {
    uart.timeReached();
    aclint.timeReached();
    rtc.timeReached();
    for (Hart hart : harts) {
      hart.timeReached();
    }
  }

  /** Whether a disk waits for its data. */
  boolean waitsForDisk() {
    for (VirtioMmio slot : virtio) {
      if (slot.waiting()) {
        return true;
      }
    }
    return false;
  }

  /** Tries again what waits for a disk's data; returns whether nothing waits any more. */
  boolean disksReady() {
    boolean ready = true;
    for (VirtioMmio slot : virtio) {
      if (slot.waiting()) {
        slot.retry();
        ready &= !slot.waiting();
      }
    }
    return ready;
  }

  /** Whether every hart waits for an interrupt. */
  boolean allHartsWait() {
    for (Hart hart : harts) {
      if (!hart.isWaiting()) {
        return false;
      }
    }
    return true;
  }

  /** Whether every hart is stuck, or waits with all its interrupts disabled. */
  boolean allHartsStuck() {
    for (Hart hart : harts) {
      if (!hart.traps().isStuck() && (!hart.isWaiting() || hart.csr().read(Csr.MIE) != 0)) {
        return false;
      }
    }
    return true;
  }

  /** Whether some hart has an interrupt enabled that could still come. */
  boolean anyHartCanWake() {
    for (Hart hart : harts) {
      if (hart.csr().read(Csr.MIE) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Contexts of the PLIC: M and S of hart 0, M and S of hart 1, and so on. */
  private IrqLine[] plicOutputs() {
    List<IrqLine> outputs = new ArrayList<>();
    for (Hart hart : harts) {
      outputs.add(hart.interruptWire(Cause.MEI_BIT));
      outputs.add(hart.interruptWire(Cause.SEI_BIT));
    }
    return outputs.toArray(new IrqLine[0]);
  }

  private IrqLine[] wires(int bit) {
    IrqLine[] wires = new IrqLine[harts.length];
    for (int i = 0; i < harts.length; i++) {
      wires[i] = harts[i].interruptWire(bit);
    }
    return wires;
  }

  private IrqLine virtioWire(int slot) {
    return plic.source(MemoryMap.virtioIrq(slot));
  }
}
