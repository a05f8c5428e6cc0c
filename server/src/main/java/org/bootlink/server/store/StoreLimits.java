// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.store;

import java.time.Duration;

/**
 * How much a store keeps.
 *
 * @param maxContentBytes of one content
 * @param maxTotalBytes of all together
 * @param maxContents how many
 * @param expiry a content that nobody stored or opened for so long is dropped; zero: never
 */
public record StoreLimits(long maxContentBytes, long maxTotalBytes, int maxContents, Duration expiry) {
  private static final long MAX_CONTENT_BYTES = 48L << 20;
  private static final int MAX_CONTENTS = 200_000;

  /** Limits that suit sessions and snapshots. */
  public static StoreLimits of(long maxTotalBytes, Duration expiry) {
    return new StoreLimits(Math.min(MAX_CONTENT_BYTES, maxTotalBytes), maxTotalBytes, MAX_CONTENTS, expiry);
  }

  boolean expires() {
    return !expiry.isZero();
  }
}
