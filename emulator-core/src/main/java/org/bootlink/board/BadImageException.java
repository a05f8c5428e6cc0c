// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

/** A firmware, kernel or initrd can't be loaded: truncated, corrupt, for another machine, or too large. */
public final class BadImageException extends BadConfigurationException {
  public BadImageException(String message) {
    super(message);
  }
}
