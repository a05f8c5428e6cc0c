// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

/** Why {@link Machine#run} came back. */
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
  FAILED
}
