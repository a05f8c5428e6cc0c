// SPDX-License-Identifier: Apache-2.0
package org.bootlink.time;

/** A device that does something by itself when the machine's time reaches a point. */
public interface TimedDevice {
  /** What {@link #deadlineTicks} answers when nothing is pending. */
  long NEVER = Long.MAX_VALUE;

  /** The tick at which {@link #timeReached} next has something to do, or {@link #NEVER}. */
  long deadlineTicks();

  /** Recomputes the device's outputs for the present time; harmless when called too early. */
  void timeReached();
}
