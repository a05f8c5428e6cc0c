// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

/**
 * Why {@link Machine#run} came back. Snapshots hold the number of a state, so those that are there keep theirs.
 */
public enum MachineState {
  /** The step budget is used up; there is more to do. */
  RUNNING,
  /** Every hart waits for an interrupt; see {@link Machine#idleDeadlineTicks}. */
  IDLE,
  /** A disk's data is not here yet; the clock stands still. */
  WAITING_FOR_DISK,
  /** The guest powered off. */
  OFF,
  /** The guest reported failure through the test finisher, or no hart can ever run again. */
  FAILED,
  /** It is to be reset, and its images are not here yet; the clock stands still. */
  WAITING_FOR_IMAGES
}
