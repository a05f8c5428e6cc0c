// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import org.bootlink.state.StateWalk;

/** Bytes on their way from the host to a device: first in, first out, as many as the host sends. */
public final class InputQueue {
  private static final int INITIAL_BYTES = 64;
  /** More than anybody pastes. */
  private static final int MAX_SAVED_BYTES = 1 << 28;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int first;
  private int size;

  public int size() {
    return size;
  }

  /** Appends {@code data[offset .. offset + length]}. */
  public void add(byte[] data, int offset, int length) {
    if (offset < 0 || length < 0 || length > data.length - offset) {
      throw new IndexOutOfBoundsException(offset + " + " + length + " of " + data.length + " bytes");
    }
    makeRoom(length);
    int end = (first + size) % bytes.length;
    int upToTop = Math.min(length, bytes.length - end);
    System.arraycopy(data, offset, bytes, end, upToTop);
    System.arraycopy(data, offset + upToTop, bytes, 0, length - upToTop);
    size += length;
  }

  /** Takes the oldest byte, 0 to 255; the queue must not be empty. */
  public int remove() {
    if (size == 0) {
      throw new IllegalStateException("input queue is empty");
    }
    int value = bytes[first] & 0xff;
    first = (first + 1) % bytes.length;
    size--;
    return value;
  }

  public void walkState(StateWalk walk) {
    int count = walk.range(size, 0, MAX_SAVED_BYTES);
    if (walk.restores()) {
      clear();
    }
    for (int i = 0; i < count; i++) {
      boolean there = i < size;
      int value = walk.range(there ? bytes[(first + i) % bytes.length] & 0xff : 0, 0, 0xff);
      if (!there) {
        add(new byte[] {(byte) value}, 0, 1);
      }
    }
  }

  public void clear() {
    bytes = new byte[INITIAL_BYTES];
    first = 0;
    size = 0;
  }

  private void makeRoom(int length) {
    if (length <= bytes.length - size) {
      return;
    }
    byte[] larger = new byte[Math.max(Math.addExact(size, length), (int) Math.min(2L * size, 1 << 30))];
    int upToTop = Math.min(size, bytes.length - first);
    System.arraycopy(bytes, first, larger, 0, upToTop);
    System.arraycopy(bytes, 0, larger, upToTop, size - upToTop);
    bytes = larger;
    first = 0;
  }
}
