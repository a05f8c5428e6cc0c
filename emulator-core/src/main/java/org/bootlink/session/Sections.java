// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

import org.bootlink.state.ByteReader;
import org.bootlink.state.ByteSource;
import org.bootlink.state.ByteWriter;
import org.bootlink.state.SectionCheck;

/** The container of recordings and snapshots; see docs/session-format.md. */
public final class Sections {
  public static final int RECORDING = 'R';
  public static final int SNAPSHOT = 'S';

  public static final int END = 0;
  public static final int HEADER = 1;
  public static final int FIRST_OPTIONAL = 64;

  private static final int MAGIC_BYTES = 4;
  private static final int FORMAT = 1;
  private static final int MAX_TAG = 127;

  private final ByteSource source;
  private final String what;
  private int at = MAGIC_BYTES;
  private int tag;
  private boolean complete;

  /**
   * @param kind {@link #RECORDING} or {@link #SNAPSHOT}
   * @throws BadSessionException if {@code source} is something else, or of a later version
   */
  public Sections(ByteSource source, int kind) {
    this.source = source;
    this.what = kind == RECORDING ? "recording" : "snapshot";
    if (kindOf(source) != kind) {
      throw new BadSessionException("this is no " + what + " of Bootlink");
    }
    if (source.u8(3) != FORMAT) {
      throw new BadSessionException("this " + what + " has format " + source.u8(3)
          + ", made by a later version of Bootlink; this one knows format " + FORMAT);
    }
  }

  /** {@link #RECORDING}, {@link #SNAPSHOT}, or 0 for neither. */
  public static int kindOf(ByteSource source) {
    if (source.length() < MAGIC_BYTES || source.u8(0) != 'B' || source.u8(1) != 'L') {
      return 0;
    }
    int kind = source.u8(2);
    return kind == RECORDING || kind == SNAPSHOT ? kind : 0;
  }

  /**
   * The contents of the next section, checked, or null at the end: also where the file was cut off, see {@link
   * #complete}.
   *
   * @throws BadSessionException if it was damaged
   */
  public ByteReader next() {
    if (complete) {
      return null;
    }
    int start = at;
    long length;
    ByteReader reader = new ByteReader(source, at, source.length());
    try {
      tag = reader.count("section", MAX_TAG);
      length = reader.unsigned();
    } catch (BadSessionException e) {
      throw e;
    } catch (RuntimeException e) {
      return cutOrDamaged(reader);
    }
    int contents = reader.position();
    if (length < 0 || length > Integer.MAX_VALUE || length + 4 > source.length() - contents) {
      return null;
    }
    int end = contents + (int) length;
    SectionCheck check = new SectionCheck();
    check.add(source, start, end - start);
    if (check.value() != new ByteReader(source, end, end + 4).i32()) {
      throw damaged();
    }
    at = end + 4;
    if (tag == END) {
      complete = true;
      if (length != 0 || at != source.length()) {
        throw damaged();
      }
      return null;
    }
    return new ByteReader(source, contents, end);
  }

  /** The tag of the section that {@link #next} gave. */
  public int tag() {
    return tag;
  }

  /** Whether the end was there; known once {@link #next} answered null. */
  public boolean complete() {
    return complete;
  }

  public BadSessionException damaged() {
    return new BadSessionException("this " + what + " is damaged");
  }

  /** @throws BadSessionException if a section with the present tag may not be skipped */
  public void skipUnknown() {
    if (tag < FIRST_OPTIONAL) {
      throw new BadSessionException("this " + what + " has a part " + tag
          + " that this version of Bootlink does not know");
    }
  }

  private ByteReader cutOrDamaged(ByteReader reader) {
    if (reader.left() > 0) {
      throw damaged();
    }
    return null;
  }

  public static void begin(ByteWriter to, int kind) {
    to.u8('B');
    to.u8('L');
    to.u8(kind);
    to.u8(FORMAT);
  }

  /** What comes before a section's contents. */
  public static byte[] opening(int tag, long length) {
    ByteWriter to = new ByteWriter();
    to.unsigned(tag);
    to.unsigned(length);
    return to.toBytes();
  }

  public static void section(ByteWriter to, int tag, byte[] contents) {
    byte[] opening = opening(tag, contents.length);
    SectionCheck check = new SectionCheck();
    check.add(opening);
    check.add(contents);
    to.bytes(opening, 0, opening.length);
    to.bytes(contents, 0, contents.length);
    to.i32(check.value());
  }
}
