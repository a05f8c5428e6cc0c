// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.exec.Op;

/** What the translator did since power-on. */
public final class TranslationCounters {
  int modules;
  int refused;
  int regions;
  int tooDeep;
  int regionsDropped;
  int instructions;
  long bytes;
  long entries;
  long exposures;
  long exitsToUnknownPages;
  final long[] exits = new long[Op.ENTER + 1];

  /** Modules made. */
  public int modules() {
    return modules;
  }

  /** Modules that the host refused. */
  public int refused() {
    return refused;
  }

  /** Regions put into service. */
  public int regions() {
    return regions;
  }

  /** Regions left untranslated because of loops nested too deep. */
  public int tooDeep() {
    return tooDeep;
  }

  /** Regions of pages that changed or went. */
  public int regionsDropped() {
    return regionsDropped;
  }

  /** Instructions in these regions. */
  public int instructions() {
    return instructions;
  }

  /** Bytes of modules. */
  public long bytes() {
    return bytes;
  }

  /** How often the interpreter entered translated code. */
  public long entries() {
    return entries;
  }

  /** How often that could not take a single step. */
  public long exposures() {
    return exposures;
  }

  /** How often it was left by a jump to a page that the TLB doesn't have. */
  public long exitsToUnknownPages() {
    return exitsToUnknownPages;
  }

  /**
   * How often it was left with an instruction of {@code operation} to come: one that is not translated; an
   * access that the TLB has no entry for; ENTER if too few steps remained; anything else if it was not hot.
   *
   * @param operation one of {@link Op}
   */
  public long exits(int operation) {
    return exits[operation];
  }
}
