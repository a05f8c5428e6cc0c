// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import org.bootlink.server.site.SiteLayout;

/** The content codings that the site keeps files in, the one we like best first. */
enum ContentCoding {
  BROTLI("br", SiteLayout.BROTLI_EXTENSION),
  GZIP("gzip", SiteLayout.GZIP_EXTENSION),
  IDENTITY("identity", "");

  /** As in {@code Accept-Encoding}. */
  final String token;
  /** Of the file that holds the coded form, after the file's own name. */
  final String extension;

  ContentCoding(String token, String extension) {
    this.token = token;
    this.extension = extension;
  }
}
