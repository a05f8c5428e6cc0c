// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

import java.util.ArrayList;
import java.util.List;
import org.bootlink.state.BadStateException;
import org.bootlink.state.ByteReader;
import org.bootlink.state.ByteSource;

/**
 * A session as it is told: of which machine, and all that entered it.
 *
 * @param complete whether it was told to its end; if not, it was cut off
 */
public record Recording(SessionHeader header, List<Entry> entries, boolean complete) {
  static final int EVENTS = 2;

  /** Whether {@code source} looks like a recording. */
  public static boolean isOne(ByteSource source) {
    return Sections.kindOf(source) == Sections.RECORDING;
  }

  /**
   * Reads a recording's file.
   *
   * @throws BadSessionException if it is none, damaged, or of a later version
   */
  public static Recording read(ByteSource source) {
    Sections sections = new Sections(source, Sections.RECORDING);
    SessionHeader header = null;
    List<Entry> entries = new ArrayList<>();
    EntryReader reader = new EntryReader(entries);
    try {
      for (ByteReader contents = sections.next(); contents != null; contents = sections.next()) {
        if (header == null) {
          if (sections.tag() != Sections.HEADER) {
            throw sections.damaged();
          }
          header = SessionHeader.read(contents, true);
        } else if (sections.tag() == EVENTS) {
          reader.read(contents);
        } else {
          sections.skipUnknown();
        }
      }
    } catch (BadSessionException e) {
      throw e;
    } catch (BadStateException e) {
      throw new BadSessionException("this recording is damaged: " + e.getMessage());
    }
    if (header == null) {
      throw new BadSessionException("this recording was cut off before it began");
    }
    return new Recording(header, List.copyOf(entries), sections.complete());
  }

  /** The recording's file. */
  public byte[] toBytes() {
    RecordingWriter writer = new RecordingWriter(header);
    entries.forEach(writer::add);
    return writer.finish();
  }

  /** The end, or null if it has none: then it was cut off. */
  public Entry.End end() {
    Entry last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
    return last instanceof Entry.End end ? end : null;
  }
}
