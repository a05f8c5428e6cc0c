// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.board.MachineState;
import org.bootlink.board.MemoryMap;
import org.bootlink.hart.Hart;

/**
 * A well-formed guest: reads every register of every device, which must be as at power-on, looks for traces
 * in RAM, reads a sector from disk, draws random numbers, prints, and switches the machine off.
 */
final class Checkup {
  private static final long RINGS = Script.FREE;
  private static final long BUFFERS = Script.FREE + 0x2000;
  private static final long DATA = BUFFERS + 0x100;
  private static final int MAX_STEPS = 200_000;
  private static final int RAM_PROBES = 256;

  /** What became of it; equal for equally fit machines. */
  record Result(MachineState state, long steps, String console, long digest) {}

  static Result run(Victim victim) {
    victim.start(image(), true);
    long before = victim.machine().steps();
    MachineState state = victim.run(MAX_STEPS);
    long steps = victim.machine().steps() - before;
    Hart hart = victim.machine().hart(0);
    long digest = 0;
    for (long pa = Script.RECORDS; pa < DATA + 4096; pa += 8) {
      digest = digest * 0x5851_f42d_4c95_7f2dL + hart.loadStore().load(pa, 8);
    }
    return new Result(state, steps, victim.console(), digest);
  }

  private static GuestImage image() {
    List<Access> script = new ArrayList<>();
    for (Devices device : Devices.values()) {
      for (long pa : device.registers()) {
        // Time goes on through a reset.
        boolean time = device == Devices.RTC && pa < MemoryMap.RTC_PA + 8
            || device == Devices.ACLINT && pa >= MemoryMap.ACLINT_PA + 0xbff8;
        if (!time) {
          script.add(device == Devices.UART ? new Access(Access.Kind.LOAD_1, pa, 0) : Access.load32(pa));
        }
      }
    }
    Rng rng = new Rng(7);
    for (int i = 0; i < RAM_PROBES; i++) {
      long free = (Victim.MEMORY_MIB - 4L << 20) - GuestImage.BYTES;
      long pa = GuestImage.RAM + GuestImage.BYTES + (rng.next() >>> 1) % free;
      script.add(new Access(Access.Kind.LOAD_8, pa & -8, 0));
    }
    GuestImage image = new GuestImage();
    readSector(image, script);
    drawNumbers(image, script);
    for (char c : "fit\n".toCharArray()) {
      script.add(new Access(Access.Kind.STORE_1, MemoryMap.UART_PA, c));
    }
    script.add(Access.store32(MemoryMap.TEST_FINISHER_PA, 0x5555));
    Script.put(image, script);
    return image;
  }

  private static void readSector(GuestImage image, List<Access> script) {
    image.put32(BUFFERS, 0);
    image.put64(BUFFERS + 8, 7);
    Ring ring = new Ring(0, 0, 4, RINGS);
    ring.descriptor(image, 0, BUFFERS, 16, Ring.NEXT, 1);
    ring.descriptor(image, 1, DATA, 513, Ring.WRITE, 0);
    ring.available(image, 1, 0);
    ring.bringUp(script, 0);
  }

  private static void drawNumbers(GuestImage image, List<Access> script) {
    Ring ring = new Ring(3, 0, 4, RINGS + 0x1000);
    ring.descriptor(image, 0, DATA + 1024, 1000, Ring.WRITE, 0);
    ring.available(image, 1, 0);
    ring.bringUp(script, 0);
  }

  private Checkup() {}
}
