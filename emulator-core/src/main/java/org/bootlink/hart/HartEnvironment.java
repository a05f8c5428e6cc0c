// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hart;

/** What a hart needs of the machine around it. */
public interface HartEnvironment {
  /** The {@code time} counter at the instruction being executed. */
  long ticks();

  /** A hart's {@code stimecmp} changed: the machine must reconsider when to come back. */
  void deadlineChanged();
}
