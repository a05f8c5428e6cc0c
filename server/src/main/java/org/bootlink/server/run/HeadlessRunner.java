// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bootlink.board.BadConfigurationException;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineState;
import org.bootlink.live.LiveRunner;

/**
 * A machine that runs in real time, takes its input from a queue and writes its output to a stream. While
 * the guest waits, so does the thread.
 */
public final class HeadlessRunner {
  /** How long the machine runs before the queue is looked at and the output written. */
  private static final long SLICE_NANOS = 5_000_000;

  private final InputQueue input;
  private final OutputBuffer output;
  private final Machine machine;
  private final LiveRunner live;
  private final Deque<HostEvent> held = new ArrayDeque<>();
  private QuietGate gate;
  private SessionKeeper keeper;

  /**
   * How it ended.
   *
   * @param status exit status: 0 off or quit, the guest's own failure code, or 1
   * @param message why, if the status is not 0; else null
   */
  public record Outcome(int status, String message) {}

  /**
   * Makes the machine, ready to start.
   *
   * @throws BadConfigurationException if it can't be made as asked
   */
  public HeadlessRunner(BootRequest request, InputQueue input, OutputStream output) {
    this.input = input;
    this.output = new OutputBuffer(output);
    machine = MachineMaker.make(request, this.output::write);
    live = new LiveRunner(machine, System::nanoTime);
  }

  /**
   * Keeps the machine's session, from now on until {@link #run} ends.
   *
   * @param size the terminal's, or null if it is not known
   */
  public void keepSession(SessionKeeper sessionKeeper, TerminalMode.Size size) throws IOException {
    keeper = sessionKeeper;
    keeper.begin(machine, bytes -> {
      for (byte b : bytes) {
        output.write(b & 0xff);
      }
      output.flush();
    });
    if (size != null) {
      live.resize(size.columns(), size.rows());
    }
  }

  /** Has input that is there from the start wait until the guest is ready to take it. */
  public void holdInputUntilQuiet() {
    gate = new QuietGate();
  }

  /**
   * Runs until the guest powers off or fails, or {@link HostEvent.Quit} comes.
   *
   * @throws IOException if the output can't be written
   */
  public Outcome run() throws IOException, InterruptedException {
    Outcome outcome = runToEnd();
    if (keeper != null) {
      keeper.end(output.tail());
    }
    return outcome;
  }

  private Outcome runToEnd() throws IOException, InterruptedException {
    long pauseNanos = 0;
    while (true) {
      for (HostEvent event = input.poll(pauseNanos); event != null; event = input.poll(0)) {
        if (event instanceof HostEvent.Quit) {
          return new Outcome(0, null);
        }
        take(event);
      }
      pauseNanos = live.run(SLICE_NANOS);
      boolean wrote = output.flush();
      if (keeper != null) {
        keeper.ran();
      }
      if (gate != null) {
        pauseNanos = Math.min(pauseNanos, watch(wrote, pauseNanos == 0));
      }
      MachineState state = live.state();
      if (state == MachineState.OFF) {
        return new Outcome(0, null);
      }
      if (state == MachineState.FAILED) {
        return new Outcome(failureStatus(machine.exitCode()), machine.stopReason());
      }
    }
  }

  /** Instructions a second that the guest has been given lately, in millions. */
  public double guestMips() {
    return live.guestMips();
  }

  /** Lets go of held input if it is time; else says when to look again. */
  private long watch(boolean wrote, boolean busy) {
    long now = System.nanoTime();
    gate.sliceEnded(now, wrote, busy);
    if (!gate.isOpen(now)) {
      return gate.pauseNanos(now);
    }
    gate = null;
    held.forEach(this::take);
    held.clear();
    return 0;
  }

  private void take(HostEvent event) {
    if (gate != null && event instanceof HostEvent.Input) {
      held.add(event);
    } else if (event instanceof HostEvent.Input typed) {
      live.input(typed.bytes(), 0, typed.bytes().length);
    } else if (event instanceof HostEvent.Resize size) {
      live.resize(size.columns(), size.rows());
    }
  }

  /** The guest's code as far as an exit status can tell it, but never 0. */
  private static int failureStatus(int code) {
    int status = code & 0xff;
    return status == 0 ? 1 : status;
  }
}
