// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.lang.reflect.Field;
import org.bootlink.isa.Csr;

/** Names of CSR addresses, from {@link Csr}. */
final class CsrNames {
  /** The name in lower case, or null if the machine has no such CSR. */
  static String name(int csr) {
    if (csr >= Csr.PMPADDR0 && csr < Csr.PMPADDR0 + 16) {
      return "pmpaddr" + (csr - Csr.PMPADDR0);
    }
    for (Field field : Csr.class.getFields()) {
      try {
        if (field.getType() == int.class && field.getInt(null) == csr) {
          return field.getName().toLowerCase();
        }
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    return null;
  }

  private CsrNames() {}
}
