// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

import java.util.List;

/**
 * The instruction set extensions that a hart implements: the one list behind the device tree and
 * {@code misa}.
 *
 * <p>The order is that of an ISA string (RISC-V Unprivileged ISA Manual, "ISA Extension Naming
 * Conventions"): single letters in canonical order, then Z extensions by the single letter that follows
 * the Z (I before A before B) and alphabetically below that, then S extensions alphabetically.
 *
 * <p>With both Svade and Svadu named, supervisor software must assume that hardware updating of A and D
 * bits is off at boot and turn it on through the SBI FWFT extension, which sets {@code menvcfg.ADUE}
 * (Linux binding riscv/extensions.yaml, "svade").
 */
public final class IsaExtensions {
  /** As the device tree's {@code riscv,isa-base} names it. */
  public static final String BASE = "rv64i";

  /** Single-letter extensions, the base among them, in canonical order. */
  public static final String LETTERS = "imafdc";

  /** Extensions with longer names, in the order of an ISA string. */
  public static final List<String> NAMED = List.of(
      "zicbom", "zicbop", "zicboz", "zicntr", "zicond", "zicsr", "zifencei", "zihintpause", "zihpm",
      "zawrs",
      "zba", "zbb", "zbc", "zbs",
      "sstc", "svade", "svadu", "svinval", "svnapot", "svpbmt");

  /** Bytes that one CBO instruction works on (Zicbom, Zicbop and Zicboz alike). */
  public static final int CACHE_BLOCK_SIZE = 64;

  /** The ISA string, as the device tree's {@code riscv,isa}: {@code rv64imafdc_zicbom_...}. */
  public static String isaString() {
    StringBuilder isa = new StringBuilder("rv64").append(LETTERS);
    for (String name : NAMED) {
      isa.append('_').append(name);
    }
    return isa.toString();
  }

  /** Every extension by itself, as the device tree's {@code riscv,isa-extensions}. */
  public static String[] names() {
    String[] names = new String[LETTERS.length() + NAMED.size()];
    int count = 0;
    for (int i = 0; i < LETTERS.length(); i++) {
      names[count++] = LETTERS.substring(i, i + 1);
    }
    for (String name : NAMED) {
      names[count++] = name;
    }
    return names;
  }

  /**
   * The Extensions field of {@code misa}: one bit per letter, with S and U for the privilege modes, and B
   * for Zba, Zbb and Zbs together.
   */
  public static int misaExtensions() {
    int bits = 1 << 'S' - 'A' | 1 << 'U' - 'A' | 1 << 'B' - 'A';
    for (int i = 0; i < LETTERS.length(); i++) {
      bits |= 1 << LETTERS.charAt(i) - 'a';
    }
    return bits;
  }

  private IsaExtensions() {}
}
