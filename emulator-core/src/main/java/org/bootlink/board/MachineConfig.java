// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import java.util.List;
import org.bootlink.host.BlockStore;
import org.bootlink.memory.Blob;

/**
 * Everything a machine is made from. Two machines of equal configuration that are given equal inputs at
 * equal step counts stay equal bit for bit.
 *
 * @param memoryMiB RAM, {@link #MIN_MEMORY_MIB} to {@link #MAX_MEMORY_MIB}
 * @param harts 1 to {@link #MAX_HARTS}
 * @param firmware raw image or ELF that starts in M-mode, or null: then the kernel starts in M-mode
 * @param kernel Linux Image, ELF or raw image, or null if the firmware is all
 * @param initrd initial RAM disk, or null
 * @param commandLine kernel command line for {@code /chosen/bootargs}; ASCII, at most 2,047 characters
 * @param disks one virtio block device each, in order; at most {@link #MAX_DISKS}
 * @param powerOnEpochNanos wall-clock date at power-on, in nanoseconds since 1970-01-01T00:00Z
 * @param entropySeed what the entropy device's output and the device tree's seeds are derived from
 * @param columns terminal width, 1 to 65,535
 * @param rows terminal height, 1 to 65,535
 */
public record MachineConfig(
    int memoryMiB,
    int harts,
    Blob firmware,
    Blob kernel,
    Blob initrd,
    String commandLine,
    List<BlockStore> disks,
    long powerOnEpochNanos,
    long entropySeed,
    int columns,
    int rows) {
  public static final int MIN_MEMORY_MIB = 16;
  public static final int MAX_MEMORY_MIB = 1024;
  public static final int MAX_HARTS = 8;
  public static final int MAX_DISKS = 4;
  public static final int MAX_COMMAND_LINE = 2047;

  /**
   * Checks every range.
   *
   * @throws BadConfigurationException naming the value and its range
   */
  public MachineConfig {
    requireRange("memory (MiB)", memoryMiB, MIN_MEMORY_MIB, MAX_MEMORY_MIB);
    requireRange("harts", harts, 1, MAX_HARTS);
    requireRange("terminal columns", columns, 1, 65_535);
    requireRange("terminal rows", rows, 1, 65_535);
    disks = List.copyOf(disks);
    requireRange("number of disks", disks.size(), 0, MAX_DISKS);
    requireRange("length of the kernel command line", commandLine.length(), 0, MAX_COMMAND_LINE);
    for (int i = 0; i < commandLine.length(); i++) {
      char c = commandLine.charAt(i);
      if (c < ' ' || c > '~') {
        throw new BadConfigurationException(
            "the kernel command line has a character that is not printable ASCII at position " + i);
      }
    }
    if (firmware == null && kernel == null) {
      throw new BadConfigurationException("there is neither a firmware nor a kernel to start");
    }
  }

  /** Virtio slots in use, from slot 0 on: a disk each, then the console, then entropy. */
  int virtioSlotsUsed() {
    return disks.size() + 2;
  }

  /** Whether the command line asks for a quiet boot, which then holds for the firmware too. */
  boolean isQuiet() {
    return (' ' + commandLine + ' ').contains(" quiet ");
  }

  private static void requireRange(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new BadConfigurationException(what + " is " + value + ", allowed are " + min + " to " + max);
    }
  }
}
