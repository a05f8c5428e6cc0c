// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.determinism;

import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.host.ConsoleSink;
import org.bootlink.memory.LinearAllocator;

/** Every way of executing instructions. One that is added here takes part in all comparisons. */
enum Engine {
  INTERPRETER(Machine::new);

  private final Maker maker;

  Engine(Maker maker) {
    this.maker = maker;
  }

  Machine machine(MachineConfig config, LinearAllocator allocator, ConsoleSink console) {
    return maker.make(config, allocator, console);
  }

  private interface Maker {
    Machine make(MachineConfig config, LinearAllocator allocator, ConsoleSink console);
  }
}
