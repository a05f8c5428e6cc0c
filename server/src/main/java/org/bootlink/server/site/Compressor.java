// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.site;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.bootlink.server.file.AtomicFile;

/**
 * Compresses as small as it can (brotli quality 11 takes some 2 s a megabyte) and keeps the results in a
 * folder under the input's hash, so that an unchanged file is compressed once.
 */
final class Compressor {
  private static final int BROTLI_QUALITY = 11;
  /** 512 KiB. With 16 MiB files are up to 2 % smaller, but each decoder of a visit then fills so much memory. */
  private static final int BROTLI_WINDOW_LOG2 = 19;
  /** A variant has to save at least 2 %, else it isn't worth its room and the client's work. */
  private static final double WORTHWHILE = 0.98;

  private final Path cache;

  Compressor(Path cache) {
    this.cache = cache;
  }

  /** The brotli form, or null if it is not smaller. */
  byte[] brotli(byte[] bytes) throws IOException {
    return cached(bytes, "." + BROTLI_WINDOW_LOG2 + SiteLayout.BROTLI_EXTENSION, Compressor::encodeBrotli);
  }

  /** The gzip form, or null if it is not smaller. */
  byte[] gzip(byte[] bytes) throws IOException {
    return cached(bytes, SiteLayout.GZIP_EXTENSION, Compressor::encodeGzip);
  }

  private byte[] cached(byte[] bytes, String extension, Encoding encoding) throws IOException {
    Path file = cache.resolve(Hashes.sha256(bytes) + extension);
    byte[] encoded;
    if (Files.isRegularFile(file)) {
      encoded = Files.readAllBytes(file);
    } else {
      encoded = encoding.encode(bytes);
      Files.createDirectories(cache);
      AtomicFile.write(file, encoded);
    }
    return encoded.length < bytes.length * WORTHWHILE ? encoded : null;
  }

  private static byte[] encodeBrotli(byte[] bytes) throws IOException {
    Brotli4jLoader.ensureAvailability();
    return Encoder.compress(
        bytes, new Encoder.Parameters().setQuality(BROTLI_QUALITY).setWindow(BROTLI_WINDOW_LOG2));
  }

  private static byte[] encodeGzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (OutputStream gzip = new BestGzip(encoded)) {
      gzip.write(bytes);
    }
    return encoded.toByteArray();
  }

  private interface Encoding {
    byte[] encode(byte[] bytes) throws IOException;
  }

  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
