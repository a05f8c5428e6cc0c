// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

/** Bytes that should be a machine's state, or part of a session, are not; the message says why. */
public class BadStateException extends RuntimeException {
  public BadStateException(String message) {
    super(message);
  }
}
