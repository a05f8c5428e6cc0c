// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * Headers that every response has, whatever its status. Cross-Origin-Opener-Policy is not among them: it would
 * have browsers start another process for the page (docs/instant-boot.md), and nothing here needs to be isolated.
 */
final class SecurityHeaders {
  static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          // The machine is a WebAssembly module; nothing else is compiled from data.
          "script-src 'self' 'wasm-unsafe-eval'",
          "worker-src 'self'",
          // xterm.js's DOM renderer makes style sheets; its canvas renderer takes a second longer to begin.
          "style-src 'self' 'unsafe-inline'",
          // Kernels and disks of people's own may lie anywhere.
          "connect-src 'self' https: http: blob:",
          "img-src 'self' data:",
          "font-src 'self'",
          "manifest-src 'self'",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'none'",
          // Any page may embed a machine in an iframe.
          "frame-ancestors *");

  private static final List<HttpField> FIELDS =
      List.of(
          field("Content-Security-Policy", CONTENT_SECURITY_POLICY),
          field("X-Content-Type-Options", "nosniff"),
          field("Cross-Origin-Embedder-Policy", "require-corp"),
          field("Cross-Origin-Resource-Policy", "cross-origin"),
          field("Referrer-Policy", "no-referrer"));

  static void putInto(HttpFields.Mutable headers) {
    FIELDS.forEach(headers::put);
  }

  private static HttpField field(String name, String value) {
    return new PreEncodedHttpField(name, value);
  }

  private SecurityHeaders() {}
}
