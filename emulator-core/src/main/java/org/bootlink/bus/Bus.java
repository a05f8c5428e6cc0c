// SPDX-License-Identifier: Apache-2.0
package org.bootlink.bus;

import java.util.ArrayList;
import java.util.List;

/** Finds the device that answers a physical address. RAM is not on it: see {@link Ram}. */
public final class Bus {
  private final List<Mapping> mappings = new ArrayList<>();

  /** A device and the range it answers. */
  public record Mapping(long pa, int sizeBytes, MmioDevice device) {
    /** Whether the device answers an aligned access of {@code size} bytes at {@code address}. */
    boolean answers(long address, int size) {
      long offset = address - pa;
      return offset >= 0
          && offset <= sizeBytes - size
          && (address & size - 1) == 0
          && (device.accessSizes() & size) != 0;
    }

    public int offset(long address) {
      return (int) (address - pa);
    }
  }

  /** Maps {@code device} at {@code pa}; ranges must not overlap. */
  public void map(long pa, int sizeBytes, MmioDevice device) {
    for (Mapping other : mappings) {
      if (pa < other.pa + other.sizeBytes && other.pa < pa + sizeBytes) {
        throw new IllegalArgumentException("two devices at 0x" + Long.toHexString(pa));
      }
    }
    mappings.add(new Mapping(pa, sizeBytes, device));
  }

  /** The mapping that answers such an access, or null: then it is an access fault. */
  public Mapping find(long pa, int size) {
    for (int i = 0; i < mappings.size(); i++) {
      Mapping mapping = mappings.get(i);
      if (mapping.answers(pa, size)) {
        return mapping;
      }
    }
    return null;
  }
}
