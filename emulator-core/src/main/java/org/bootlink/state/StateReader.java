// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

/** Gives a machine the state that {@link StateWriter} wrote down. */
public final class StateReader implements StateWalk {
  private static final int MAX_NAME_BYTES = 64;

  private final ByteReader bytes;

  public StateReader(ByteReader bytes) {
    this.bytes = bytes;
  }

  /** @throws BadStateException if another part was saved here: it was another machine, or another version */
  @Override
  public void begin(String part) {
    String found = bytes.text(MAX_NAME_BYTES);
    if (!found.equals(part)) {
      throw new BadStateException("there is “" + found + "” where “" + part + "” should be");
    }
  }

  @Override
  public boolean restores() {
    return true;
  }

  @Override
  public long value(long value) {
    return bytes.signed();
  }
}
