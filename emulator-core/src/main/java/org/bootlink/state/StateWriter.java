// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

/** Writes a machine's state down for {@link StateReader}: names of parts, and signed numbers. */
public final class StateWriter implements StateWalk {
  private final ByteWriter bytes;

  public StateWriter(ByteWriter bytes) {
    this.bytes = bytes;
  }

  @Override
  public void begin(String part) {
    bytes.text(part);
  }

  @Override
  public boolean restores() {
    return false;
  }

  @Override
  public long value(long value) {
    bytes.signed(value);
    return value;
  }
}
