// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

import org.bootlink.code.Helper;

/** Helpers for which the JVM has something quicker than their bodies. */
public final class Intrinsics {
  static final String NAME = "org/bootlink/server/jvmcode/Intrinsics";

  static boolean has(Helper helper) {
    return helper.name().equals("mulhu") && Types.descriptor(helper.signature()).equals("(JJ)J");
  }

  /** The high 64 bits of the product of two unsigned numbers. */
  public static long mulhu(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
  }

  private Intrinsics() {}
}
