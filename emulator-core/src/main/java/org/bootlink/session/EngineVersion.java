// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

/**
 * Tells whether two builds make the same machine of the same session. To be raised with every change after
 * which a guest could see another machine, also with every change of what is saved of one.
 */
public final class EngineVersion {
  public static final int CURRENT = 1;

  private EngineVersion() {}
}
