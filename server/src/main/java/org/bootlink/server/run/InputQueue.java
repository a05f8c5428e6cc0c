// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Carries what happens on the host to the thread that runs the machine. */
public final class InputQueue {
  /** Of the reader's chunks: a long pipe waits here and not in memory. */
  private static final int CAPACITY = 64;

  private final BlockingQueue<HostEvent> events = new LinkedBlockingQueue<>(CAPACITY);

  /** Adds an event; waits while the queue is full. */
  public void put(HostEvent event) throws InterruptedException {
    events.put(event);
  }

  /** Adds an event unless the queue is full. */
  boolean offer(HostEvent event) {
    return events.offer(event);
  }

  /** The next event, or null if there is none within so many nanoseconds (0: at once). */
  HostEvent poll(long nanos) throws InterruptedException {
    return nanos <= 0 ? events.poll() : events.poll(nanos, TimeUnit.NANOSECONDS);
  }
}
