// SPDX-License-Identifier: Apache-2.0
package org.bootlink.live;

import static org.bootlink.testing.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bootlink.board.MachineState;
import org.bootlink.board.MemoryMap;
import org.bootlink.isa.Csr;
import org.bootlink.session.InputEvent;
import org.bootlink.testing.Assembler;
import org.bootlink.testing.Bench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a host whose time passes as the machine runs, and while the test lets it sleep. */
class LiveRunnerTest {
  private static final long SECOND = 1_000_000_000;
  private static final long FRAME = 16_000_000;
  private static final int NANOS_PER_TICK = 100;
  private static final int MTIE = 1 << 7;
  private static final int MEIE = 1 << 11;
  private static final int MIE = 1 << 3;

  private static final Consumer<Assembler> BUSY = a -> a.label("loop").addi(A0, A0, 1).j("loop");

  /** Waits for a timer every {@code periodTicks}; a0 counts them, s1 is the time of the last. */
  private static Consumer<Assembler> ticking(long periodTicks) {
    return a -> a.la(T0, "handler").csrw(Csr.MTVEC, T0).li(T0, MTIE).csrw(Csr.MIE, T0)
        .li(S2, MemoryMap.ACLINT_PA + 0x4000).li(S3, periodTicks).add(S4, S4, S3).sd(S4, 0, S2)
        .csrrsi(ZERO, Csr.MSTATUS, MIE).label("loop").wfi().j("loop")
        .align(4).label("handler").addi(A0, A0, 1).csrr(S1, Csr.TIME).add(S4, S4, S3).sd(S4, 0, S2).mret();
  }

  /** Waits for UART input for ever; a0 counts the bytes, s1 is the time of the last. */
  private static Consumer<Assembler> waitingForInput() {
    return a -> a.la(T0, "handler").csrw(Csr.MTVEC, T0).li(T0, MEIE).csrw(Csr.MIE, T0)
        .li(T1, MemoryMap.PLIC_PA).li(T0, 1).sw(T0, 4 * MemoryMap.UART_IRQ, T1)
        .li(T2, MemoryMap.PLIC_PA + 0x2000).li(T0, 1 << MemoryMap.UART_IRQ).sw(T0, 0, T2)
        .li(S2, MemoryMap.UART_PA).li(T0, 1).sb(T0, 1, S2).li(S3, MemoryMap.PLIC_PA + 0x20_0004)
        .csrrsi(ZERO, Csr.MSTATUS, MIE).label("loop").wfi().j("loop")
        .align(4).label("handler").lw(A2, 0, S3).lbu(A1, 0, S2).addi(A0, A0, 1).csrr(S1, Csr.TIME)
        .sw(A2, 0, S3).mret();
  }

  private long slept;
  private double nanosPerStep = 300;
  private Bench bench;
  private LiveRunner runner;
  private final List<InputEvent> events = new ArrayList<>();
  private long hostNanos;
  private long stepsSeen;

  private void start(Consumer<Assembler> program) {
    bench = new Bench(1, program);
    bench.machine.record((steps, event) -> events.add(event));
    runner = new LiveRunner(bench.machine, this::nanos);
  }

  /** The host needs {@link #nanosPerStep} for a step and a little for looking at its clock. */
  private long nanos() {
    hostNanos += 1000 + (long) ((bench.machine.steps() - stepsSeen) * nanosPerStep);
    stepsSeen = bench.machine.steps();
    return hostNanos;
  }

  /** Lives for {@code nanos}: runs frame by frame and sleeps exactly as long as it is told. */
  private void live(long nanos) {
    long end = hostNanos + nanos;
    while (hostNanos < end) {
      long wait = runner.run(FRAME);
      long sleep = Math.min(wait, Math.max(0, end - hostNanos));
      hostNanos += sleep;
      slept += sleep;
    }
  }

  private void assertKeepsPace(long toleranceNanos) {
    long machineNanos = bench.machine.ticks() * NANOS_PER_TICK;
    assertTrue(Math.abs(machineNanos - hostNanos) <= toleranceNanos,
        "machine " + machineNanos + " host " + hostNanos);
  }

  @ParameterizedTest
  @ValueSource(doubles = {5, 10, 40})
  void theClockOfABusyMachineKeepsPaceWhateverTheHostsSpeed(double speed) {
    nanosPerStep = speed;
    start(BUSY);
    live(3 * SECOND);
    assertKeepsPace(SECOND / 10);
    long lead = bench.machine.ticks() * NANOS_PER_TICK - hostNanos;
    live(3 * SECOND);
    assertEquals(0, slept);
    assertTrue(Math.abs(bench.machine.ticks() * NANOS_PER_TICK - hostNanos) <= Math.abs(lead) + SECOND / 20);
  }

  @Test
  void onAHostTooSlowTheClockLagsRatherThanTheGuestStarves() {
    nanosPerStep = 3000;
    start(BUSY);
    live(3 * SECOND);
    assertEquals(20_000_000, bench.machine.stepsPerSecond());
  }

  @Test
  void theClockFollowsAHostThatBecomesSlower() {
    start(BUSY);
    live(3 * SECOND);
    nanosPerStep = 15;
    live(5 * SECOND);
    assertKeepsPace(SECOND / 10);
  }

  @Test
  void theRateIsSetRarelyOnASteadyHost() {
    start(BUSY);
    live(20 * SECOND);
    assertTrue(events.size() < 30, events.size() + " events");
    assertTrue(events.stream().allMatch(event -> event instanceof InputEvent.ClockRate));
  }

  @Test
  void anIdleMachineSleepsAndItsTimersKeepPace() {
    start(ticking(40_000)); // 250 Hz
    live(10 * SECOND);
    assertKeepsPace(SECOND / 100);
    assertEquals(2500, bench.hart(0).x(A0), 3);
    assertTrue(slept > 9.7 * SECOND, "slept " + slept);
  }

  @Test
  void oversleepingIsMadeGood() {
    start(ticking(10_000)); // 1 kHz, on a host that wakes up once every 16 ms
    for (int i = 0; i < 100; i++) {
      live(1000);
      hostNanos += FRAME;
    }
    live(1000);
    assertEquals(100 * FRAME / 1_000_000, bench.hart(0).x(A0), 20);
    assertKeepsPace(SECOND / 100);
  }

  @Test
  void aMachineThatWaitsForInputSleepsUntilIt() {
    start(waitingForInput());
    live(FRAME);
    assertEquals(LiveRunner.UNTIL_INPUT, runner.run(FRAME));
    assertEquals(MachineState.IDLE, runner.state());
  }

  @Test
  void inputWhileIdleArrivesAtTheTimeThatItIs() {
    start(waitingForInput());
    live(FRAME);
    hostNanos += 3 * SECOND;
    long expected = hostNanos / NANOS_PER_TICK;
    runner.input(new byte[] {'x'}, 0, 1);
    runner.run(FRAME);
    assertEquals(1, bench.hart(0).x(A0));
    assertEquals(expected, bench.hart(0).x(S1), 1000 + LiveRunner.MOMENT_TICKS);
    assertTrue(events.get(events.size() - 2) instanceof InputEvent.IdleUntil);
  }

  @Test
  void inputDoesNotOvertakeATimerThatIsDue() {
    start(ticking(10_000_000));
    live(FRAME);
    hostNanos += 3 * SECOND;
    runner.input(new byte[] {'x'}, 0, 1);
    assertEquals(10_000_000, bench.machine.ticks());
    live(FRAME);
    assertEquals(3, bench.hart(0).x(A0));
  }

  @Test
  void aPausedMachinesTimeStandsStill() {
    start(ticking(10_000));
    live(SECOND);
    long ticks = bench.machine.ticks();
    long steps = bench.machine.steps();
    runner.pause();
    assertEquals(LiveRunner.UNTIL_INPUT, runner.run(FRAME));
    hostNanos += 60 * SECOND;
    runner.input(new byte[] {'x'}, 0, 1);
    assertEquals(LiveRunner.UNTIL_INPUT, runner.run(FRAME));
    assertEquals(ticks, bench.machine.ticks());
    assertEquals(steps, bench.machine.steps());
    runner.resume();
    live(SECOND);
    assertEquals(ticks + 10_000_000, bench.machine.ticks(), 100_000);
  }

  @Test
  void aMachineThatIsOffStaysOffUntilReset() {
    start(a -> a.li(T0, MemoryMap.TEST_FINISHER_PA).li(T1, 0x5555).sw(T1, 0, T0).label("s").j("s"));
    assertEquals(LiveRunner.UNTIL_INPUT, runner.run(FRAME));
    assertEquals(MachineState.OFF, runner.state());
    runner.reset();
    assertEquals(MachineState.RUNNING, runner.state());
    runner.run(FRAME);
    assertEquals(MachineState.OFF, runner.state());
  }

  @Test
  void whatWasRecordedReplaysToTheSameState() {
    start(waitingForInput());
    List<Long> times = new ArrayList<>();
    bench.machine.record((steps, event) -> {
      times.add(steps);
      events.add(event);
    });
    for (int i = 0; i < 20; i++) {
      live(SECOND / 7);
      hostNanos += SECOND / 3;
      runner.input(new byte[] {'a', 'b', 'c'}, 0, 3);
    }
    live(SECOND);
    Bench replay = new Bench(1, waitingForInput());
    for (int i = 0; i < events.size(); i++) {
      replay.advanceTo(times.get(i), 1 << 20);
      replay.machine.apply(events.get(i));
    }
    replay.advanceTo(bench.machine.steps(), 1 << 20);
    assertEquals(60, replay.hart(0).x(A0));
    assertEquals(bench.hart(0).x(S1), replay.hart(0).x(S1));
  }
}
