// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.util.List;
import org.bootlink.host.BlockStore;

/**
 * What to boot; the parts are as in {@link org.bootlink.board.MachineConfig}, the images as bytes.
 *
 * @param firmware or null
 * @param kernel or null
 * @param initrd or null
 */
public record BootRequest(
    int memoryMiB,
    int harts,
    byte[] firmware,
    byte[] kernel,
    byte[] initrd,
    String commandLine,
    List<BlockStore> disks,
    long powerOnEpochNanos,
    long entropySeed,
    int columns,
    int rows,
    JitOptions jit) {
  /** A machine that translates hot code. */
  public BootRequest(int memoryMiB, int harts, byte[] firmware, byte[] kernel, byte[] initrd, String commandLine,
      List<BlockStore> disks, long powerOnEpochNanos, long entropySeed, int columns, int rows) {
    this(memoryMiB, harts, firmware, kernel, initrd, commandLine, disks, powerOnEpochNanos, entropySeed,
        columns, rows, new JitOptions(JitMode.ON, null));
  }

  /** The same, switched on at that date, with that seed and terminal. */
  public BootRequest poweredOn(long epochNanos, long seed, int terminalColumns, int terminalRows) {
    return new BootRequest(memoryMiB, harts, firmware, kernel, initrd, commandLine, disks, epochNanos, seed,
        terminalColumns, terminalRows, jit);
  }
}
