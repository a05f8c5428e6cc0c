// SPDX-License-Identifier: Apache-2.0
package org.bootlink.session;

/** Sits where all input enters the machine. */
@FunctionalInterface
public interface InputRecorder {
  /** Called before the machine takes {@code event}, with its step count. */
  void onInput(long steps, InputEvent event);
}
