// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.bootlink.board.MachineState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Linux from power-on to power-off. */
class LinuxBootTest {
  private static final long BOOTED_STEPS = 50_000_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void linuxBootsRunsCommandsAndPowersOff(int harts) {
    Guest guest = Guest.booted(harts);
    assertEquals(harts + "\n", guest.run("nproc"));
    assertEquals(harts + "\n", guest.run("grep -c mvendorid /proc/cpuinfo"));
    guest.run("yes 50000 | head -8 | xargs -n 1 -P 8 seq >/dev/null");
    for (int i = 0; i < harts; i++) {
      long steps = guest.machine().hart(i).steps();
      assertTrue(steps > 5_000_000, "hart " + i + " did " + steps + " steps");
    }
    guest.type("poweroff\n");
    assertEquals(MachineState.OFF, guest.awaitEnd());
    assertEquals(0, guest.machine().exitCode());
  }

  @Test
  void aRebootComesBackToTheShell() {
    Guest guest = Guest.booted(1);
    guest.run("touch gone");
    guest.type("reboot\n");
    guest.awaitPrompt();
    assertTrue(guest.run("ls gone").contains("No such file"));
  }

  @Test
  void theBootIsTheSameInSlicesOfAnyLength() {
    List<String> one = stateAfterBoot(4, 1 << 22);
    assertEquals(one, stateAfterBoot(4, 10_007));
  }

  private static List<String> stateAfterBoot(int harts, long slice) {
    Guest guest = new Guest(harts);
    guest.advanceTo(BOOTED_STEPS, slice);
    String registers = "";
    for (int i = 0; i < harts; i++) {
      for (int r = 1; r < 32; r++) {
        registers += Long.toHexString(guest.machine().hart(i).x(r)) + " ";
      }
      registers += Long.toHexString(guest.machine().hart(i).pc()) + "\n";
    }
    return List.of(guest.screen(), registers, "tick " + guest.machine().ticks());
  }
}
