// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

/** Encodings that this machine has not, but QEMU 7.2 has. */
final class Illegal {
  private static final int SYSTEM = 0x73;

  /** Whether QEMU, too, should know nothing of {@code insn}, which is no instruction of this machine. */
  static boolean everywhere(int insn) {
    boolean hypervisor = (insn & 0x7f) == SYSTEM;
    return !hypervisor;
  }

  private Illegal() {}
}
