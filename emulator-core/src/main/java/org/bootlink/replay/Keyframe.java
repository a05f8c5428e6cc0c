// SPDX-License-Identifier: Apache-2.0
package org.bootlink.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bootlink.bus.Ram;

/**
 * A moment of a replay that can be gone back to.
 *
 * @param state as Machine.walkState wrote it
 * @param position entries done
 * @param verified digests that were equal so far
 * @param recorded how many entries were recorded
 * @param disks changes of each disk, all of them
 * @param diskBytes of those, what is in no keyframe before
 * @param outputBytes how much the machine had put out
 * @param pages numbers of the pages that have changed since the keyframe before, ascending
 * @param contents of those; an empty one is all zero
 */
record Keyframe(
    long steps, long ticks, byte[] state, int position, int verified, int recorded,
    List<Map<Integer, byte[]>> disks, long diskBytes, long outputBytes, int[] pages, long[][] contents) {
  static final long[] ZERO = {};

  long sizeBytes() {
    long size = state.length + diskBytes;
    for (long[] content : contents) {
      size += 8L + content.length * Long.BYTES;
    }
    return size;
  }

  /** This keyframe, as the next after the one before {@code dropped}. */
  Keyframe after(Keyframe dropped) {
    int[] both = new int[pages.length + dropped.pages.length];
    long[][] all = new long[both.length][];
    int count = 0;
    int i = 0;
    for (int j = 0; i < pages.length || j < dropped.pages.length; ) {
      boolean own = j == dropped.pages.length || i < pages.length && pages[i] <= dropped.pages[j];
      if (own && j < dropped.pages.length && pages[i] == dropped.pages[j]) {
        j++;
      }
      both[count] = own ? pages[i] : dropped.pages[j];
      all[count++] = own ? contents[i++] : dropped.contents[j++];
    }
    return new Keyframe(steps, ticks, state, position, verified, recorded, disks,
        diskBytes + dropped.diskBytes, outputBytes, Arrays.copyOf(both, count), Arrays.copyOf(all, count));
  }

  /** Whether page {@code page} of {@code ram} holds {@code content}. */
  static boolean holds(Ram ram, int page, long[] content) {
    if (content.length == 0) {
      return ram.isZeroPage(page);
    }
    int address = ram.pageAddress(page);
    for (int i = 0; i < content.length; i++) {
      if (ram.memory().getLong(address + i * Long.BYTES) != content[i]) {
        return false;
      }
    }
    return true;
  }

  static long[] read(Ram ram, int page) {
    if (ram.isZeroPage(page)) {
      return ZERO;
    }
    long[] content = new long[Ram.PAGE_SIZE / Long.BYTES];
    int address = ram.pageAddress(page);
    for (int i = 0; i < content.length; i++) {
      content[i] = ram.memory().getLong(address + i * Long.BYTES);
    }
    return content;
  }

  /** Gives page {@code page} of {@code ram} this content, if it has another. */
  static void write(Ram ram, int page, long[] content) {
    if (holds(ram, page, content)) {
      return;
    }
    long pa = ram.basePa() + (long) page * Ram.PAGE_SIZE;
    if (content.length == 0) {
      ram.clearPage(page);
      return;
    }
    int address = ram.addressForStore(pa, Ram.PAGE_SIZE);
    for (int i = 0; i < content.length; i++) {
      ram.memory().putLong(address + i * Long.BYTES, content[i]);
    }
  }
}
