// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Collects the guest's single bytes for a stream. A write that fails is reported by {@link #flush}. Keeps the last
 * of them.
 */
final class OutputBuffer {
  private final OutputStream stream;
  private final byte[] bytes = new byte[8192];
  /** A ring of the last bytes that were drained. */
  private final byte[] last = new byte[1 << 16];
  private long drained;
  private int count;
  private boolean written;
  private IOException failure;

  OutputBuffer(OutputStream stream) {
    this.stream = stream;
  }

  void write(int value) {
    if (count == bytes.length) {
      drain();
    }
    bytes[count++] = (byte) value;
    written = true;
  }

  /**
   * Hands everything to the stream.
   *
   * @return true if there was anything since the last time
   */
  boolean flush() throws IOException {
    boolean wrote = written;
    written = false;
    if (count > 0) {
      drain();
    }
    if (failure != null) {
      throw failure;
    }
    return wrote;
  }

  /** The last of what was written, up to 64 KiB. */
  byte[] tail() {
    drain();
    byte[] tail = new byte[(int) Math.min(drained, last.length)];
    for (int i = 0; i < tail.length; i++) {
      tail[i] = last[(int) ((drained - tail.length + i) % last.length)];
    }
    return tail;
  }

  private void drain() {
    for (int i = 0; i < count; i++) {
      last[(int) (drained++ % last.length)] = bytes[i];
    }
    try {
      if (failure == null) {
        stream.write(bytes, 0, count);
        stream.flush();
      }
    } catch (IOException e) {
      failure = e;
    }
    count = 0;
  }
}
