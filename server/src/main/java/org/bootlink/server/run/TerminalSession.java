// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.FileOutputStream;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.Function;
import sun.misc.Signal;

/** Connects a machine to this process's standard input and output. */
public final class TerminalSession {
  private final InputQueue queue = new InputQueue();
  private final PrintStream messages;

  /**
   * @param messages where hints for the person at the terminal go
   */
  public TerminalSession(PrintStream messages) {
    this.messages = messages;
  }

  /**
   * Boots what {@code request} gives for a terminal's size, and runs it to its end.
   *
   * @throws org.bootlink.board.BadConfigurationException if the machine can't be made
   */
  public HeadlessRunner.Outcome run(Function<TerminalMode.Size, BootRequest> request)
      throws IOException, InterruptedException {
    return run(request, made -> null);
  }

  /**
   * The same, and keeps the machine's session.
   *
   * @param keeping gives what keeps the session of the machine that was made, or null
   */
  public HeadlessRunner.Outcome run(
      Function<TerminalMode.Size, BootRequest> request, Function<BootRequest, SessionKeeper> keeping)
      throws IOException, InterruptedException {
    InputStream input = System.in;
    OutputStream output = new FileOutputStream(FileDescriptor.out);
    TerminalMode.Size size = TerminalMode.size();
    BootRequest made = request.apply(size == null ? TerminalMode.Size.DEFAULT : size);
    HeadlessRunner runner = new HeadlessRunner(made, queue, output);
    SessionKeeper keeper = keeping.apply(made);
    if (keeper != null) {
      runner.keepSession(keeper, size);
    }
    try (TerminalMode raw = TerminalMode.makeRaw()) {
      EscapeKeys escapeKeys = null;
      if (raw != null) {
        say(EscapeKeys.HELP);
        escapeKeys = new EscapeKeys(this::quit, () -> say(EscapeKeys.HELP));
        followSize();
      } else {
        runner.holdInputUntilQuiet();
      }
      new InputReader(input, queue, escapeKeys).start();
      HeadlessRunner.Outcome outcome = runner.run();
      if (raw != null) {
        // The guest's last line may lack its end.
        messages.print("\r\n");
      }
      return outcome;
    }
  }

  /** A line of ours in the middle of the guest's; the terminal may be raw. */
  public void say(String line) {
    messages.print("\r\n[bootlink] " + line + "\r\n");
    messages.flush();
  }

  private void quit() {
    try {
      queue.put(new HostEvent.Quit());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void followSize() {
    try {
      Signal.handle(new Signal("WINCH"), signal -> sizeChanged());
    } catch (IllegalArgumentException e) {
      // A system without this signal: the size stays as it was at the start.
    }
  }

  private void sizeChanged() {
    TerminalMode.Size size = TerminalMode.size();
    if (size != null) {
      queue.offer(new HostEvent.Resize(size.columns(), size.rows()));
    }
  }
}
