// SPDX-License-Identifier: Apache-2.0
package org.bootlink.script;

import org.bootlink.session.InputEvent;

/**
 * One thing that a {@link Script} does.
 *
 * @param step when this many steps are done
 * @param input what enters the machine then, or null to take a digest
 */
public record Action(long step, InputEvent input) {
  public static Action digest(long step) {
    return new Action(step, null);
  }
}
