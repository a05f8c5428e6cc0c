// SPDX-License-Identifier: Apache-2.0
package org.bootlink.virtio;

import org.bootlink.state.StateWalk;

/** What one type of virtio device adds to the transport. Its methods are called by {@link VirtioMmio}. */
public abstract class VirtioDevice {
  /** What {@link #serve} answers when it can't go on yet. */
  static final long WAIT = -1;

  private VirtioMmio transport;

  /** "Device Types" of the specification. */
  abstract int deviceId();

  /** The device's own feature bits, 0 to 23. */
  abstract long features();

  abstract int queueCount();

  /** The byte at {@code offset} of the configuration space; 0 beyond its end. */
  int configByte(int offset) {
    return 0;
  }

  /** The driver wrote to the configuration space. */
  void writeConfig(int offset, long value, int size) {}

  /** Whether the device could use a buffer of {@code queue} now, if there is one. */
  boolean wants(int queue) {
    return true;
  }

  /**
   * Serves one buffer, or goes on with the one that it served last and answered {@link #WAIT} for.
   *
   * @return how many bytes were written, from the first writable one on; or {@link #WAIT}
   */
  abstract long serve(int queue, Chain chain);

  /** The driver stops {@code queue} or resets the device: forget what is in flight there. */
  void queueStopped(int queue) {}

  /** Back to power-on. */
  void reset() {}

  /** State that the transport does not have. */
  void walkState(StateWalk walk) {}

  /** Whether a buffer is in flight that {@link #retry} goes on with; see {@link VirtioMmio#waiting}. */
  public boolean waiting() {
    return transport.waiting();
  }

  /** See {@link VirtioMmio#retry}. */
  public void retry() {
    transport.retry();
  }

  final VirtioMmio transport() {
    return transport;
  }

  final void attach(VirtioMmio to) {
    if (transport != null) {
      throw new IllegalStateException("a virtio device has one transport");
    }
    transport = to;
  }
}
