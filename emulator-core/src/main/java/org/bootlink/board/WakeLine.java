// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import java.nio.charset.StandardCharsets;

/**
 * The line that tells the guest, at its virtio console, that it goes on from a snapshot: {@code wake SECONDS
 * NANOSECONDS ENTROPY}, the date since 1970 and 64 hexadecimal digits. The shipped guests set their clock by
 * it and stir the digits into their entropy; others see a line that somebody typed.
 */
final class WakeLine {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int ENTROPY_WORDS = 4;
  private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;

  private WakeLine() {}

  static byte[] of(long epochNanos, long seed) {
    StringBuilder line = new StringBuilder("wake ");
    line.append(Math.floorDiv(epochNanos, NANOS_PER_SECOND)).append(' ')
        .append(Math.floorMod(epochNanos, NANOS_PER_SECOND)).append(' ');
    long state = seed;
    for (int i = 0; i < ENTROPY_WORDS; i++) {
      state = (state ^ state >>> 29) * GOLDEN_GAMMA + i + 1;
      String digits = Long.toHexString(state);
      line.append("0".repeat(16 - digits.length())).append(digits);
    }
    return line.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
  }
}
