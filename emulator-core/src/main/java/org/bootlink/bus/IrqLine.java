// SPDX-License-Identifier: Apache-2.0
package org.bootlink.bus;

/** A level-triggered interrupt wire from a device to whatever listens at its end. */
@FunctionalInterface
public interface IrqLine {
  /** Drives the wire; setting the level that it already has changes nothing. */
  void set(boolean level);
}
