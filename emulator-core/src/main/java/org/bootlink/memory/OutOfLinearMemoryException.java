// SPDX-License-Identifier: Apache-2.0
package org.bootlink.memory;

/** The host gave the machine less linear memory than its configuration needs. */
public final class OutOfLinearMemoryException extends RuntimeException {
  OutOfLinearMemoryException(long wantedBytes, long leftBytes) {
    super("the machine needs " + wantedBytes + " more bytes of memory, " + leftBytes + " are left");
  }
}
