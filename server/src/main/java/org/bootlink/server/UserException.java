// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server;

/** What was asked can't be done; the message is one line for the person who asked. */
public final class UserException extends Exception {
  public UserException(String message) {
    super(message);
  }
}
