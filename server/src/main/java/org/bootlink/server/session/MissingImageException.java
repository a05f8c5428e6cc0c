// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.session;

/** A session's machine can't be made because something that it is made of is not here. */
public final class MissingImageException extends Exception {
  MissingImageException(String message) {
    super(message);
  }
}
