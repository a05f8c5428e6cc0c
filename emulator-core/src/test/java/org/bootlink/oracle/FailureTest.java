// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a run that fails as a test to keep: it needs neither QEMU nor what made the program. */
final class FailureTest {
  private static final Path FOLDER = Path.of("target", "oracle");

  /**
   * @param alone an image with that run only
   * @return the file
   */
  static Path write(Image alone, Difference difference) {
    Program program = alone.runs().get(0).program();
    String kind = program.kind().substring(0, 1).toUpperCase() + program.kind().substring(1);
    String name = kind + program.seed() + "Variant" + alone.runs().get(0).variant() + "Test";
    try {
      Files.createDirectories(FOLDER);
      return Files.writeString(FOLDER.resolve(name + ".java"), text(name, program, alone, difference));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name, Program program, Image alone, Difference difference) {
    GuestMemory memory = alone.memory();
    StringBuilder listing = new StringBuilder();
    long entry = memory.get64(Layout.record(0) + Layout.IN_ENTRY);
    program.listing(entry).lines().forEach(line -> listing.append(" * ").append(line).append('\n'));
    return """
        // SPDX-License-Identifier: Apache-2.0
        package org.bootlink.oracle;

        import static org.junit.jupiter.api.Assertions.assertEquals;

        import org.junit.jupiter.api.Test;

        /**
         * <pre>
        %s * </pre>
         */
        class %s {
          @Test
          void doesWhatQemuDoes() {
            assertEquals("%s", SavedRun.field(\"""
        %s        \""", %d));
          }
        }
        """.formatted(listing, name, Long.toHexString(difference.reference()),
        words(memory, Layout.CODE, Layout.CODE + program.length())
            + words(memory, Layout.record(0), Layout.record(0) + Layout.RECORD_SIZE)
            + words(memory, Layout.table(Layout.record(0)), Layout.table(Layout.record(0)) + 4096),
        difference.offset());
  }

  /** Address and value of every word from {@code first} to before {@code end} that is not 0. */
  private static String words(GuestMemory memory, long first, long end) {
    StringBuilder text = new StringBuilder();
    for (long pa = first; pa < end; pa += 8) {
      if (memory.get64(pa) != 0) {
        text.append(String.format("        %x %x%n", pa, memory.get64(pa)));
      }
    }
    return text.toString();
  }

  private FailureTest() {}
}
