// SPDX-License-Identifier: Apache-2.0
package org.bootlink.web;

import org.bootlink.memory.LinearMemory;
import org.bootlink.replay.ByteSink;

/** Hands a file over to the worker, piece by piece, through the input buffer or straight from memory. */
final class SessionBytes implements ByteSink {
  private final InputBuffer buffer;

  SessionBytes(InputBuffer buffer) {
    this.buffer = buffer;
  }

  @Override
  public void bytes(byte[] bytes) {
    for (int at = 0; at < bytes.length; at += InputBuffer.SIZE_BYTES) {
      int length = Math.min(InputBuffer.SIZE_BYTES, bytes.length - at);
      buffer.put(bytes, at, length);
      Host.fileBytes(buffer.address(), length);
    }
  }

  @Override
  public void memory(LinearMemory memory, int address, int length) {
    Host.fileBytes(address, length);
  }
}
