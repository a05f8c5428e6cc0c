// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** What GNU binutils make of encodings, as {@link ObjdumpTableRenewal} wrote it down. */
final class ObjdumpTable {
  /** For every 16-bit encoding in ascending order: the 32-bit one it stands for in hexadecimal, or 0. */
  static final String COMPRESSED = "compressed-expansions.txt.gz";
  /** For every word of {@link EncodingSample}: its mnemonic without aliases, or a dash. */
  static final String MNEMONICS = "mnemonics.txt.gz";

  static List<String> compressed() {
    return read(COMPRESSED);
  }

  static List<String> mnemonics() {
    return read(MNEMONICS);
  }

  private static List<String> read(String resource) {
    try (InputStream in = new GZIPInputStream(ObjdumpTable.class.getResourceAsStream(resource))) {
      return new ArrayList<>(new String(in.readAllBytes(), US_ASCII).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjdumpTable() {}
}
