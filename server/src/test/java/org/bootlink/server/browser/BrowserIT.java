// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The browser tests as a part of the build; {@code -Dbootlink.browser.tests=false} leaves them out. What is
 * missing for them is a failure, never a reason to skip: scripts/install-test-tools installs it.
 */
class BrowserIT {
  private static final Path TESTS = Path.of("src", "test", "browser");
  private static final int MIN_NODE = 18;

  @BeforeAll
  static void toolsAreThere() throws Exception {
    assumeFalse("false".equals(System.getProperty("bootlink.browser.tests")), "-Dbootlink.browser.tests=false");
    requireNode();
    if (!Files.isDirectory(TESTS.resolve("node_modules/puppeteer-core"))) {
      run("npm", "ci", "--no-audit", "--no-fund");
    }
  }

  @Test
  void machineInChromium() throws Exception {
    run("node", "--test", "--test-concurrency=1", "boot.test.mjs", "start.test.mjs", "terminal.test.mjs",
        "controls.test.mjs", "failures.test.mjs", "layout.test.mjs", "sessions.test.mjs", "disk-sessions.test.mjs",
        "store.test.mjs");
  }

  @Test
  void disksInChromium() throws Exception {
    run("node", "--test", "--test-concurrency=1", "disks.test.mjs", "disk-ranges.test.mjs",
        "kept-machines.test.mjs", "import.test.mjs", "zstd.test.mjs", "own-images.test.mjs", "debian.test.mjs",
        "systemd.test.mjs", "change-files.test.mjs");
  }

  @Test
  void machineInFirefox() throws Exception {
    run("node", "--test", "firefox.test.mjs");
  }

  @Test
  void bothAgreeWithTheJvm() throws Exception {
    run("node", "--test", "--test-concurrency=1", "determinism.test.mjs", "recorded-sessions.test.mjs");
  }

  private static void requireNode() throws Exception {
    String version = run("node", "--version");
    int major = Integer.parseInt(version.strip().replaceFirst("^v(\\d+)\\..*", "$1"));
    if (major < MIN_NODE) {
      fail("node is " + version.strip() + ", the browser tests need version " + MIN_NODE + " or later");
    }
  }

  /** Runs a command in the tests' folder, shows its output as it comes, and fails with it. */
  private static String run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
    builder.directory(TESTS.toFile());
    builder.redirectErrorStream(true);
    builder.environment().put("PUPPETEER_SKIP_DOWNLOAD", "true");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return fail(command[0] + " can't be started (" + e.getMessage() + "): the browser tests need node, npm, "
          + "chromium and firefox-esr. Run scripts/install-test-tools, or leave them out with "
          + "-Dbootlink.browser.tests=false");
    }
    process.getOutputStream().close();
    String output = echo(process.getInputStream());
    assertEquals(0, process.waitFor(), () -> String.join(" ", command) + " failed:\n" + output);
    return output;
  }

  private static String echo(InputStream in) throws IOException {
    StringBuilder output = new StringBuilder();
    byte[] buffer = new byte[8192];
    for (int length; (length = in.read(buffer)) >= 0; ) {
      System.out.write(buffer, 0, length);
      System.out.flush();
      output.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
    }
    return output.toString();
  }
}
