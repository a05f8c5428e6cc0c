// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

/**
 * One thing that enters the machine from outside. Together with the configuration and the step counts at
 * which they entered, these events determine a whole session.
 */
public sealed interface InputEvent {
  /** Bytes typed or pasted at the terminal. */
  record ConsoleInput(byte[] bytes) implements InputEvent {}

  /** The terminal has a new size, each 1 to 65,535. */
  record ConsoleResize(int columns, int rows) implements InputEvent {}

  /** From now on one virtual second is this many steps, 1,000 to 10^11. */
  record ClockRate(long stepsPerSecond) implements InputEvent {}

  /**
   * An idle machine's clock moves on to this tick (146 years at most), or to the one before it at which
   * something wakes a hart. Without effect on a machine that is not idle or whose clock is as far already.
   */
  record IdleUntil(long ticks) implements InputEvent {}

  /**
   * Somebody goes on with a machine that was saved: from now on its clock shows this date, its entropy device
   * goes on from this seed, and the guest is told by a line at its virtio console.
   *
   * @param epochNanos nanoseconds since 1970-01-01T00:00Z
   */
  record Wake(long epochNanos, long entropySeed) implements InputEvent {}

  /** The reset button. */
  record Reset() implements InputEvent {}
}
