// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bootlink.server.Bootlink;

/** Programs that are typed all their input at once. */
final class Typed {
  private static final int TIMEOUT_SECONDS = 300;

  private Typed() {}

  /** The same as {@link #output} for {@code bootlink run} with these options. */
  static String runOutput(Path folder, String input, String... options) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path"),
        Bootlink.class.getName(), "run"));
    command.addAll(List.of(options));
    return output(folder, input, command.toArray(String[]::new));
  }

  /**
   * What the program prints until it ends by itself with success.
   *
   * @param folder for files in between
   */
  static String output(Path folder, String input, String... command) throws IOException, InterruptedException {
    Path inputFile = Files.writeString(folder.resolve("input"), input);
    Path output = folder.resolve("output");
    Process process = new ProcessBuilder(command).redirectInput(inputFile.toFile())
        .redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      assertTrue(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS), "still runs: " + String.join(" ", command));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), Files.readString(output, ISO_8859_1));
    return Files.readString(output, ISO_8859_1);
  }
}
