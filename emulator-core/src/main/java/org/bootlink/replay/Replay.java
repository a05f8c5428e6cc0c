// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import java.util.List;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineState;
import org.bootlink.session.EngineVersion;
import org.bootlink.session.Entry;
import org.bootlink.session.InputEvent;
import org.bootlink.session.Recording;
import org.bootlink.state.StateDigest;

/**
 * Takes a machine through a recording: gives it every input at its step and compares it with every digest. The
 * machine is where the recording starts. What happens is recorded anew, so that somebody may take over anywhere.
 */
public final class Replay {
  /** What {@link #advance} came to. */
  public enum State {
    /** There is more to do. */
    RUNNING,
    /** Nothing more happens until {@link #nextTicks}. */
    AHEAD,
    /** A disk's data is not here yet. */
    WAITING_FOR_DISK,
    /** Everything is done. */
    ENDED,
    /** The machine is not the one that was recorded; see {@link #divergence}. */
    DIVERGED
  }

  private final Machine machine;
  private final Recording recording;
  private final List<Entry> entries;
  private final Recorder recorder;
  private int position;
  private int verified;
  private long nextTicks;
  private String divergence;

  public Replay(Machine machine, Recording recording) {
    this.machine = machine;
    this.recording = recording;
    this.entries = recording.entries();
    this.recorder = new Recorder(machine, recording.header());
  }

  /**
   * Goes on for at most {@code maxSteps} steps, and not beyond virtual time {@code maxTicks}.
   *
   * @param maxSteps 0 or more; with 0 it only does what is due at this step
   */
  public State advance(long maxSteps, long maxTicks) {
    long budgetEnd = machine.steps() + maxSteps;
    while (divergence == null) {
      if (position == entries.size()) {
        return State.ENDED;
      }
      Entry entry = entries.get(position);
      boolean byTime = entry instanceof Entry.Input input && (input.byTime() || isWithBefore(input));
      State state = byTime
          ? approach((Entry.Input) entry, budgetEnd, maxTicks) : approach(entry.steps(), budgetEnd, maxTicks);
      if (state != null) {
        return state;
      }
      if (divergence == null) {
        take(entry);
      }
    }
    return State.DIVERGED;
  }

  /** Entries done. */
  public int position() {
    return position;
  }

  /** How many digests were equal so far. */
  public int verified() {
    return verified;
  }

  /** After AHEAD: when something happens. */
  public long nextTicks() {
    return nextTicks;
  }

  /** How the machine is another one than was recorded; null if it isn't, as far as is known. */
  public String divergence() {
    return divergence;
  }

  public Recording recording() {
    return recording;
  }

  /** What records the replay; whoever takes over goes on with it. */
  public Recorder recorder() {
    return recorder;
  }

  /**
   * The machine went back, or on, to where {@code toPosition} entries were done, {@code toVerified} were equal,
   * and {@code recorded} was recorded at {@code recordedTicks}.
   */
  void moved(int toPosition, int toVerified, List<Entry> recorded, List<Long> recordedTicks) {
    position = toPosition;
    verified = toVerified;
    divergence = null;
    machine.record(recorder);
    recorder.moved(recorded, recordedTicks);
  }

  /** Typed bytes that came at the very moment of the idle entry before. */
  private static boolean isWithBefore(Entry.Input input) {
    return input.steps() < 0;
  }

  /** Runs to step {@code target}; null when it is there. */
  private State approach(long target, long budgetEnd, long maxTicks) {
    while (machine.steps() < target) {
      long end = Math.min(target, Math.min(budgetEnd, stepsAt(maxTicks)));
      if (machine.steps() >= end) {
        return machine.steps() >= budgetEnd ? State.RUNNING : ahead(maxTicks + 1);
      }
      MachineState state = machine.run(end - machine.steps());
      if (state == MachineState.WAITING_FOR_DISK) {
        return State.WAITING_FOR_DISK;
      }
      if (state == MachineState.IDLE && machine.steps() < target) {
        long deadline = machine.idleDeadlineTicks();
        if (deadline == Long.MAX_VALUE) {
          diverged("it waits for input at step " + machine.steps() + ", the next comes at step " + target);
          return null;
        }
        if (deadline > maxTicks) {
          return ahead(deadline);
        }
        machine.skipToDeadline();
      } else if (state == MachineState.OFF || state == MachineState.FAILED) {
        if (machine.steps() < target) {
          diverged("it stopped at step " + machine.steps() + ": " + machine.stopReason());
        }
        return null;
      }
    }
    return settle(target);
  }

  /** The machine may still have to do what is due at this step. */
  private State settle(long target) {
    if (machine.steps() != target) {
      diverged("it is at step " + machine.steps() + " already, the next input came at step " + target);
      return null;
    }
    return machine.run(0) == MachineState.WAITING_FOR_DISK ? State.WAITING_FOR_DISK : null;
  }

  /** Runs to the moment at which an input by time comes; null when it is there. */
  private State approach(Entry.Input input, long budgetEnd, long maxTicks) {
    if (!(input.event() instanceof InputEvent.IdleUntil until)) {
      return null;
    }
    for (;;) {
      long end = Math.min(budgetEnd, stepsAt(maxTicks));
      if (machine.steps() >= end && machine.run(0) == MachineState.RUNNING) {
        return machine.steps() >= budgetEnd ? State.RUNNING : ahead(maxTicks + 1);
      }
      MachineState state = machine.run(Math.max(0, end - machine.steps()));
      switch (state) {
        case WAITING_FOR_DISK -> {
          return State.WAITING_FOR_DISK;
        }
        case IDLE -> {
          long deadline = machine.idleDeadlineTicks();
          long next = Math.min(deadline, until.ticks());
          if (next > maxTicks && machine.ticks() < until.ticks()) {
            return ahead(next);
          }
          if (deadline >= until.ticks() || machine.ticks() >= until.ticks()) {
            return null;
          }
          machine.skipToDeadline();
        }
        case OFF, FAILED -> {
          diverged("it stopped at step " + machine.steps() + ": " + machine.stopReason());
          return null;
        }
        default -> {
          if (machine.ticks() > until.ticks()) {
            diverged("at step " + machine.steps() + " it is still busy when input came to a machine at rest");
            return null;
          }
        }
      }
    }
  }

  /** A step beyond which the clock would pass {@code maxTicks}. */
  private long stepsAt(long maxTicks) {
    return maxTicks == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(machine.stepsAt(maxTicks), machine.steps());
  }

  private void take(Entry entry) {
    position++;
    if (entry instanceof Entry.Input input) {
      machine.apply(input.event());
    } else if (entry instanceof Entry.Digest digest) {
      compare(digest);
    }
  }

  private void compare(Entry.Digest expected) {
    StateDigest now = expected.withRam() ? machine.digest() : machine.quickDigest();
    int[] parts = Recorder.digest(machine.steps(), now, expected.withRam()).parts();
    StringBuilder different = new StringBuilder();
    for (int i = 0; i < Math.max(parts.length, expected.parts().length); i++) {
      if (i >= parts.length || i >= expected.parts().length || parts[i] != expected.parts()[i]) {
        different.append(different.length() == 0 ? "" : ", ")
            .append(i < parts.length ? now.parts().get(i) : "more parts");
      }
    }
    if (different.length() > 0) {
      diverged("at step " + machine.steps() + " there is a difference in " + different);
    } else {
      verified++;
      if (!expected.withRam()) {
        recorder.add(expected); // one with RAM ends a recording, and this one may go on
      }
    }
  }

  private State ahead(long ticks) {
    nextTicks = ticks;
    return State.AHEAD;
  }

  private void diverged(String how) {
    int version = recording.header().engineVersion();
    divergence = version == EngineVersion.CURRENT ? how
        : how + " (it was recorded by engine version " + version + ", this is version "
            + EngineVersion.CURRENT + ")";
  }
}
