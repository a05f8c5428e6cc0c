// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.IOException;
import java.io.OutputStream;

/** Collects the guest's single bytes for a stream. A write that fails is reported by {@link #flush}. */
final class OutputBuffer {
  private final OutputStream stream;
  private final byte[] bytes = new byte[8192];
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

  private void drain() {
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
