// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.load;

/** Linux under load on one hart. */
class OneHartTest extends LinuxUnderLoad {
  OneHartTest() {
    super(1);
  }
}
