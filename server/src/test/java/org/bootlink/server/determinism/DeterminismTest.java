// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.determinism;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.script.Script;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Linux boots, works and idles the same every time. */
class DeterminismTest {
  private static final int MEMORY_MIB = 64;

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void bootAndProcesses(int harts) {
    String console = new DeterminismScript(MEMORY_MIB, harts, Script.parse("""
        every 5000000 until 200000000 digest
        at 1000 type lost\\n
        at 60000000 type for i in 1 2 3; do (echo $i | cat &) ; done; bench forkexec\\n
        at 60000001 size 100 40
        at 70000000 type ls -l / | wc\\n
        at 70000001 type exit\\n
        """)).assertDeterministic(harts);
    assertTrue(console.contains("forkexec work="), console);
    assertTrue(console.matches("(?s).*\\n +\\d+ +\\d+ +\\d+\r\n.*"), console);
  }

  /** What a build does: many programs, pipes and files; and floating point. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void buildLikeLoad(int harts) {
    String console = new DeterminismScript(MEMORY_MIB, harts, Script.parse("""
        every 5000000 until 150000000 digest
        at 60000000 type cd /tmp; for i in 1 2 3 4; do seq 1 200 | awk '{print $1 * 7 % 1009}' |
        at 60000000 type  sed s/1/x/ | sort > f$i & done; wait; cat f? | gzip -9 | tee z | md5sum; wc -c z\\n
        at 60100000 type gunzip -c z | sort -u | md5sum; awk 'BEGIN {print 1 / 7 * 1e9}'\\n
        at 60200000 type awk 'BEGIN {for (i = 1; i < 2000; i++) s += i / 7 / (1 + i * i / 49) \
        - 1 / (i * i * 3); print s}'\\n
        """)).assertDeterministic(harts);
    assertTrue(console.contains(" z\r\n"), console);
    assertTrue(console.contains("1.42857e+08"), console);
    assertTrue(console.contains("39.0232"), console);
  }

  /** Nothing but timers, skipped to, and input that comes while nothing is done. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void idleAndInterrupted(int harts) {
    String console = new DeterminismScript(MEMORY_MIB, harts, Script.parse("""
        every 5000000 until 100000000 digest
        at 50000000 type sleep 5; date +%s\\n
        at 60000000 idle 9000000000
        at 60000000 type uptime; (sleep 2; echo $((6*7))) & sleep 100\\n
        at 60200000 rate 50000000
        at 61000000 size 132 43
        at 62000000 type \\x03
        at 62010000 type dmesg | wc; stty size\\n
        at 75000000 digest
        at 80000000 reset
        """)).assertDeterministic(harts);
    assertTrue(console.contains("43 132"), console);
  }
}
