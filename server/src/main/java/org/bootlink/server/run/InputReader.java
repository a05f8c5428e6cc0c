// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A thread that reads a stream into the queue until the stream ends; the machine then runs on. */
final class InputReader implements Runnable {
  private final InputStream stream;
  private final InputQueue queue;
  private final EscapeKeys escapeKeys;

  /**
   * @param escapeKeys null if all bytes are for the guest
   */
  InputReader(InputStream stream, InputQueue queue, EscapeKeys escapeKeys) {
    this.stream = stream;
    this.queue = queue;
    this.escapeKeys = escapeKeys;
  }

  /** Starts the thread, which doesn't keep the program alive. */
  void start() {
    Thread thread = new Thread(this, "input");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    byte[] buffer = new byte[4096];
    try {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        byte[] bytes = escapeKeys == null ? Arrays.copyOf(buffer, n) : escapeKeys.filter(buffer, n);
        if (bytes.length > 0) {
          queue.put(new HostEvent.Input(bytes));
        }
      }
    } catch (IOException e) {
      // Input that breaks off is input that ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
