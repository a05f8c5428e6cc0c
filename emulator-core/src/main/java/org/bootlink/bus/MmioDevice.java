// SPDX-License-Identifier: Apache-2.0
package org.bootlink.bus;

/**
 * A device's registers as the bus sees them. A device knows offsets only, never where it is mapped.
 *
 * <p>The bus calls {@link #read} and {@link #write} only with sizes that {@link #accessSizes} names, at
 * offsets that are multiples of the size and inside the mapped range. Everything else is an access fault
 * that the device never sees.
 */
public interface MmioDevice {
  /** Access sizes in bytes that the device answers, OR-ed: some of 1, 2, 4 and 8. */
  int accessSizes();

  /** The register's value, zero-extended. */
  long read(int offset, int size);

  /** Stores the low {@code size} bytes of {@code value}. */
  void write(int offset, long value, int size);
}
