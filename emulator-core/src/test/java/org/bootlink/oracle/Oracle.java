// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.util.ArrayList;
import java.util.List;

/** Has images run on both sides and compares what they leave. */
final class Oracle {
  /** The differences between both sides, one for each run that has any. */
  static List<Difference> compare(Image image) {
    return compare(image, OwnMachine.run(image), Qemu.run(image));
  }

  static List<Difference> compare(Image image, GuestMemory own, GuestMemory reference) {
    List<Difference> found = new ArrayList<>();
    for (int i = 0; i < image.runs().size(); i++) {
      Difference difference = first(i, own, reference);
      if (difference != null) {
        found.add(difference);
      }
    }
    return found;
  }

  /** The trap log tells most about where things went wrong, so it is looked at first. */
  private static Difference first(int run, GuestMemory own, GuestMemory reference) {
    for (int i = 0; i < Layout.RECORD_SIZE; i += 8) {
      int offset = (i + Layout.TRAPS) % Layout.RECORD_SIZE;
      long pa = Layout.record(run) + offset;
      long a = own.get64(pa);
      long b = reference.get64(pa);
      if (a != b && !Differences.allow(own, Layout.record(run), offset, a, b)) {
        return new Difference(run, offset, a, b);
      }
    }
    return firstInTable(run, own, reference);
  }

  private static Difference firstInTable(int run, GuestMemory own, GuestMemory reference) {
    long table = Layout.table(Layout.record(run));
    for (int i = 0; i < 4096; i += 8) {
      long a = own.get64(table + i);
      long b = reference.get64(table + i);
      if (a != b) {
        return new Difference(run, Layout.RECORD_SIZE + i, a, b);
      }
    }
    return null;
  }

  private Oracle() {}
}
