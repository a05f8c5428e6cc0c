// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.bootlink.server.store.TokenBuckets;

/**
 * How often and how much may be stored: by one peer (an IPv4 address, or the half of an IPv6 address that
 * names a network) and by all, and how many uploads may go on at once.
 */
final class StoreQuota {
  private static final int IPV6_NETWORK_BYTES = 8;
  private static final String EVERYBODY = "";

  private final TokenBuckets requests;
  private final TokenBuckets bytes;
  private final TokenBuckets allRequests;
  private final int maxUploads;
  private final int maxUploadsOfPeer;
  private final Map<String, Integer> uploads = new HashMap<>();
  private int allUploads;

  StoreQuota(TokenBuckets requests, TokenBuckets bytes, TokenBuckets allRequests, int maxUploads,
      int maxUploadsOfPeer) {
    this.requests = requests;
    this.bytes = bytes;
    this.allRequests = allRequests;
    this.maxUploads = maxUploads;
    this.maxUploadsOfPeer = maxUploadsOfPeer;
  }

  static StoreQuota usual() {
    return new StoreQuota(new TokenBuckets(30, 0.1), new TokenBuckets(256 << 20, 64 << 10),
        new TokenBuckets(200, 5), 16, 4);
  }

  /** 0 if {@code peer} may store {@code sizeBytes} now; else after how many seconds it may try again. */
  long take(InetAddress peer, long sizeBytes) {
    String key = key(peer);
    long now = System.nanoTime();
    long wait = Math.max(requests.take(key, 1, now), bytes.take(key, sizeBytes, now));
    return wait > 0 ? wait : allRequests.take(EVERYBODY, 1, now);
  }

  /** False if there are too many uploads now; else {@link #ended} has to follow. */
  synchronized boolean begin(InetAddress peer) {
    int ofPeer = uploads.getOrDefault(key(peer), 0);
    if (allUploads >= maxUploads || ofPeer >= maxUploadsOfPeer) {
      return false;
    }
    allUploads++;
    uploads.put(key(peer), ofPeer + 1);
    return true;
  }

  synchronized void ended(InetAddress peer) {
    allUploads--;
    uploads.computeIfPresent(key(peer), (key, count) -> count == 1 ? null : count - 1);
  }

  private static String key(InetAddress peer) {
    byte[] address = peer.getAddress();
    return HexFormat.of().formatHex(
        peer instanceof Inet6Address ? Arrays.copyOf(address, IPV6_NETWORK_BYTES) : address);
  }
}
