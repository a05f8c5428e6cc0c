// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bootlink.time.Clock;

/**
 * What a session's terminal showed, as an asciicast of version 2 or 3: a line of JSON for the header, then one for
 * each output, with its time in seconds (version 2: since the start; 3: since the line before).
 *
 * <p>Specification: asciinema, "asciicast v2" and "asciicast v3".
 */
public final class Asciicast {
  /** What is written within this time is one output. */
  private static final long JOIN_TICKS = Clock.TICKS_PER_SECOND / 100;

  private final ObjectMapper json = new ObjectMapper();
  private final int version;
  private final Writer to;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private long firstTicks = -1;
  private long pendingTicks;
  private long writtenTicks;

  /**
   * @param version 2 or 3
   * @param seconds the date of the session since 1970; 0 if that is not known
   */
  public Asciicast(int version, Writer to, int columns, int rows, long seconds, String title)
      throws IOException {
    this.version = version;
    this.to = to;
    ObjectNode header = json.createObjectNode().put("version", version);
    if (version == 2) {
      header.put("width", columns).put("height", rows);
    } else {
      header.putObject("term").put("cols", columns).put("rows", rows);
    }
    if (seconds > 0) {
      header.put("timestamp", seconds);
    }
    if (!title.isEmpty()) {
      header.put("title", title);
    }
    to.write(header + "\n");
  }

  /** The byte {@code value} was written at {@code ticks}. */
  public void add(long ticks, int value) throws IOException {
    if (firstTicks < 0) {
      firstTicks = ticks;
      writtenTicks = ticks;
    }
    if (pending.size() > 0 && ticks - pendingTicks > JOIN_TICKS) {
      flush(false);
    }
    if (pending.size() == 0) {
      pendingTicks = ticks;
    }
    pending.write(value);
  }

  /** Writes what is left. */
  public void end() throws IOException {
    flush(true);
    to.flush();
  }

  /** @param all whether also a character that is not whole yet */
  private void flush(boolean all) throws IOException {
    byte[] bytes = pending.toByteArray();
    int whole = all ? bytes.length : wholeCharacters(bytes);
    pending.reset();
    if (whole > 0) {
      double seconds = (pendingTicks - (version == 2 ? firstTicks : writtenTicks))
          / (double) Clock.TICKS_PER_SECOND;
      String text = json.writeValueAsString(new String(bytes, 0, whole, StandardCharsets.UTF_8));
      to.write(String.format(Locale.ROOT, "[%.6f, \"o\", %s]%n", seconds, text).replace("\r\n", "\n"));
      writtenTicks = pendingTicks;
    }
    pending.write(bytes, whole, bytes.length - whole);
  }

  /** How many bytes are whole characters of UTF-8. */
  private static int wholeCharacters(byte[] bytes) {
    int start = bytes.length - 1;
    while (start > 0 && bytes.length - start < 4 && (bytes[start] & 0xc0) == 0x80) {
      start--;
    }
    if (start < 0) {
      return 0;
    }
    int lead = bytes[start] & 0xff;
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    return start + length > bytes.length ? start : bytes.length;
  }
}
