// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import org.bootlink.board.BootPlan;
import org.bootlink.state.ByteReader;
import org.bootlink.state.ByteWriter;

/** Where a machine's images go, in a snapshot that holds RAM whole; docs/session-format.md. */
final class SavedPlan {
  private SavedPlan() {}

  static byte[] write(BootPlan plan) {
    ByteWriter to = new ByteWriter();
    to.unsigned(plan.entryPa());
    to.unsigned(plan.kernelEntryPa());
    to.unsigned(plan.dtbPa());
    to.unsigned(plan.initrdStartPa());
    to.unsigned(plan.initrdEndPa());
    return to.toBytes();
  }

  static BootPlan read(ByteReader from) {
    BootPlan plan = new BootPlan(
        from.unsigned(), from.unsigned(), from.unsigned(), from.unsigned(), from.unsigned());
    from.requireEnd();
    return plan;
  }
}
