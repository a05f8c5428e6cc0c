// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.bootlink.server.boot.Guest;
import org.bootlink.server.boot.MemoryDisk;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The tests, on one machine that is booted once. {@code -Dbootlink.load=N} has every program do N times as
 * much. A failure repeats itself exactly when the same tests run again.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class LinuxUnderLoad {
  private static final int SCALE = Integer.getInteger("bootlink.load", 1);
  /** Far more than anything here takes. */
  private static final long MAX_STEPS = 6_000_000_000L * SCALE;

  /** A tenth of the usual, for ten times as many interrupts and changes of process. */
  private static final long STEPS_PER_SECOND = 20_000_000;

  /** How often the disks have the machine wait. */
  private static final int CALLS_PER_WAIT = 5;

  private final int harts;
  private final MemoryDisk fileDisk = new MemoryDisk(24 * SCALE << 20, CALLS_PER_WAIT);
  private final MemoryDisk rawDisk = new MemoryDisk(6 << 20, CALLS_PER_WAIT);
  private Guest guest;

  LinuxUnderLoad(int harts) {
    this.harts = harts;
  }

  @BeforeAll
  void boot() {
    guest = Guest.bootedWith("stress-rv64.cpio", harts, fileDisk, rawDisk);
    guest.setClockRate(STEPS_PER_SECOND);
    // Wide enough that the shell's editor breaks no command.
    run("stty columns 500");
  }

  private String run(String command) {
    return guest.run(command, MAX_STEPS);
  }

  /** Has the program do its work; {@code expected} is what it prints. */
  private void assertStress(String program, String expected) {
    assertEquals(expected + "\n", run("stress " + program + " " + SCALE));
  }

  private static void assertContains(String expected, String output) {
    assertTrue(output.contains(expected), output);
  }

  @Test
  void linuxRunsOnAllHarts() {
    assertEquals(harts + "\n", run("grep -c ^processor /proc/cpuinfo"));
  }

  @Test
  void everyProcessOfAForkStormRunsAndIsReapedOnce() {
    assertStress("forks", "forks ok: " + 421 * SCALE + " processes, " + 600 * SCALE + " tokens");
  }

  @Test
  void startedProgramsGetTheirArgumentsAndEnvironment() {
    assertStress("exec", "exec ok: " + 24 * SCALE + " programs");
  }

  @Test
  void aShellsPipelinesAndParallelCommandsLoseNothing() {
    assertEquals("338350\n", run("seq 100 | xargs -n 1 -P 8 sh -c 'echo $(($0 * $0))'"
        + " | sort -n | awk '{ s += $1 } END { print s }'"));
  }

  @Test
  void signalsInterruptComputationsWithoutATrace() {
    assertStress("signals", "signals ok");
  }

  @Test
  void keysOfATerminalStopAndInterruptItsForegroundJob() {
    assertStress("jobs", "jobs ok");
  }

  @Test
  void theShellsJobsObeyTheKeysOfTheConsole() {
    // Seems to prompt, so that the keys come when it runs.
    String sleeper = "sh -c 'printf \"root@bootlink:\\043 \"; exec sleep 1000'";
    run(sleeper);
    guest.type("\u001a");
    assertContains("Stopped", guest.awaitPrompt());
    // Not in one line: a write of the shell's that SIGCHLD interrupts is lost, by its C library.
    run("bg");
    assertContains("Running", run("jobs"));
    assertContains("Terminated", run("kill %1; wait; jobs"));
    run(sleeper);
    guest.type("\u0003");
    guest.awaitPrompt();
    assertEquals("130\n", run("echo $?"));
    assertEquals("", run("jobs"));
  }

  @Test
  void faultHandlersAreToldTheAddressAndTheReason() {
    assertStress("faults", "faults ok: " + 400 * SCALE + " repaired");
  }

  @Test
  void locksAndFutexesOfThreadsLoseNoUpdateAndNoWakeUp() {
    assertStress("threads", "threads ok: " + 24_000 * SCALE + " locks, " + 2_000 * SCALE + " turns, "
        + 1_000 * SCALE + " kicks");
  }

  @Test
  void atomicCountersAddUp() {
    long rounds = 8_000 * SCALE;
    assertStress("atomics", "atomics ok: " + rounds + " rounds, sum " + 4 * rounds * (rounds + 1) / 2);
  }

  @Test
  void codeThatWasWrittenIsTheCodeThatRuns() {
    assertStress("code", "code ok: " + 400 * SCALE + " rounds");
  }

  @Test
  void memoryHoldsWhatWasWrittenThroughEveryMapping() {
    assertStress("memory", "memory ok");
  }

  @Test
  void changedMappingsHoldForAllHartsAtOnce() {
    assertStress("shootdown", "shootdown ok: " + 100 * SCALE + " rounds");
  }

  @Test
  void floatingPointPrintsWhatTheHostPrints() throws IOException {
    assertEquals(expectedFloats(), run("stress float"));
  }

  @Test
  void floatingPointIsTheSameForProgramsThatTakeTurns() throws Exception {
    String md5 = HexFormat.of().formatHex(
        MessageDigest.getInstance("MD5").digest(expectedFloats().getBytes(US_ASCII)));
    assertEquals((md5 + "  -\n").repeat(3),
        run("(for i in 1 2 3; do stress float | md5sum & done; wait)"));
  }

  @Test
  void filesAreTheSameAfterARemountAndOnTheHostsSide() {
    String ok = "files ok: " + 32 * SCALE + " files, ";
    run("mke2fs -b 4096 /dev/vda && mount -t ext2 /dev/vda /mnt");
    String written = run("stress files write /mnt " + SCALE);
    assertTrue(written.startsWith(ok), written);
    run("sync");
    StressBlocks.assertHoldsFiles(fileDisk.content(), SCALE);
    assertTrue(fileDisk.flushes() > 0);
    String sums = run("cd /mnt; find . -type f | sort | xargs md5sum | md5sum; cd");
    assertEquals("", run("umount /mnt && echo 3 >/proc/sys/vm/drop_caches && mount -t ext2 /dev/vda /mnt"));
    assertEquals(written, run("stress files verify /mnt " + SCALE));
    assertEquals(sums, run("cd /mnt; find . -type f | sort | xargs md5sum | md5sum; cd"));
    assertEquals("", run("umount /mnt"));
    StressBlocks.assertHoldsFiles(fileDisk.content(), SCALE);
  }

  @Test
  void aDiskHoldsWhatManyProcessesWroteToIt() {
    assertEquals("disk ok: " + rawDisk.sizeBytes() / 4096 + " blocks\n", run("stress disk /dev/vdb"));
    StressBlocks.assertFilledByDisk(rawDisk.content());
  }

  @Test
  void programsOfEveryKindAtOnceDoNotDisturbEachOther() {
    assertEquals("atomics ok: 8000 rounds, sum 128016000\ncode ok: 400 rounds\nfaults ok: 400 repaired\n"
        + "forks ok: 421 processes, 600 tokens\nmemory ok\nsignals ok\n",
        run("(for p in forks signals faults atomics code memory; do stress $p & done; wait) | sort"));
  }

  /** What {@code stress float} prints on the host; {@code kernels/build.sh stress} renews it. */
  private static String expectedFloats() throws IOException {
    String name = "/org/bootlink/stress/float.expected";
    try (InputStream in = LinuxUnderLoad.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), US_ASCII);
    }
  }
}
