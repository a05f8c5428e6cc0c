// SPDX-License-Identifier: Apache-2.0
package org.bootlink.host;

/** Where the guest's terminal output goes. */
@FunctionalInterface
public interface ConsoleSink {
  /** Takes one byte of output, 0 to 255; must not call back into the machine. */
  void write(int value);
}
