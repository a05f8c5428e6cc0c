// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

/** Numbers of docs/session-format.md, "Events". */
final class EntryKind {
  /** Of the first number of an entry. */
  static final int BITS = 4;

  static final int TYPED = 0;
  static final int IDLE_KEY = 1;
  static final int IDLE = 2;
  static final int IDLE_AT = 3;
  static final int SIZE = 4;
  static final int RATE = 5;
  static final int RESET = 6;
  static final int WAKE = 7;
  static final int DIGEST = 8;
  static final int FULL_DIGEST = 9;
  static final int END = 10;
  static final int IDLE_TYPED = 11;

  private static final long RATE_UNIT = 1_000_000;

  private EntryKind() {}

  static long encodedRate(long stepsPerSecond) {
    boolean units = stepsPerSecond % RATE_UNIT == 0 && stepsPerSecond / RATE_UNIT < RATE_UNIT;
    return units ? stepsPerSecond / RATE_UNIT * 2 + 1 : stepsPerSecond * 2;
  }

  static long decodedRate(long encoded) {
    return (encoded & 1) != 0 ? (encoded >>> 1) * RATE_UNIT : encoded >>> 1;
  }
}
