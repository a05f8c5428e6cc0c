// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

/** A machine can't be made as asked; the message is meant for the person who asked. */
public class BadConfigurationException extends RuntimeException {
  public BadConfigurationException(String message) {
    super(message);
  }
}
