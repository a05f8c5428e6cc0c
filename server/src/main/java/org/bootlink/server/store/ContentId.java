// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.store;

import java.util.Base64;
import java.util.HexFormat;

/**
 * The SHA-256 of a content. In addresses it is base64url without padding (43 characters, RFC 4648, "Base 64
 * Encoding with URL and Filename Safe Alphabet"), as a file name hexadecimal, since file systems may take no
 * notice of case.
 */
public final class ContentId {
  private static final int HASH_BYTES = 32;
  private static final int TEXT_LENGTH = 43;

  private final byte[] sha256;

  ContentId(byte[] sha256) {
    this.sha256 = sha256.clone();
  }

  /** The id that is written so, or null: each id has one spelling. */
  public static ContentId parse(String text) {
    if (text.length() != TEXT_LENGTH) {
      return null;
    }
    byte[] hash;
    try {
      hash = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    ContentId id = hash.length == HASH_BYTES ? new ContentId(hash) : null;
    // The last character has two bits that say nothing.
    return id != null && id.toString().equals(text) ? id : null;
  }

  String fileName() {
    return HexFormat.of().formatHex(sha256);
  }

  @Override
  public String toString() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256);
  }
}
