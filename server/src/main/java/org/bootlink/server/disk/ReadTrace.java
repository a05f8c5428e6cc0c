// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bootlink.server.UserException;

/**
 * What was read of a disk, in the order in which it was first read, in blocks of 4 KiB. As a file: a line
 * {@code POSITION LENGTH}, both in bytes, for each run of blocks.
 */
public final class ReadTrace {
  private static final int BLOCK_BYTES = 4096;
  private static final Pattern LINE = Pattern.compile("([0-9]{1,15}) ([0-9]{1,15})");

  private final Set<Long> blocks = new LinkedHashSet<>();

  /** Reads a file that {@link #write} wrote. */
  public static ReadTrace read(Path file) throws UserException, IOException {
    ReadTrace trace = new ReadTrace();
    for (String line : Files.readAllLines(file)) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new UserException(file + ": not a trace of reads: " + line);
      }
      trace.add(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
    return trace;
  }

  /** Notes a read. */
  public void add(long position, long length) {
    for (long block = position / BLOCK_BYTES; block * BLOCK_BYTES < position + length; block++) {
      blocks.add(block);
    }
  }

  public void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    long start = -1;
    long end = -1;
    for (long block : blocks) {
      if (block != end) {
        addLine(lines, start, end);
        start = block;
      }
      end = block + 1;
    }
    addLine(lines, start, end);
    Files.write(file, lines);
  }

  /** The chunks that hold what was read, each once, in the order in which they were needed. */
  Set<Integer> chunks(int chunkBytes, int diskChunks) {
    Set<Integer> chunks = new LinkedHashSet<>();
    for (long block : blocks) {
      long chunk = block * BLOCK_BYTES / chunkBytes;
      if (chunk < diskChunks) {
        chunks.add((int) chunk);
      }
    }
    return chunks;
  }

  private static void addLine(List<String> lines, long start, long end) {
    if (start >= 0) {
      lines.add(start * BLOCK_BYTES + " " + (end - start) * BLOCK_BYTES);
    }
  }
}
