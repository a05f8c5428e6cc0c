// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.images;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.bootlink.server.site.SiteLayout;

/**
 * A kernel, firmware, initial RAM disk or disk.
 *
 * @param file its name, unique in a library; a plain file name
 * @param sha256 of its bytes, in lower-case hexadecimal
 * @param location where its bytes are
 * @param folder that it was read from, or null if it is a shipped one
 * @param description its entry in the manifest
 */
public record Image(String file, String sha256, URL location, ImageFolder folder, ObjectNode description) {
  /** The kind of images that are disks; those of other kinds are loaded into memory. */
  static final String DISK = "disk";

  /** Path in the site. */
  public String path() {
    return SiteLayout.image(sha256, file);
  }

  public boolean isDisk() {
    return description.path("kind").asText().equals(DISK);
  }

  public byte[] read() throws IOException {
    try (InputStream in = location.openStream()) {
      return in.readAllBytes();
    }
  }
}
