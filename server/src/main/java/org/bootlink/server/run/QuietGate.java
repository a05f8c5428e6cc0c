// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

/**
 * Tells when a machine that was just turned on has come to the point where it waits for input. What arrives
 * earlier is lost on the way up: firmware ignores it, and a kernel empties the UART's FIFO when it starts to
 * use it. Nobody types that early, but a pipe does.
 *
 * <p>The sign is that the guest has written something and then, for a while, neither writes nor computes. A
 * guest that never idles is given up on after a longer silence.
 */
final class QuietGate {
  private static final long QUIET_NANOS = 200_000_000L;
  private static final long SILENT_NANOS = 10_000_000_000L;

  private long lastOutputNanos;
  private long lastBusyNanos;
  private boolean hasWritten;
  private boolean open;

  /**
   * Takes note of a slice of the machine's run that ended at {@code now}.
   *
   * @param wrote whether the guest wrote anything
   * @param busy whether it had more to do when the slice ended
   */
  void sliceEnded(long now, boolean wrote, boolean busy) {
    hasWritten |= wrote;
    if (wrote || !hasWritten) {
      lastOutputNanos = now;
    }
    if (wrote || busy || !hasWritten) {
      lastBusyNanos = now;
    }
  }

  /** True from the moment on at which the guest is ready. */
  boolean isOpen(long now) {
    open |= hasWritten && (now - lastBusyNanos >= QUIET_NANOS || now - lastOutputNanos >= SILENT_NANOS);
    return open;
  }

  /** How long to wait, at most, before asking again. */
  long pauseNanos(long now) {
    return Math.max(1, QUIET_NANOS - (now - lastBusyNanos));
  }
}
