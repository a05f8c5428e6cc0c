// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

import org.bootlink.state.ByteWriter;

/**
 * Encodes a recording piece by piece, so that it can be written while it is made: what was given out so far is
 * always a recording that was cut off.
 */
public final class RecordingWriter {
  private final EntryWriter entries = new EntryWriter();
  private ByteWriter to = new ByteWriter();

  public RecordingWriter(SessionHeader header) {
    Sections.begin(to, Sections.RECORDING);
    ByteWriter contents = new ByteWriter();
    header.write(contents, true);
    Sections.section(to, Sections.HEADER, contents.toBytes());
  }

  public void add(Entry entry) {
    entries.write(entry);
  }

  /** The next bytes of the file: all that was added and not taken yet. */
  public byte[] take() {
    byte[] contents = entries.take();
    if (contents.length > 0) {
      Sections.section(to, Recording.EVENTS, contents);
    }
    byte[] bytes = to.toBytes();
    to = new ByteWriter();
    return bytes;
  }

  /** The last bytes of the file. */
  public byte[] finish() {
    byte[] rest = take();
    to.bytes(rest, 0, rest.length);
    Sections.section(to, Sections.END, new byte[0]);
    return to.toBytes();
  }
}
