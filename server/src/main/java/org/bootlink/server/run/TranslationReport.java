// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.PrintStream;
import java.util.List;
import org.bootlink.jit.TranslationCounters;

/** What a run's translator did, as text. */
final class TranslationReport {
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * Prints it.
   *
   * @param steps that the machine took
   */
  static void print(TranslationCounters counters, long steps, PrintStream out) {
    out.printf("steps          %,d, of them translated %,d (%.1f %%)%n", steps, counters.steps(),
        steps == 0 ? 0 : 100.0 * counters.steps() / steps);
    out.printf("units          %,d, %,d bytes; %,d refused%n", counters.modules(), counters.bytes(),
        counters.refused());
    out.printf("regions        %,d in use, %,d dropped; %,d nested too deep%n",
        counters.regions() - counters.regionsDropped(), counters.regionsDropped(), counters.tooDeep());
    out.printf("kept           %,d functions, %,d bytes of units; %,d times everything dropped%n",
        counters.slotsInUse(), counters.bytesInUse(), counters.flushes());
    out.printf("instructions   %,d%n", counters.instructions());
    out.printf("translating    %,.0f ms%n", counters.nanos() / NANOS_PER_MILLI);
    out.printf("entered        %,d times; %,d times in vain%n", counters.entries(), counters.exposures());
    print("left for", counters.exits(), out);
    print("helpers execute", counters.assisted(), out);
  }

  private static void print(String title, List<TranslationCounters.Count> counts, PrintStream out) {
    out.println(title);
    for (TranslationCounters.Count count : counts) {
      out.printf("  %,14d  %s%n", count.count(), count.reason());
    }
  }

  private TranslationReport() {}
}
