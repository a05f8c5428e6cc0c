// SPDX-License-Identifier: Apache-2.0
package org.bootlink.script;

/** A script that can't be understood; the message is for whoever wrote it. */
public final class BadScriptException extends RuntimeException {
  BadScriptException(int line, String message) {
    super("line " + line + " of the script: " + message);
  }
}
