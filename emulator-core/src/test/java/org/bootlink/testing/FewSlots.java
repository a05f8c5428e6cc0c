// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

import org.bootlink.code.CodeHost;
import org.bootlink.code.CodeUnit;
import org.bootlink.code.StackCode;

/**
 * Another host, of whose table only the first slots may be used.
 *
 * @param slots at most as many as {@code host} has
 */
record FewSlots(CodeHost host, int slots) implements CodeHost {
  @Override
  public void bind(Object methods) {
    host.bind(methods);
  }

  @Override
  public boolean fusesMultiplyAdd() {
    return host.fusesMultiplyAdd();
  }

  @Override
  public boolean accepts(StackCode function) {
    return host.accepts(function);
  }

  @Override
  public int load(CodeUnit unit, int firstSlot) {
    if (firstSlot + unit.functions().size() > slots) {
      throw new IllegalArgumentException("no slots from " + firstSlot + " on for " + unit.functions().size());
    }
    return host.load(unit, firstSlot);
  }

  @Override
  public void clear(int firstSlot, int count) {
    host.clear(firstSlot, count);
  }

  @Override
  public void enter(int hartBase, int fetchTlb, int entry, long pageVa) {
    host.enter(hartBase, fetchTlb, entry, pageVa);
  }
}
