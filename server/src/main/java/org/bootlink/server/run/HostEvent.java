// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

/** What the host tells a running machine. */
public sealed interface HostEvent {
  /** Bytes for the guest's terminal, which the receiver owns. */
  record Input(byte[] bytes) implements HostEvent {}

  /** The terminal has a new size, each at least 1. */
  record Resize(int columns, int rows) implements HostEvent {}

  /** Stop now, as if the plug were pulled. */
  record Quit() implements HostEvent {}
}
