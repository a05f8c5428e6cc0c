// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.PrintStream;
import java.nio.file.Path;
import org.bootlink.board.Machine;
import org.bootlink.code.CodeHost;
import org.bootlink.jit.TranslationCounters;
import org.bootlink.memory.LinearMemory;
import org.bootlink.server.jvmcode.JvmCodeHost;

/** How one machine translates, and what becomes known of it. */
public final class JitOptions {
  private final JitMode mode;
  private final Path dumpFolder;
  private Machine machine;
  private TranslationCounters counters;

  /** @param dumpFolder where to write what is translated, an existing folder, or null */
  public JitOptions(JitMode mode, Path dumpFolder) {
    this.mode = mode;
    this.dumpFolder = dumpFolder;
  }

  /** Has {@code newMachine}, whose memory is {@code memory}, translate like this from now on. */
  public void apply(Machine newMachine, LinearMemory memory) {
    machine = newMachine;
    if (mode != JitMode.OFF) {
      CodeHost host = new JvmCodeHost(memory);
      counters = machine.translate(dumpFolder == null ? host : new DumpingCodeHost(host, dumpFolder),
          mode.policy());
    }
  }

  /** Says what the machine translated so far. */
  public void report(PrintStream out) {
    if (counters == null) {
      out.println("nothing is translated");
    } else {
      TranslationReport.print(counters, machine.steps(), out);
    }
  }
}
