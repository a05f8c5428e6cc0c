// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import org.bootlink.host.NanoClock;

/** The browser's monotonic clock. */
final class BrowserClock implements NanoClock {
  @Override
  public long nanos() {
    return (long) (Host.now() * 1_000_000);
  }
}
