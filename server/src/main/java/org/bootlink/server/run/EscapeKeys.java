// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.run;

import java.io.ByteArrayOutputStream;

/**
 * Takes the keys meant for the host out of what is typed, as QEMU does: Ctrl-A x leaves, Ctrl-A h helps,
 * Ctrl-A Ctrl-A is Ctrl-A for the guest. After Ctrl-A, any other key reaches the guest without it.
 */
final class EscapeKeys {
  static final String HELP =
      "Ctrl-A x leaves, Ctrl-A h shows this, Ctrl-A Ctrl-A sends Ctrl-A";

  private static final int CTRL_A = 1;

  private final Runnable onQuit;
  private final Runnable onHelp;
  private boolean escaped;

  EscapeKeys(Runnable onQuit, Runnable onHelp) {
    this.onQuit = onQuit;
    this.onHelp = onHelp;
  }

  /** What of {@code count} typed bytes is for the guest; may be empty. */
  byte[] filter(byte[] typed, int count) {
    ByteArrayOutputStream forGuest = new ByteArrayOutputStream(count);
    for (int i = 0; i < count; i++) {
      if (escaped) {
        escaped = false;
        switch (typed[i]) {
          case 'x', 'X' -> onQuit.run();
          case 'h', 'H', '?' -> onHelp.run();
          default -> forGuest.write(typed[i]);
        }
      } else if (typed[i] == CTRL_A) {
        escaped = true;
      } else {
        forGuest.write(typed[i]);
      }
    }
    return forGuest.toByteArray();
  }
}
