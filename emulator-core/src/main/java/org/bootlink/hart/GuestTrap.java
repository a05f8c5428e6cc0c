// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hart;

/**
 * A synchronous exception of the guest on its way to the hart that takes it. One instance per hart, used again
 * and again.
 *
 * <p>What is frequent is raised without being thrown ({@link Hart#raise}): in a browser a throw costs 9
 * microseconds, as much as a thousand guest instructions, and 26 with a stack trace, which it therefore lacks.
 */
public final class GuestTrap extends RuntimeException {
  private int cause;
  private long tval;

  GuestTrap() {
    super(null, null, false, false);
  }

  /** Sets what {@link #cause} and {@link #tval} answer. */
  void set(int newCause, long newTval) {
    cause = newCause;
    tval = newTval;
  }

  /** Exception code, see {@link org.bootlink.isa.Cause}. */
  public int cause() {
    return cause;
  }

  public long tval() {
    return tval;
  }
}
