// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the server puts up with.
 *
 * @param idleMillis without a byte in either direction, after which a connection is closed
 * @param progressMillis in which a connection has to get on; see {@link ProgressWatch}
 * @param maxConnections open at a time; more wait until some are closed
 */
record PeerLimits(int idleMillis, int progressMillis, int maxConnections) {
  /** Of a request line with all headers. */
  static final int MAX_REQUEST_HEADER_BYTES = 16 * 1024;
  /** Connections that the system completes while the server is busy. */
  static final int ACCEPT_QUEUE = 512;
  /** Takes the place of {@link #progressMillis} while there are {@link #maxConnections}. */
  static final int PROGRESS_MILLIS_WHEN_FULL = 2_000;

  private static final int IDLE_MILLIS = 30_000;
  private static final int PROGRESS_MILLIS = 30_000;
  private static final int MAX_CONNECTIONS = 4_096;
  /** File descriptors for everything but connections. */
  private static final int OTHER_DESCRIPTORS = 256;
  private static final int MIN_CONNECTIONS = 64;

  static PeerLimits usual() {
    long most = MAX_CONNECTIONS;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      most = Math.min(most, system.getMaxFileDescriptorCount() - OTHER_DESCRIPTORS);
    }
    return new PeerLimits(IDLE_MILLIS, PROGRESS_MILLIS, (int) Math.max(MIN_CONNECTIONS, most));
  }
}
