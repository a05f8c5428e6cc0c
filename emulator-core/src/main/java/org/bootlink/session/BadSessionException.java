// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

import org.bootlink.state.BadStateException;

/** A recording or snapshot can't be used; the message is for the person who wanted to. */
public final class BadSessionException extends BadStateException {
  public BadSessionException(String message) {
    super(message);
  }
}
