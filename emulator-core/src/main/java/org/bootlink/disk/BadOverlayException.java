// SPDX-License-Identifier: Apache-2.0
package org.bootlink.disk;

/** The file with a disk's changes can't be used; the message is for the user. */
public final class BadOverlayException extends RuntimeException {
  BadOverlayException(String message) {
    super(message);
  }
}
