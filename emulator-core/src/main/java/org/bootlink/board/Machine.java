// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bootlink.bus.Ram;
import org.bootlink.code.CodeHost;
import org.bootlink.device.TestFinisher;
import org.bootlink.device.Uart16550;
import org.bootlink.disk.SessionDisk;
import org.bootlink.exec.CodePages;
import org.bootlink.hart.Hart;
import org.bootlink.hart.HartEnvironment;
import org.bootlink.hart.HartLayout;
import org.bootlink.host.BlockStore;
import org.bootlink.host.ConsoleSink;
import org.bootlink.isa.Cause;
import org.bootlink.isa.Csr;
import org.bootlink.jit.TranslationCounters;
import org.bootlink.jit.TranslationPolicy;
import org.bootlink.jit.Translator;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.bootlink.session.InputEvent;
import org.bootlink.session.InputRecorder;
import org.bootlink.state.BadStateException;
import org.bootlink.state.ByteReader;
import org.bootlink.state.ByteWriter;
import org.bootlink.state.StateDigest;
import org.bootlink.state.StateReader;
import org.bootlink.state.StateWalk;
import org.bootlink.state.StateWriter;
import org.bootlink.time.Clock;
import org.bootlink.time.VirtualClock;

/**
 * The whole machine. {@link #run} executes it, {@link #apply} is the one way in for everything from
 * outside; nothing else changes its state, so configuration, inputs and their step counts determine it.
 *
 * <p>Harts take turns of {@link HartScheduler#QUANTUM} steps. A step of any hart moves the one clock on.
 * Runs end exactly at the step at which a timer is due.
 *
 * <p>Not safe for use by several threads.
 */
public final class Machine {
  /** Until a live runner has measured the host. */
  public static final long DEFAULT_STEPS_PER_SECOND = 200_000_000;

  private static final int CODE_POOL_PAGES = 2048;
  /** More than a machine runs in a year. */
  private static final long MAX_STEPS = 1L << 53;

  private final MachineConfig config;
  private final LinearAllocator allocator;
  private final LinearMemory memory;
  private final BootPlan plan;
  /** Null as long as the images are not here. */
  private BootMemory bootMemory;
  private final VirtualClock clock = new VirtualClock(DEFAULT_STEPS_PER_SECOND);
  private final Board board;
  private final HartScheduler scheduler;
  /** Inputs that came while a disk waited for its data, or a reset for the images. */
  private final List<InputEvent> held = new ArrayList<>();
  private InputRecorder recorder = (steps, event) -> { };

  private long steps;
  private long deadlineTicks;
  private boolean deadlineStale = true;
  /** Between two runs: a reset waits for the images. */
  private boolean resetRequested;
  /** Step count at which idle time was last skipped without an input that says so, or -1. */
  private long skippedAtSteps = -1;
  private MachineState finalState;
  private String stopReason = "";
  private int exitCode;

  /** Linear memory that a machine needs, the images not included. */
  public static long requiredBytes(int memoryMiB, int harts) {
    long slack = 1 << 20;
    return ((long) memoryMiB << 20) + harts * (long) HartLayout.SIZE_BYTES
        + CodePages.poolBytes(CODE_POOL_PAGES) + MemoryMap.BOOT_ROM_SIZE + slack;
  }

  /**
   * A machine, powered on, at its first instruction.
   *
   * @throws BadConfigurationException if it can't be made so; the message is for the user
   */
  public Machine(MachineConfig config, LinearAllocator allocator, ConsoleSink console) {
    this(config, allocator, console, new ImageLoader(config));
  }

  private Machine(MachineConfig config, LinearAllocator allocator, ConsoleSink console, ImageLoader images) {
    this(config, allocator, console, images.plan());
    bootMemory = new BootMemory(board.ram(), images, allocator);
    bootMemory.load();
  }

  /**
   * A machine whose images have room in memory, but are not there yet: to be given another state by {@link
   * #restore}. Its RAM is all zero. If it is to be reset it waits for {@link #imagesHere}.
   *
   * @param plan where the images will turn out to go
   */
  public Machine(MachineConfig config, LinearAllocator allocator, ConsoleSink console, BootPlan plan) {
    this.config = config;
    this.allocator = allocator;
    this.memory = allocator.memory();
    this.plan = plan;
    BootRom rom = new BootRom(plan, config.isQuiet());
    Wiring wiring = new Wiring();
    this.board = new Board(config, allocator, rom, console, wiring, wiring, wiring);
    this.scheduler = new HartScheduler(board, CODE_POOL_PAGES, allocator, rom);
    powerOn();
  }

  /**
   * The images are in their places in memory now. Of no effect if they were before.
   *
   * @throws BadImageException if they are other ones than those that the machine was planned for
   */
  public void imagesHere() {
    if (bootMemory != null) {
      return;
    }
    ImageLoader images = new ImageLoader(config);
    if (!images.plan().equals(plan)) {
      throw new BadImageException("firmware, kernel and initrd are not those that the machine was saved with");
    }
    bootMemory = new BootMemory(board.ram(), images, allocator);
  }

  /**
   * Runs until {@code maxSteps} steps are done, or nothing more can be done without the host.
   *
   * @param maxSteps 0 or more; with 0 it only does what is due
   */
  public MachineState run(long maxSteps) {
    long end = steps + maxSteps;
    for (;;) {
      if (resetRequested && !tryReset()) {
        return MachineState.WAITING_FOR_IMAGES;
      }
      if (finalState != null) {
        return finalState;
      }
      if (!board.disksReady()) {
        return MachineState.WAITING_FOR_DISK;
      }
      letInHeld();
      reachDeadline();
      if (steps >= end) {
        return MachineState.RUNNING;
      }
      if (!scheduler.findRunnable()) {
        return idleState();
      }
      steps += scheduler.run(Math.min(end, clock.stepsAt(deadlineTicks)) - steps, this::mustStop);
      checkStuck();
    }
  }

  /**
   * Lets one thing in from outside, at the present step; while a disk waits for its data, or a reset for the
   * images, as soon as these are here, for a replay may find them there at once.
   */
  public void apply(InputEvent event) {
    if (resetRequested || board.waitsForDisk() && !(event instanceof InputEvent.Reset)) {
      held.add(event);
      return;
    }
    letInHeld();
    letIn(event);
  }

  private void letIn(InputEvent event) {
    recordSkippedTime(event);
    recorder.onInput(steps, event);
    skippedAtSteps = -1;
    if (event instanceof InputEvent.ConsoleInput input) {
      board.uart().receive(input.bytes(), 0, input.bytes().length);
    } else if (event instanceof InputEvent.ConsoleResize resize) {
      board.resizeConsole(resize.columns(), resize.rows());
    } else if (event instanceof InputEvent.ClockRate rate) {
      clock.setRate(steps, rate.stepsPerSecond());
    } else if (event instanceof InputEvent.IdleUntil until) {
      passIdleTime(until.ticks());
    } else if (event instanceof InputEvent.Reset) {
      resetRequested = true;
      tryReset();
    } else if (event instanceof InputEvent.Wake wake) {
      board.wake(wake.epochNanos(), wake.entropySeed());
    }
  }

  /**
   * Has the recorder told, as an input would, of idle time that was skipped at this very step: before anything
   * is noted of the machine that a replay has to find at the same moment.
   */
  public void tellSkippedTime() {
    if (skippedAtSteps == steps) {
      recorder.onInput(steps, new InputEvent.IdleUntil(ticks()));
    }
    skippedAtSteps = -1;
  }

  /**
   * Whether a replay finds the moment of {@code event}, which the recorder is just being told of, without its
   * step: the machine is idle and nothing would happen by itself before the event's tick; or idle time has just
   * been skipped to there.
   */
  public boolean comesByTime(InputEvent event) {
    if (!(event instanceof InputEvent.IdleUntil until)) {
      return false;
    }
    return skippedAtSteps == steps && until.ticks() == ticks()
        || isIdle() && until.ticks() > ticks() && until.ticks() <= idleDeadlineTicks();
  }

  /** The step at which the clock reaches {@code ticks} if the machine is busy until then. */
  public long stepsAt(long ticks) {
    return clock.stepsAt(ticks);
  }

  /** Has {@code inputRecorder} told of every input from now on. */
  public void record(InputRecorder inputRecorder) {
    recorder = inputRecorder;
  }

  /**
   * Translates hot code from now on, into code that {@code host} takes; changes nothing else that a
   * guest could see.
   *
   * @return what the translator does, to look at
   */
  public TranslationCounters translate(CodeHost host, TranslationPolicy policy) {
    Translator translator = new Translator(allocator, host, policy, scheduler.assistants());
    scheduler.translateWith(translator);
    return translator.counters();
  }

  /**
   * Moves an idle machine's clock to {@link #idleDeadlineTicks}, where it does what is due. That is no
   * input, since it had to come so.
   */
  public void skipToDeadline() {
    if (idleDeadlineTicks() != Long.MAX_VALUE) {
      skippedAtSteps = steps;
      passIdleTime(deadlineTicks);
    }
  }

  /** The tick at which an idle machine goes on by itself, or Long.MAX_VALUE if only input can wake it. */
  public long idleDeadlineTicks() {
    refreshDeadline();
    return deadlineTicks;
  }

  /**
   * Goes through all that what happens from now on depends on, but for RAM and the contents of the disks. The
   * same at the same step on every host, unless a disk waits for its data.
   */
  public void walkState(StateWalk walk) {
    walk.begin("machine");
    steps = walk.range(steps, 0, MAX_STEPS);
    clock.walkState(walk, steps);
    scheduler.walkState(walk);
    resetRequested = walk.value(resetRequested);
    int state = walk.range(finalState == null ? -1 : finalState.ordinal(), -1, MachineState.FAILED.ordinal());
    exitCode = walk.range(exitCode, 0, 0xffff);
    board.walkState(walk);
    if (walk.restores()) {
      StateWalk.require(state == -1 || state >= MachineState.OFF.ordinal(), "a machine that can't have stopped");
      stopped(state == -1 ? null : MachineState.values()[state]);
      deadlineStale = true;
      skippedAtSteps = -1;
    }
  }

  /**
   * Gives the machine another state.
   *
   * @param state as {@link #walkState} wrote it for a machine of the same configuration
   * @param fillRam gives RAM its contents; it must not fail
   * @throws BadStateException if {@code state} is none; then the machine is as it was
   */
  public void restore(ByteReader state, Consumer<Ram> fillRam) {
    ByteWriter before = new ByteWriter();
    walkState(new StateWriter(before));
    try {
      walkState(new StateReader(state));
      state.requireEnd();
    } catch (BadStateException e) {
      walkState(new StateReader(new ByteReader(before.toBytes())));
      throw e;
    }
    held.clear();
    scheduler.forgetCode();
    fillRam.accept(board.ram());
  }

  /** RAM, to look at. */
  public Ram ram() {
    return board.ram();
  }

  /** The disks whose changes belong to the session, in the order of their slots. */
  public List<SessionDisk> disks() {
    List<SessionDisk> disks = new ArrayList<>();
    for (BlockStore disk : config.disks()) {
      if (disk instanceof SessionDisk own) {
        disks.add(own);
      }
    }
    return disks;
  }

  /**
   * Whether a disk's data, or the images for a reset, are not here yet; then the machine is in the middle of
   * something, and what it is like depends on its host.
   */
  public boolean waitsForHost() {
    return resetRequested || board.waitsForDisk();
  }

  /** Where the images go in RAM. */
  public BootPlan plan() {
    return plan;
  }

  /** What RAM holds when the machine is switched on; null as long as its images are not here. */
  public BootMemory bootMemory() {
    return bootMemory;
  }

  /** The digest of everything: what disks of the session have changed, if there are any, and RAM last. */
  public StateDigest digest() {
    StateDigest digest = quickDigest();
    if (!disks().isEmpty()) {
      digest.begin("disks");
      disks().forEach(disk -> disk.walkForDigest(digest));
    }
    digest.begin("ram");
    board.ram().walkForDigest(digest);
    return digest;
  }

  /** The digest of everything but RAM and disks: quick, and what differs in RAM is soon seen elsewhere. */
  public StateDigest quickDigest() {
    StateDigest digest = new StateDigest();
    walkState(digest);
    return digest;
  }

  public MachineConfig config() {
    return config;
  }

  /** Steps done since power-on, by all harts together. */
  public long steps() {
    return steps;
  }

  /** Virtual time since power-on. */
  public long ticks() {
    return clock.ticksAt(steps);
  }

  /** Steps in one virtual second. */
  public long stepsPerSecond() {
    return clock.stepsPerSecond();
  }

  /** Whether the guest looks for what is typed at the terminal, see {@link Uart16550#isListening}. */
  public boolean isListening() {
    return !resetRequested && board.uart().isListening();
  }

  /** Why the machine is off or has failed, in words; empty while it runs. */
  public String stopReason() {
    return stopReason;
  }

  /** What the guest gave the test finisher: 0 for a plain power-off. */
  public int exitCode() {
    return exitCode;
  }

  /** The harts, to look at. */
  public Hart hart(int index) {
    return board.hart(index);
  }

  /**
   * At one step an idle machine may pass many deadlines. If some are behind it, the step count alone doesn't
   * tell a replay when {@code event} came.
   */
  private void recordSkippedTime(InputEvent event) {
    boolean told = event instanceof InputEvent.IdleUntil until && until.ticks() >= ticks();
    if (!told) {
      tellSkippedTime();
    }
  }

  private void letInHeld() {
    if (!held.isEmpty()) {
      List<InputEvent> events = new ArrayList<>(held);
      held.clear();
      events.forEach(this::letIn);
    }
  }

  private void passIdleTime(long untilTicks) {
    long endTicks = Math.min(untilTicks, Clock.LAST_TICK);
    while (isIdle() && ticks() < endTicks) {
      refreshDeadline();
      clock.skipTo(steps, Math.min(deadlineTicks, endTicks));
      reachDeadline();
    }
  }

  private boolean isIdle() {
    return finalState == null && !resetRequested && !board.waitsForDisk() && board.allHartsWait();
  }

  /** Resets the machine, if its images are here. What waited for them comes after that. */
  private boolean tryReset() {
    if (bootMemory == null) {
      return false;
    }
    board.ram().clear();
    powerOn();
    bootMemory.load();
    return true;
  }

  private void powerOn() {
    resetRequested = false;
    finalState = null;
    stopReason = "";
    exitCode = 0;
    deadlineStale = true;
    scheduler.reset();
    board.reset(MemoryMap.BOOT_ROM_PA);
  }

  private MachineState idleState() {
    if (deadlineTicks == Long.MAX_VALUE && !board.anyHartCanWake()) {
      Hart first = board.hart(0);
      fail("every hart waits with all its interrupts disabled; hart 0 at " + hex(first.pc()));
      return finalState;
    }
    return MachineState.IDLE;
  }

  private void checkStuck() {
    Hart hart = scheduler.current();
    if (hart.traps().isStuck() && board.allHartsStuck()) {
      fail("hart " + hart.id() + " faults at its own trap vector " + hex(hart.pc()) + ": "
          + Cause.exceptionName((int) hart.csr().read(Csr.MCAUSE)));
    }
  }

  /** @param state OFF, FAILED or null for a machine that runs */
  private void stopped(MachineState state) {
    finalState = state;
    stopReason = state == null ? ""
        : state == MachineState.OFF ? "the guest powered off"
        : "the guest reported failure " + exitCode;
  }

  private void fail(String reason) {
    finalState = MachineState.FAILED;
    stopReason = reason;
    exitCode = 1;
  }

  private boolean mustStop() {
    return deadlineStale || resetRequested || finalState != null || board.waitsForDisk();
  }

  private void reachDeadline() {
    refreshDeadline();
    if (ticks() >= deadlineTicks) {
      board.timeReached();
      deadlineStale = true;
      refreshDeadline();
    }
  }

  private void refreshDeadline() {
    if (deadlineStale) {
      deadlineTicks = board.deadlineTicks();
      deadlineStale = false;
    }
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  /** What devices and harts reach of the machine. */
  private final class Wiring implements HartEnvironment, Clock, TestFinisher.Listener {
    @Override
    public long ticks() {
      return clock.ticksAt(steps + scheduler.stepsBeforePresentInstruction());
    }

    @Override
    public long ticksOf(long count) {
      return clock.ticksOf(count);
    }

    @Override
    public void deadlineChanged() {
      deadlineStale = true;
    }

    @Override
    public void powerOff(int code) {
      exitCode = code;
      stopped(code == 0 ? MachineState.OFF : MachineState.FAILED);
    }

    @Override
    public void reset() {
      resetRequested = true;
    }
  }
}
