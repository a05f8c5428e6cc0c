// SPDX-License-Identifier: Apache-2.0
package org.bootlink.script;

import org.bootlink.board.Machine;

/**
 * A machine's digest on its way through a script.
 *
 * @param steps done by then
 * @param ticks of virtual time
 * @param digest as {@link org.bootlink.state.StateDigest} writes it
 */
public record Checkpoint(long steps, long ticks, String digest) {
  static Checkpoint of(Machine machine) {
    return new Checkpoint(machine.steps(), machine.ticks(), machine.digest().toString());
  }

  /** One line: steps, ticks and the digests. */
  @Override
  public String toString() {
    return steps + " " + ticks + " " + digest;
  }
}
