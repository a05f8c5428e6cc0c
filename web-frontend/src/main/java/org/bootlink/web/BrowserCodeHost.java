// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import org.bootlink.code.CodeHost;
import org.bootlink.code.CodeUnit;
import org.bootlink.code.StackCode;
import org.bootlink.jit.HelperMethods;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;
import org.bootlink.wasm.WasmModule;

/** Has the worker make modules; calls into them pass no JavaScript. */
final class BrowserCodeHost implements CodeHost {
  static final int SIZE_BYTES = 1 << 16;

  private final LinearMemory memory;
  private final int address;
  private final int slots;
  private final boolean fuses;

  BrowserCodeHost(LinearAllocator allocator, int slots, boolean fuses) {
    this.memory = allocator.memory();
    this.address = allocator.allocate(SIZE_BYTES, 8);
    this.slots = slots;
    this.fuses = fuses;
  }

  @Override
  public int slots() {
    return slots;
  }

  /** Helpers reach the machine by static exported methods. */
  @Override
  public void bind(Object methods) {
    WebMachine.helpers = (HelperMethods) methods;
  }

  @Override
  public boolean fusesMultiplyAdd() {
    return fuses;
  }

  @Override
  public long nanoTime() {
    return (long) (Host.now() * 1e6);
  }

  @Override
  public boolean accepts(StackCode function) {
    return true;
  }

  @Override
  public int load(CodeUnit unit, int firstSlot) {
    byte[] module = WasmModule.of(unit, firstSlot);
    for (int start = 0; start < module.length; start += SIZE_BYTES) {
      int length = Math.min(SIZE_BYTES, module.length - start);
      memory.write(address, module, start, length);
      Host.moduleBytes(address, length);
    }
    return Host.loadModule() != 0 ? module.length : 0;
  }

  @Override
  public void clear(int firstSlot, int count) {
    Host.clearSlots(firstSlot, count);
  }

  @Override
  public void enter(int hartBase, int fetchTlb, int entry, long pageVa) {
    Host.enter(hartBase, fetchTlb, entry, pageVa);
  }
}
