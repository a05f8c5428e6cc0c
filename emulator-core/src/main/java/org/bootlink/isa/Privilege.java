// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

/** Privilege levels as the manual encodes them. */
public final class Privilege {
  public static final int U = 0;
  public static final int S = 1;
  public static final int M = 3;

  private Privilege() {}
}
