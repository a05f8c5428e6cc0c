// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bootlink.server.Bootlink;

/** Programs that are typed all their input at once. */
final class Typed {
  private static final int TIMEOUT_SECONDS = 300;
  private static final int POLL_MILLIS = 20;

  private Typed() {}

  /** The same as {@link #output} for {@code bootlink run} with these options. */
  static String runOutput(Path folder, String input, String... options) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path"),
        Bootlink.class.getName(), "run"));
    command.addAll(List.of(options));
    // The runner itself holds input back until the guest is ready for it.
    return output(folder, "", input, command.toArray(String[]::new));
  }

  /**
   * What the program prints until it ends by itself with success.
   *
   * @param folder for files in between
   * @param prompt what it prints before it can take input: a UART that is being set up loses what comes
   */
  static String output(Path folder, String prompt, String input, String... command)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process = new ProcessBuilder(command).redirectOutput(output.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
      while (!Files.readString(output, ISO_8859_1).contains(prompt)) {
        assertTrue(process.isAlive() && System.nanoTime() < end, () -> "no prompt: " + String.join(" ", command));
        Thread.sleep(POLL_MILLIS);
      }
      try (OutputStream typed = process.getOutputStream()) {
        typed.write(input.getBytes(ISO_8859_1));
      }
      assertTrue(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS), "still runs: " + String.join(" ", command));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), Files.readString(output, ISO_8859_1));
    return Files.readString(output, ISO_8859_1);
  }
}
