// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hart;

/**
 * A synchronous exception of the guest on its way to the hart that takes it. One instance per hart, thrown
 * again and again: it has no stack trace, which would cost 26 microseconds in the browser.
 */
public final class GuestTrap extends RuntimeException {
  private int cause;
  private long tval;

  GuestTrap() {
    super(null, null, false, false);
  }

  /** Sets what {@link #cause} and {@link #tval} answer and returns this, to be thrown. */
  GuestTrap with(int newCause, long newTval) {
    cause = newCause;
    tval = newTval;
    return this;
  }

  /** Exception code, see {@link org.bootlink.isa.Cause}. */
  public int cause() {
    return cause;
  }

  public long tval() {
    return tval;
  }
}
