// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import org.bootlink.bus.IrqLine;

/** An interrupt wire that a test can look at. */
final class Wire implements IrqLine {
  boolean high;

  @Override
  public void set(boolean level) {
    high = level;
  }

  static Wire[] array(int length) {
    Wire[] wires = new Wire[length];
    for (int i = 0; i < length; i++) {
      wires[i] = new Wire();
    }
    return wires;
  }
}
