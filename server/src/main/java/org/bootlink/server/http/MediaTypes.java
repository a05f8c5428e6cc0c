// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.util.Map;

/** Content types by file name extension. */
final class MediaTypes {
  private static final String OTHER = "application/octet-stream";
  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"));

  /** The type of the file at {@code path}, by its name alone. */
  static String of(String path) {
    return BY_EXTENSION.getOrDefault(path.substring(path.lastIndexOf('.') + 1), OTHER);
  }

  private MediaTypes() {}
}
