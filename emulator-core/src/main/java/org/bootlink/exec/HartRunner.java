// SPDX-License-Identifier: Apache-2.0
package org.bootlink.exec;

import org.bootlink.hart.GuestTrap;
import org.bootlink.hart.Hart;

/** Runs one hart: interrupts between instructions, traps, and the loop in between. */
public final class HartRunner {
  private final Hart hart;
  private final FetchUnit fetch;
  private final Interpreter interpreter;
  private final CodePages pages;
  private final Assistant assistant;
  private int stepsUntilSample;

  public HartRunner(Hart hart, CodePages pages) {
    this.hart = hart;
    this.pages = pages;
    this.fetch = new FetchUnit(hart, pages);
    this.interpreter = new Interpreter(hart, fetch);
    this.assistant = new Assistant(hart, pages, fetch);
  }

  /** What serves this hart's translated code. */
  public Assistant assistant() {
    return assistant;
  }

  /** Asks the present {@link Translations} when to tell them where the hart is. */
  public void sampleAnew() {
    stepsUntilSample = 0;
  }

  /**
   * Executes up to {@code steps} instructions; fewer if the hart begins to wait, gives up its turn, is stuck, or
   * {@code stop} asks for it after an instruction that needed attention.
   *
   * @param steps 1 or more
   * @return the steps taken
   */
  public int run(int steps, StopCondition stop) {
    hart.begin(steps);
    hart.traps().forgetStuck();
    int sampled = 0;
    while (hart.resume() > 0 && mayGoOn() && !stop.stopNow()) {
      hart.traps().takePendingInterrupt();
      if (stepsUntilSample <= 0) {
        stepsUntilSample = pages.translations().samplePeriod();
      }
      hart.limitRun(stepsUntilSample);
      interpret();
      fetch.leave();
      int done = hart.stepsDone();
      stepsUntilSample -= done - sampled - fetch.takeTranslatedSteps();
      sampled = done;
      if (stepsUntilSample <= 0) {
        fetch.sample();
      }
    }
    return hart.end();
  }

  /** Runs the loop until it ends, and takes the trap it ended by. */
  private void interpret() {
    try {
      int page = fetch.page(hart.pc());
      if (page != 0) {
        interpreter.run(page);
      }
    } catch (GuestTrap thrown) {
      // It is raised as well.
    }
    fetch.takeRaisedTrap();
  }

  private boolean mayGoOn() {
    return !hart.isWaiting() && !hart.yielded() && !hart.traps().isStuck();
  }

  /** Whether the machine wants to come back before the hart's steps are used up. */
  @FunctionalInterface
  public interface StopCondition {
    boolean stopNow();
  }
}
