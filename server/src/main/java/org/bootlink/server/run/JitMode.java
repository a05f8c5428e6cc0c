// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.util.Locale;
import org.bootlink.jit.TranslationPolicy;

/** Whether hot guest code is translated. It changes how fast a machine is, and nothing else. */
public enum JitMode {
  OFF(null),
  /**
   * What HotSpot gets to compile it first interprets, more slowly than our interpreter does, and compiling
   * takes it longer than a browser: a page is hot after some 70 million steps. With a quarter of that, a billion
   * steps of the bench programs with many system calls cost more CPU than without translation.
   */
  ON(new TranslationPolicy(16_381, 1024, 64, 8, 200)),
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
