// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.host.ArrayBlockStore;

/** A disk whose data can be away for a while, and which notes what it is asked for. */
final class TestBlockStore extends ArrayBlockStore {
  boolean zeroFreesRoom;
  /** How many more calls are answered before the data is away; negative for no limit. */
  int callsUntilAway = -1;
  /** Whether every call fails. */
  boolean fails;
  int flushes;
  /** Position and length of what was announced. */
  final List<List<Long>> expected = new ArrayList<>();
  int longestTransfer;

  TestBlockStore(int sectors) {
    super(sectors);
    fill();
  }

  @Override
  protected Outcome outcome(int transferred) {
    if (fails) {
      return Outcome.FAILED;
    }
    if (callsUntilAway == 0) {
      return Outcome.AWAY;
    }
    callsUntilAway--;
    longestTransfer = Math.max(longestTransfer, transferred);
    return Outcome.DONE;
  }

  @Override
  public void expectRead(long position, long length) {
    expected.add(List.of(position, length));
  }

  @Override
  public boolean zeroFreesRoom() {
    return zeroFreesRoom;
  }

  @Override
  public Outcome flush() {
    Outcome outcome = super.flush();
    flushes += outcome == Outcome.DONE ? 1 : 0;
    return outcome;
  }
}
