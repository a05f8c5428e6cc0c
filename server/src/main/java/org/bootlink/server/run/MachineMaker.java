// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import org.bootlink.board.BadConfigurationException;
import org.bootlink.board.Machine;
import org.bootlink.board.MachineConfig;
import org.bootlink.host.ConsoleSink;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/** Makes machines in memory of their own on the Java heap. */
public final class MachineMaker {
  /** Room for the images' alignment. */
  private static final long SLACK_BYTES = 4096;
  private static final long MAX_LINEAR_BYTES = Integer.MAX_VALUE - (1 << 20);

  private MachineMaker() {}

  /**
   * A machine, switched on.
   *
   * @throws BadConfigurationException if it can't be made as asked
   */
  public static Machine make(BootRequest request, ConsoleSink console) {
    LinearAllocator allocator = new LinearAllocator(allocate(request));
    MachineConfig config =
        new MachineConfig(
            request.memoryMiB(),
            request.harts(),
            blob(allocator, request.firmware()),
            blob(allocator, request.kernel()),
            blob(allocator, request.initrd()),
            request.commandLine(),
            request.disks(),
            request.powerOnEpochNanos(),
            request.entropySeed(),
            request.columns(),
            request.rows());
    Machine machine = new Machine(config, allocator, console);
    request.jit().apply(machine, allocator.memory());
    return machine;
  }

  private static LinearMemory allocate(BootRequest request) {
    // The ranges are MachineConfig's to check; here they only have to be harmless.
    int memoryMiB = Math.max(1, Math.min(request.memoryMiB(), MachineConfig.MAX_MEMORY_MIB));
    int harts = Math.max(1, Math.min(request.harts(), MachineConfig.MAX_HARTS));
    long bytes = Machine.requiredBytes(memoryMiB, harts) + SLACK_BYTES
        + length(request.firmware()) + length(request.kernel()) + length(request.initrd());
    if (bytes > MAX_LINEAR_BYTES) {
      throw new BadConfigurationException("the images and " + memoryMiB + " MiB of memory need "
          + bytes + " bytes together, possible are " + MAX_LINEAR_BYTES);
    }
    try {
      return LinearMemory.onHeap((int) bytes);
    } catch (OutOfMemoryError e) {
      throw new BadConfigurationException("a machine with " + memoryMiB + " MiB needs more memory than Java"
          + " has; give it more with java -Xmx" + (bytes / (1 << 20) + 128) + "m");
    }
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static Blob blob(LinearAllocator allocator, byte[] bytes) {
    return bytes == null ? null : Blob.of(allocator, bytes);
  }
}
