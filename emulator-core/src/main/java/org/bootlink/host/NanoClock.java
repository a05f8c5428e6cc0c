// SPDX-License-Identifier: Apache-2.0
package org.bootlink.host;

/** The host's clock, for pacing a live machine; the machine itself never sees it. */
@FunctionalInterface
public interface NanoClock {
  /** Nanoseconds since some fixed moment; never decreases. */
  long nanos();
}
