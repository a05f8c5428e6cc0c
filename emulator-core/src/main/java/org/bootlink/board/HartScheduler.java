// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import java.util.Arrays;
import java.util.List;
import org.bootlink.exec.Assistant;
import org.bootlink.exec.CodePages;
import org.bootlink.exec.HartRunner;
import org.bootlink.exec.Translations;
import org.bootlink.hart.Hart;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.state.StateWalk;

/**
 * Gives harts their turns: round robin, {@link #QUANTUM} steps each; a hart that waits or yields passes
 * its turn on. How the machine's run is cut into slices changes nothing about whose turn it is.
 */
final class HartScheduler {
  /**
   * Long enough that changing harts costs nothing, short enough that a lock held by a hart whose turn is
   * over is soon released.
   */
  static final int QUANTUM = 4096;

  /** A lone hart's slice, when nothing else bounds it. */
  private static final int LONGEST_SLICE = 1 << 24;

  private final Board board;
  private final HartRunner[] runners;
  private final CodePages codePages;
  private int current;
  private int quantumLeft = QUANTUM;
  private boolean running;

  HartScheduler(Board board, int codePoolPages, LinearAllocator allocator, BootRom rom) {
    this.board = board;
    this.codePages = new CodePages(allocator, board.ram(), MemoryMap.BOOT_ROM_PA, rom.contents(),
        codePoolPages, board.harts());
    this.runners = new HartRunner[board.hartCount()];
    for (int i = 0; i < runners.length; i++) {
      runners[i] = new HartRunner(board.hart(i), codePages);
    }
  }

  /** What serves each hart's translated code. */
  List<Assistant> assistants() {
    return Arrays.stream(runners).map(HartRunner::assistant).toList();
  }

  void translateWith(Translations translations) {
    codePages.setTranslations(translations);
    for (HartRunner runner : runners) {
      runner.sampleAnew();
    }
  }

  /** Hart 0 has the first turn; no code is known. */
  void reset() {
    codePages.flush();
    current = 0;
    quantumLeft = QUANTUM;
  }

  /** No code is known any more. */
  void forgetCode() {
    codePages.flush();
  }

  void walkState(StateWalk walk) {
    current = walk.range(current, 0, runners.length - 1);
    quantumLeft = walk.range(quantumLeft, 0, QUANTUM);
  }

  /** The hart whose turn it is. */
  Hart current() {
    return board.hart(current);
  }

  /**
   * Passes the turn on if the present hart can't use it; returns false, having changed nothing, if no hart
   * can run.
   */
  boolean findRunnable() {
    if (quantumLeft > 0 && !current().isWaiting()) {
      return true;
    }
    for (int i = 1; i <= runners.length; i++) {
      int next = (current + i) % runners.length;
      if (!board.hart(next).isWaiting()) {
        current().dropReservation();
        current = next;
        quantumLeft = QUANTUM;
        return true;
      }
    }
    return false;
  }

  /**
   * Runs the current hart, to the end of its turn at most. A stuck hart takes its steps like any other.
   *
   * @param maxSteps 1 or more
   * @return the steps it took
   */
  int run(long maxSteps, HartRunner.StopCondition stop) {
    int limit = runners.length == 1 ? LONGEST_SLICE : quantumLeft;
    int steps = (int) Math.min(maxSteps, limit);
    boolean inTurn = quantumLeft < QUANTUM;
    int done;
    if (inTurn && current().traps().isStuck()) {
      current().faultAgain(steps);
      done = steps;
    } else {
      running = true;
      done = runners[current].run(steps, stop);
      running = false;
      if (done > 1 || !current().traps().isStuck()) {
        forgetStuckHarts();
      }
    }
    if (runners.length > 1) {
      quantumLeft -= done;
      if (current().yielded()) {
        quantumLeft = 0;
      }
    }
    return done;
  }

  /** The current hart has done something: what it stored may be what the others were stuck for. */
  private void forgetStuckHarts() {
    for (Hart hart : board.harts()) {
      if (hart != current()) {
        hart.traps().forgetStuck();
      }
    }
  }

  /** Steps that the present run has completed before the instruction being executed. */
  int stepsBeforePresentInstruction() {
    return running ? current().stepsDone() - 1 : 0;
  }
}
