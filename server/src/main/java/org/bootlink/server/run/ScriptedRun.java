// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.bootlink.board.BadConfigurationException;
import org.bootlink.board.Machine;
import org.bootlink.script.Checkpoint;
import org.bootlink.script.Script;
import org.bootlink.script.ScriptRunner;

/** A machine that runs by a script; see {@link Script}. */
public final class ScriptedRun {
  private ScriptedRun() {}

  /**
   * Runs {@code script} to its end.
   *
   * @param digests gets a line for each digest
   * @param console gets what the guest writes
   * @throws BadConfigurationException if the machine can't be made as asked
   * @throws IOException if {@code console} can't be written
   */
  public static void run(BootRequest request, Script script, PrintStream digests, OutputStream console)
      throws IOException {
    OutputBuffer output = new OutputBuffer(console);
    Machine machine = MachineMaker.make(request, output::write);
    ScriptRunner runner = new ScriptRunner(machine, script);
    for (Checkpoint point = runner.next(); point != null; point = runner.next()) {
      output.flush();
      digests.println(point);
    }
    output.flush();
  }
}
