// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** At the shell of one machine with one hart. */
class ShellTest {
  private static final int LINE_CHARACTERS = 80;

  private static Guest guest;

  @BeforeAll
  static void boot() {
    guest = Guest.booted(1);
  }

  @Test
  void commandsRun() {
    assertEquals("42\n", guest.run("echo $((6 * 7))"));
    assertEquals("riscv64\n", guest.run("uname -m"));
    assertEquals("10000\n", guest.run("seq 10000 | wc -l"));
  }

  @Test
  void floatingPointWorks() {
    assertEquals("0.333333333\n", guest.run("awk 'BEGIN { printf \"%.9f\\n\", 1 / 3 }'"));
  }

  @Test
  void theDateIsTheOneOfPowerOn() {
    assertEquals("1970\n", guest.run("date +%Y"));
  }

  @Test
  void sleepTakesAsLongAsItSays() {
    long before = guest.machine().ticks();
    guest.run("sleep 5");
    assertEquals(50_000_000, guest.machine().ticks() - before, 1_000_000);
  }

  @Test
  void theTerminalsSizeReachesTheShell() {
    guest.resize(132, 43);
    assertEquals("43 132\n", guest.run("sleep 1; stty size"));
  }

  @Test
  void theKernelLogHasNoComplaint() {
    String log = guest.run("dmesg");
    for (String complaint : new String[] {"Oops", "BUG", "WARNING", "panic", "rcu_sched", "overrun"}) {
      assertFalse(log.contains(complaint), log);
    }
  }

  @Test
  void aPasteOfAHundredKilobytesReachesAProgramWhole() {
    guest.run("stty -F /dev/ttyS0 crtscts");
    String text = lines(100_000);
    guest.run("cat >f\n" + text + "\u0004");
    assertEquals(text.length() + " f\n", guest.run("wc -c f"));
    assertEquals(Guest.md5(text) + "  f\n", guest.run("md5sum f"));
  }

  /** Lines of printable characters, seeded. */
  private static String lines(int characters) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    while (text.length() < characters) {
      text.append((char) (text.length() % LINE_CHARACTERS == LINE_CHARACTERS - 1
          ? '\n' : ' ' + random.nextInt('~' - ' ')));
    }
    return text.append('\n').toString();
  }
}
