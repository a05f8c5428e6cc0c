// SPDX-License-Identifier: Apache-2.0
package org.bootlink.code;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Functions that are made executable together; they take neighbouring slots of the table. */
public final class CodeUnit {
  private final List<StackCode> functions = new ArrayList<>();
  private final List<Supplier<String>> descriptions = new ArrayList<>();

  /**
   * Gives {@code function} the next slot.
   *
   * @param description what it is, for people; asked for only by a host that shows it, as it loads the unit
   */
  public void add(StackCode function, Supplier<String> description) {
    functions.add(function);
    descriptions.add(description);
  }

  /** Gives {@code function} the next slot; there is nothing to say about it. */
  public void add(StackCode function) {
    add(function, () -> "");
  }

  /** What the functions are, in the order of their slots. */
  public List<String> descriptions() {
    List<String> texts = new ArrayList<>();
    descriptions.forEach(description -> texts.add(description.get()));
    return texts;
  }

  /** In the order of their slots. */
  public List<StackCode> functions() {
    return functions;
  }
}
