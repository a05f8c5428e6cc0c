// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.load;

/** Linux under load on four harts. */
class FourHartsTest extends LinuxUnderLoad {
  FourHartsTest() {
    super(4);
  }
}
