// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.store;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits how much each of many peers takes in the long run: a peer's bucket holds {@code capacity} tokens and
 * fills again by {@code perSecond}. Remembers the peers of late, a bounded number. Safe for use by several
 * threads.
 */
public final class TokenBuckets {
  private static final int MAX_PEERS = 10_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final double capacity;
  private final double perSecond;
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      return size() > MAX_PEERS;
    }
  };

  private static final class Bucket {
    double tokens;
    long nanos;
  }

  public TokenBuckets(double capacity, double perSecond) {
    this.capacity = capacity;
    this.perSecond = perSecond;
  }

  /**
   * Takes {@code tokens} from {@code peer}'s bucket if there are as many.
   *
   * @param nanoTime now, as of {@link System#nanoTime}
   * @return 0 if they were taken, else after how many seconds (1 at least) there will be enough
   */
  public synchronized long take(String peer, double tokens, long nanoTime) {
    Bucket bucket = buckets.get(peer);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = capacity;
      buckets.put(peer, bucket);
    } else {
      double filled = bucket.tokens + (nanoTime - bucket.nanos) / NANOS_PER_SECOND * perSecond;
      bucket.tokens = Math.min(capacity, filled);
    }
    bucket.nanos = nanoTime;
    if (bucket.tokens >= tokens) {
      bucket.tokens -= tokens;
      return 0;
    }
    return Math.max(1, (long) Math.ceil((tokens - bucket.tokens) / perSecond));
  }
}
