// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

/**
 * The first eight bytes in which a run's two records differ.
 *
 * @param run index in the image
 * @param offset in the record
 */
record Difference(int run, int offset, long own, long reference) {
  /** What it is about, whatever the numbers. */
  String kind() {
    boolean trap = offset >= Layout.TRAPS && offset < Layout.RECORD_SIZE;
    return trap ? offset / 8 % 4 + " " + (int) own + " " + (int) reference : Layout.field(offset);
  }

  String describe() {
    return Layout.field(offset) + ": here " + Long.toHexString(own)
        + ", QEMU " + Long.toHexString(reference);
  }
}
