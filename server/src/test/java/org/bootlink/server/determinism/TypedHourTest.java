// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.determinism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.bootlink.session.Entry;
import org.bootlink.session.Recording;
import org.bootlink.time.Clock;
import org.junit.jupiter.api.Test;

/** What an hour of somebody at the shell costs: in a file, and deflated, as it is in a link. */
class TypedHourTest {
  private static final int MAX_FILE_BYTES = 20_000;
  private static final int MAX_DEFLATED_BYTES = 10_000;

  @Test
  void anHourOfCommandsIsAFewKilobytes() throws IOException {
    TypedHour hour = new TypedHour();
    Recording recording = hour.record();
    byte[] file = recording.toBytes();
    int deflated = deflated(file);
    String what = hour.keys() + " keys in an hour: " + file.length + " bytes, deflated " + deflated + "; "
        + kinds(recording);
    System.out.println(what);
    assertEquals(3600, recording.end().ticks() / Clock.TICKS_PER_SECOND, 30);
    assertTrue(file.length <= MAX_FILE_BYTES && deflated <= MAX_DEFLATED_BYTES, what);
  }

  private static Map<String, Integer> kinds(Recording recording) {
    Map<String, Integer> kinds = new TreeMap<>();
    for (Entry entry : recording.entries()) {
      String kind = entry instanceof Entry.Input input
          ? input.event().getClass().getSimpleName() + (input.byTime() ? " by time" : "")
          : entry.getClass().getSimpleName();
      kinds.merge(kind, 1, Integer::sum);
    }
    return kinds;
  }

  private static int deflated(byte[] bytes) throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(to, new Deflater(9, true))) {
      deflater.write(bytes);
    }
    return to.size();
  }
}
