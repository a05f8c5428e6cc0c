// SPDX-License-Identifier: Apache-2.0
package org.bootlink.live;

/** Guest speed over the last second or so, for people to read. */
final class SpeedMeter {
  private static final long WINDOW_NANOS = 1_000_000_000;

  private long startNanos;
  private long startSteps;
  private double mips;

  SpeedMeter(long nanos) {
    startNanos = nanos;
  }

  void update(long nanos, long steps) {
    if (nanos - startNanos >= WINDOW_NANOS) {
      mips = (steps - startSteps) * 1e3 / (nanos - startNanos);
      startNanos = nanos;
      startSteps = steps;
    }
  }

  double mips() {
    return mips;
  }
}
