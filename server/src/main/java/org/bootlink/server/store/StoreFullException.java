// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.store;

/** The store has as much as it may keep. */
public final class StoreFullException extends Exception {
  private static final long serialVersionUID = 1;
}
