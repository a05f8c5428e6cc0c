// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TokenBucketsTest {
  @Test
  void aBucketGivesWhatItHoldsAndThenWhatItGains() {
    TokenBuckets buckets = new TokenBuckets(3, 0.5);
    long second = 1_000_000_000;
    for (int i = 0; i < 3; i++) {
      assertEquals(0, buckets.take("a", 1, 0));
    }
    assertEquals(2, buckets.take("a", 1, 0));
    assertEquals(0, buckets.take("b", 3, 0));
    assertEquals(0, buckets.take("a", 1, 2 * second));
    assertEquals(2, buckets.take("a", 1, 2 * second));
    assertEquals(0, buckets.take("a", 3, 100 * second));
  }
}
