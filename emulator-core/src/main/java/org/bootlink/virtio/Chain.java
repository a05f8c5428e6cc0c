// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import org.bootlink.bus.Ram;
import org.bootlink.state.StateWalk;

/**
 * One buffer that the driver made available: device-readable bytes, then device-writable bytes, each a run
 * of segments in RAM. All segments were checked when the chain was walked, and what the driver does to the
 * descriptors afterwards has no effect. Offsets count from the start of the readable or the writable part;
 * callers keep them inside.
 */
public final class Chain {
  private final Ram ram;
  private final long[] segmentPa;
  private final int[] segmentLength;
  private int segments;
  private int readableSegments;
  private long readableBytes;
  private long writableBytes;
  private int head;
  /** Where {@link #span} went last: a segment of the part that begins at segment {@code cursorPart}. */
  private int cursor;
  private int cursorPart;
  private long cursorPosition;
  private long cursorSkip;

  Chain(Ram ram, int maxSegments) {
    this.ram = ram;
    this.segmentPa = new long[maxSegments];
    this.segmentLength = new int[maxSegments];
  }

  public long readableBytes() {
    return readableBytes;
  }

  public long writableBytes() {
    return writableBytes;
  }

  /** Copies {@code length} readable bytes from {@code position} on. */
  public void read(long position, byte[] target, int offset, int length) {
    move(0, position, target, offset, length, false);
  }

  /** Copies {@code length} bytes to the writable part, from {@code position} on. */
  public void write(long position, byte[] source, int offset, int length) {
    move(readableSegments, position, source, offset, length, true);
  }

  /**
   * Finds the readable bytes from {@code position} on, which is inside the readable part.
   *
   * @return how many of them lie together in RAM, from {@link #spanPa} on; 1 or more
   */
  public int readableSpan(long position) {
    return span(0, position);
  }

  /** Like {@link #readableSpan} for the writable part. */
  public int writableSpan(long position) {
    return span(readableSegments, position);
  }

  /** Physical address of the span that was found last. */
  public long spanPa() {
    return segmentPa[cursor] + cursorSkip;
  }

  Ram ram() {
    return ram;
  }

  int head() {
    return head;
  }

  void start(int headIndex) {
    head = headIndex;
    cursor = 0;
    cursorPart = -1;
    segments = 0;
    readableSegments = 0;
    readableBytes = 0;
    writableBytes = 0;
  }

  /** Appends a segment that lies in RAM; readable ones come first. */
  void add(long pa, int length, boolean writable) {
    segmentPa[segments] = pa;
    segmentLength[segments] = length;
    segments++;
    if (writable) {
      writableBytes += length;
    } else {
      readableBytes += length;
      readableSegments = segments;
    }
  }

  void walkState(StateWalk walk) {
    int walkedHead = walk.range(head, 0, 0xffff);
    int count = walk.range(segments, 0, segmentPa.length);
    int readable = walk.range(readableSegments, 0, count);
    if (walk.restores()) {
      start(walkedHead);
    }
    for (int i = 0; i < count; i++) {
      long pa = walk.value(segmentPa[i]);
      int length = walk.range(segmentLength[i], 1, Integer.MAX_VALUE);
      if (walk.restores()) {
        StateWalk.require(ram.contains(pa, length), "a buffer outside of RAM");
        add(pa, length, i >= readable);
      }
    }
  }

  /** Goes on from where it was last, so that a walk from begin to end takes each segment once. */
  private int span(int part, long position) {
    if (cursorPart != part || position < cursorPosition) {
      cursorPart = part;
      cursor = part;
      cursorPosition = 0;
    }
    while (position - cursorPosition >= segmentLength[cursor]) {
      cursorPosition += segmentLength[cursor++];
    }
    cursorSkip = position - cursorPosition;
    return (int) (segmentLength[cursor] - cursorSkip);
  }

  private void move(int segment, long position, byte[] bytes, int offset, int length, boolean toRam) {
    int i = segment;
    long skip = position;
    int done = 0;
    while (done < length) {
      if (skip >= segmentLength[i]) {
        skip -= segmentLength[i++];
        continue;
      }
      int part = (int) Math.min(length - done, segmentLength[i] - skip);
      if (toRam) {
        ram.write(segmentPa[i] + skip, bytes, offset + done, part);
      } else {
        ram.read(segmentPa[i] + skip, bytes, offset + done, part);
      }
      done += part;
      skip = 0;
      i++;
    }
  }
}
