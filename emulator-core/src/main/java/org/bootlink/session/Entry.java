// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

/** One line of a recording's log: an input, a digest to compare, or the end. */
public sealed interface Entry {
  /** More than a machine runs in a year. */
  long MAX_STEPS = 1L << 53;

  /** The machine has done so many steps; -1 for an input that comes by time and was not replayed yet. */
  long steps();

  /**
   * Something entered the machine.
   *
   * @param byTime whether it is an IdleUntil that belongs to the first moment at which every hart waits and
   *     nothing will happen by itself before its tick; then a replay needs no step to find it
   */
  record Input(long steps, boolean byTime, InputEvent event) implements Entry {}

  /**
   * What the machine was like.
   *
   * @param parts the low 16 bits of each part's hash, in the order of StateDigest.parts
   * @param withRam whether the last part is RAM
   */
  record Digest(long steps, int[] parts, boolean withRam) implements Entry {}

  /** The machine had done so many steps, and its clock showed this, when the recording ended. */
  record End(long steps, long ticks) implements Entry {}
}
