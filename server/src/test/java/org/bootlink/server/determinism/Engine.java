// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.determinism;

import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.host.ConsoleSink;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.server.run.JitMode;
import org.bootlink.server.run.JitOptions;

/** Every way of executing instructions. One that is added here takes part in all comparisons. */
enum Engine {
  INTERPRETER(JitMode.OFF),
  JVM_TRANSLATOR(JitMode.ON),
  JVM_TRANSLATOR_THRESHOLD_ZERO(JitMode.FORCE);

  private final JitMode jit;

  Engine(JitMode jit) {
    this.jit = jit;
  }

  Machine machine(MachineConfig config, LinearAllocator allocator, ConsoleSink console) {
    Machine machine = new Machine(config, allocator, console);
    new JitOptions(jit, null).apply(machine, allocator.memory());
    return machine;
  }
}
