// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets guests loose on a {@link Victim}, one after the other, and watches that each comes to an end. */
final class Arena {
  /** Far more than any guest needs even on a busy host; what takes longer hangs. */
  private static final int PATIENCE_SECONDS = 20;

  private static final ThreadLocal<Victim> VICTIM = new ThreadLocal<>();
  private static Worker worker = new Worker();

  /** What a guest does to the machine. */
  @FunctionalInterface
  interface Attack {
    void on(Victim victim);
  }

  /**
   * Runs {@code attack} and examines the machine afterwards.
   *
   * @throws AssertionError if anything came out of the machine, it hangs, or it is not fit any more
   */
  static synchronized void fight(Figures figures, Attack attack) {
    worker.run(() -> {
      Victim victim = VICTIM.get() == null ? new Victim() : VICTIM.get();
      VICTIM.remove();
      long before = victim.machine().steps();
      attack.on(victim);
      figures.add(victim.machine().steps() - before, victim.slowestCallNanos());
      victim.examine();
      VICTIM.set(victim); // what failed is not used again
    });
  }

  /** Runs a guest for so many steps and examines the machine afterwards; see {@link Corpus} on what is kept. */
  static void fight(Figures figures, GuestImage image, long steps) {
    try {
      fight(figures, victim -> {
        victim.start(image, false);
        victim.run(steps);
        if (figures.isSlowest(victim.slowestCallNanos())) {
          Corpus.keepSlowest(figures.name(), image);
        }
      });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; the guest is in " + Corpus.keepFailed(image), e);
    }
  }

  private static final class Worker {
    private final Thread[] thread = new Thread[1];
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
      thread[0] = new Thread(task, "arena");
      thread[0].setDaemon(true);
      return thread[0];
    });

    void run(Runnable fight) {
      Future<?> end = executor.submit(fight);
      try {
        end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw new AssertionError("out of the machine came " + e.getCause(), e.getCause());
      } catch (TimeoutException e) {
        AssertionError hang = new AssertionError("the machine hangs");
        hang.setStackTrace(thread[0].getStackTrace());
        worker = new Worker();
        throw hang;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private Arena() {}
}
