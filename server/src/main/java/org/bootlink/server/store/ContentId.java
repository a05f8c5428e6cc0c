// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.store;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names a content.
 *
 * @param sha256 in lower-case hexadecimal
 */
public record ContentId(String sha256) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  ContentId(byte[] sha256) {
    this(HexFormat.of().formatHex(sha256));
  }

  /** The id that is written so, or null: each id has one spelling. */
  public static ContentId parse(String text) {
    return FORM.matcher(text).matches() ? new ContentId(text) : null;
  }

  @Override
  public String toString() {
    return sha256;
  }
}
