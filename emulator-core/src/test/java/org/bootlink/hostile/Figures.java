// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** What a property tried, as a row of the table that {@code -Dhostile.report=FILE} collects. */
final class Figures {
  private final String name;
  private final long startNanos = System.nanoTime();
  private long guests;
  private long steps;
  private long slowestCallNanos;

  Figures(String name) {
    this.name = name;
  }

  void add(long guestSteps, long slowestNanos) {
    guests++;
    steps += guestSteps;
    slowestCallNanos = Math.max(slowestCallNanos, slowestNanos);
  }

  String name() {
    return name;
  }

  /** Whether no guest had a call of the machine take so long. */
  boolean isSlowest(long nanos) {
    return nanos > slowestCallNanos;
  }

  /** Appends the row to the report, if one is wanted. */
  void report() {
    String file = System.getProperty("hostile.report");
    String row = String.format(Locale.ROOT, "| %s | %,d | %,d | %d | %d |%n", name, guests, steps,
        (System.nanoTime() - startNanos) / 1_000_000_000, slowestCallNanos / 1_000_000);
    System.out.print(row);
    if (file != null) {
      try {
        Files.writeString(Path.of(file), row, StandardCharsets.UTF_8, StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
