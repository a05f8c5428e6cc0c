// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.site;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/** SHA-256 in lower-case hexadecimal. */
public final class Hashes {
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(newSha256().digest(bytes));
  }

  /** Hash of a set of files: of their names, lengths and bytes in the order of their names. */
  static String sha256(SortedMap<String, byte[]> files) {
    MessageDigest digest = newSha256();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] name = file.getKey().getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(8).putInt(name.length).putInt(file.getValue().length).flip());
      digest.update(name);
      digest.update(file.getValue());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private Hashes() {}
}
