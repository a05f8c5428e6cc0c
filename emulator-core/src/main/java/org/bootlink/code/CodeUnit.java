// SPDX-License-Identifier: Apache-2.0
package org.bootlink.code;

import java.util.ArrayList;
import java.util.List;

/** Functions that are made executable together; they take neighbouring slots of the table. */
public final class CodeUnit {
  private final List<StackCode> functions = new ArrayList<>();

  /** Gives {@code function} the next slot. */
  public void add(StackCode function) {
    functions.add(function);
  }

  /** In the order of their slots. */
  public List<StackCode> functions() {
    return functions;
  }
}
