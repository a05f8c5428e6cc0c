// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.util.Locale;
import org.bootlink.jit.TranslationPolicy;

/** Whether hot guest code is translated. It changes how fast a machine is, and nothing else. */
public enum JitMode {
  OFF(null),
  /**
   * HotSpot first interprets what it gets to compile, more slowly than our interpreter does, then keeps it for
   * thousands of calls in code that counts every branch, and compiling takes it longer than a browser: code has to
   * be hotter than there, and leaving translated code says less of what is. What is not hot itself is left
   * out even behind calls: larger functions that it is in stay longer in the slow code.
   */
  ON(new TranslationPolicy(16_381, 32, 16_000, false, 2_048, 8, 200)),
  /** To test with: translates what it sees. */
  FORCE(TranslationPolicy.FORCE);

  private final TranslationPolicy policy;

  JitMode(TranslationPolicy policy) {
    this.policy = policy;
  }

  /** When code is worth translating; null for {@link #OFF}. */
  TranslationPolicy policy() {
    return policy;
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
