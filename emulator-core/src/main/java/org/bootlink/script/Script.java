// SPDX-License-Identifier: Apache-2.0
package org.bootlink.script;

import java.util.ArrayList;
import java.util.List;

/**
 * What happens to a machine from outside, by step count. An action whose step the machine can't reach by
 * itself, because it is off or waits for input alone, is done when that is so.
 *
 * <p>What a machine that runs by a script needs besides and that would differ from one power-on to the next
 * is fixed here.
 */
public final class Script {
  public static final long POWER_ON_EPOCH_NANOS = 0;
  public static final long ENTROPY_SEED = 1;
  public static final int COLUMNS = 80;
  public static final int ROWS = 24;

  private final List<Action> actions;

  /** @param actions in any order; those of one step are done in the order given */
  public Script(List<Action> actions) {
    List<Action> sorted = new ArrayList<>(actions);
    sorted.sort((a, b) -> Long.compare(a.step(), b.step()));
    this.actions = List.copyOf(sorted);
  }

  /** In the order in which they are done. */
  public List<Action> actions() {
    return actions;
  }

  /**
   * Reads a script, one action in each line; empty lines and those that begin with # mean nothing.
   * <pre>
   *  at STEP type TEXT         typed at the terminal; \n, \r, \t, \\ and \xHH are as in C
   *  at STEP size COLUMNS ROWS
   *  at STEP rate STEPS_PER_SECOND
   *  at STEP idle TICK         see InputEvent.IdleUntil
   *  at STEP reset
   *  at STEP digest
   *  every STEPS until STEP digest
   * </pre>
   *
   * @throws BadScriptException naming the first line that is none of these
   */
  public static Script parse(String text) {
    return new ScriptParser().parse(text);
  }
}
