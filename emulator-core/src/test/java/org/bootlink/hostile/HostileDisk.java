// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import org.bootlink.host.ArrayBlockStore;

/** A disk that the host is slow and unreliable with, in a fixed pattern. */
final class HostileDisk extends ArrayBlockStore {
  static final int SECTORS = 300;
  private static final int AWAY_EVERY = 5;
  private static final int FAILED_EVERY = 17;

  private boolean reliable;
  private int calls;

  HostileDisk(boolean readOnly) {
    super(SECTORS);
    fill();
    this.readOnly = readOnly;
  }

  /** Contents and pattern as in the beginning. */
  void restart(boolean isReliable) {
    reliable = isReliable;
    calls = 0;
    fill();
  }

  @Override
  protected Outcome outcome(int transferred) {
    calls++;
    if (reliable) {
      return Outcome.DONE;
    }
    return calls % AWAY_EVERY == 0 ? Outcome.AWAY : calls % FAILED_EVERY == 0 ? Outcome.FAILED : Outcome.DONE;
  }
}
