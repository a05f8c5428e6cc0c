// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The terminal at standard input, switched by {@code stty}: raw while a machine runs, as it was afterwards.
 */
public final class TerminalMode implements AutoCloseable {
  private final String saved;
  private final AtomicBoolean restored = new AtomicBoolean();
  private final Thread restoreAtExit = new Thread(this::restore, "restore terminal");

  /** The size of a terminal, each at least 1. */
  public record Size(int columns, int rows) {
    /** What is assumed where there is no terminal. */
    static final Size DEFAULT = new Size(80, 24);
  }

  private TerminalMode(String saved) {
    this.saved = saved;
  }

  /** Makes the terminal raw, or returns null if standard input is none (or there is no {@code stty}). */
  static TerminalMode makeRaw() {
    String saved = stty("-g");
    if (saved == null || saved.isEmpty()) {
      return null;
    }
    TerminalMode mode = new TerminalMode(saved);
    Runtime.getRuntime().addShutdownHook(mode.restoreAtExit);
    if (stty("raw", "-echo") == null) {
      mode.close();
      return null;
    }
    return mode;
  }

  /** The terminal's present size, or null if it isn't known. */
  static Size size() {
    String answer = stty("size");
    if (answer == null || !answer.matches("\\d{1,5} \\d{1,5}")) {
      return null;
    }
    String[] numbers = answer.split(" ");
    int rows = Integer.parseInt(numbers[0]);
    int columns = Integer.parseInt(numbers[1]);
    boolean known = rows >= 1 && rows <= 65_535 && columns >= 1 && columns <= 65_535;
    return known ? new Size(columns, rows) : null;
  }

  /** Puts the terminal back as it was. */
  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(restoreAtExit);
    } catch (IllegalStateException e) {
      // The program is ending; the hook finds nothing left to do.
    }
  }

  private void restore() {
    if (restored.compareAndSet(false, true)) {
      stty(saved);
    }
  }

  /** Output of a successful {@code stty}, or null. */
  private static String stty(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "stty";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? output : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
