// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "--prot 1,             Unknown options",
    "serve --port,         --port",
    "--port x,             'x' is not an int",
    "--port 65536,         --port is 65536",
    "--port -1,            --port is -1",
    "bogus,                bogus",
    "serve extra,          extra",
    "run extra,            extra",
    "run --memory much,    'much' is not an int",
    "run --nonsense,       Unknown option",
  })
  void badOptionsGiveOneLineAHintAndStatusTwo(String arguments, String message) {
    assertEquals(2, execute(arguments.split(" ")));
    String[] lines = err.toString().split("\n");
    assertEquals(2, lines.length, err.toString());
    assertTrue(lines[0].startsWith("bootlink: ") && lines[0].contains(message), lines[0]);
    assertTrue(lines[1].matches("Try 'bootlink( serve| run)? --help'\\."), lines[1]);
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serve --images /nonexistent/images       | images folder /nonexistent/images does not exist",
        "run --images /nonexistent/images         | images folder /nonexistent/images does not exist",
        "run --kernel /nonexistent/Image          | --kernel: /nonexistent/Image does not exist",
        "run --bios /nonexistent/fw               | --bios: /nonexistent/fw does not exist",
        "run --initrd /                           | --initrd: / is a folder",
        "run --disk /nonexistent/d.img            | disk /nonexistent/d.img does not exist",
        "run --disk /nonexistent/d.img,ro         | disk /nonexistent/d.img",
        "run --machine none                       | there is no machine none",
        "run --memory 0                           | memory (MiB) is 0",
        "run --memory 9999999                     | memory (MiB) is 9999999",
        "run --harts 9                            | harts is 9",
        "run --bios none --append \u00e4          | not printable ASCII",
      })
  void whatCannotBeDoneGivesOneLineAndStatusTwo(String arguments, String message) {
    assertEquals(2, execute(arguments.split(" ")));
    assertOneLine(message);
  }

  @Test
  void aDiskOfPartialSectorsIsRefused() throws IOException {
    Path disk = Files.write(temp.resolve("d.img"), new byte[700]);
    assertEquals(2, execute("run", "--disk", disk.toString()));
    assertOneLine("700 bytes");
  }

  @Test
  void packTellsInOneLineWhatItCantDo() throws IOException {
    String disk = Files.write(temp.resolve("d.img"), new byte[512]).toString();
    String[][] cases = {
      {"pack", disk, temp + "/none/d", "none does not exist"},
      {"pack", disk, temp.toString(), "is a folder"},
      {"pack", "--unpack", disk, disk, "the same file"},
      {"pack", "--unpack", disk, temp + "/d", "is not a packed disk image"},
      {"pack", temp + "/none", temp + "/d", "does not exist"},
    };
    for (String[] arguments : cases) {
      int last = arguments.length - 1;
      assertEquals(2, execute(Arrays.copyOf(arguments, last)));
      assertOneLine(arguments[last]);
      err.getBuffer().setLength(0);
    }
    assertEquals(0, execute("pack", disk, temp + "/d"), err.toString());
    assertEquals(2, execute("pack", temp + "/d", temp + "/e"));
    assertOneLine("is packed already");
  }

  @Test
  void aTakenPortGivesOneLineAndStatusTwo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertEquals(2, execute("--port", Integer.toString(taken.getLocalPort())));
    }
    assertOneLine("choose another with --port");
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    for (String command : new String[] {"--help", "serve --help", "run --help", "--version"}) {
      assertEquals(0, execute(command.split(" ")));
    }
    for (String word :
        new String[] {
          "serve", "run", "--port", "--bind", "--images", "--kernel", "--bios", "--initrd", "--disk",
          "--memory", "--harts", "--append", "--cmdline", "Ctrl-A x",
        }) {
      assertTrue(out.toString().contains(word), word);
    }
    assertEquals("", err.toString());
  }

  private int execute(String... arguments) {
    CommandLine commandLine = Bootlink.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return Bootlink.execute(commandLine, arguments);
  }

  private void assertOneLine(String message) {
    String text = err.toString();
    assertTrue(text.startsWith("bootlink: ") && text.contains(message), text);
    assertEquals(text.length() - 1, text.indexOf('\n'), text);
    assertFalse(text.contains("Exception"), text);
  }
}
