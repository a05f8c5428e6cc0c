// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.site;

import java.util.regex.Pattern;

/** Where things are in the site's folder. Paths are relative and use {@code /}. */
public final class SiteLayout {
  /** The site as a resource of the server's jar. */
  public static final String RESOURCE_FOLDER = "org/bootlink/site/";

  public static final String INDEX = "index.html";

  /** Parent of the one folder of assets, whose name is a hash of what is in it. */
  public static final String ASSETS = "a/";

  public static final String IMAGES = "images/";
  /** The catalogue of all images and machines. */
  public static final String MANIFEST = "images.json";

  /** Licence texts that go with the images. */
  static final String LICENCES = IMAGES + "LICENSES/";

  /** Of packed disks, which are compressed in themselves and read piece by piece. */
  public static final String PACKED_DISK_EXTENSION = ".packed";

  public static final String BROTLI_EXTENSION = ".br";
  public static final String GZIP_EXTENSION = ".gz";

  /** Length of the hexadecimal hashes in paths. */
  static final int HASH_LENGTH = 16;

  private static final Pattern HASHED =
      Pattern.compile("(" + ASSETS + "|" + IMAGES + ")[0-9a-f]{" + HASH_LENGTH + "}/.+");

  /** Path of an image. */
  public static String image(String sha256, String file) {
    return IMAGES + sha256.substring(0, HASH_LENGTH) + "/" + file;
  }

  /** True for a path whose content never changes, because a hash of the content is in the path. */
  public static boolean isHashed(String path) {
    return HASHED.matcher(path).matches();
  }

  private SiteLayout() {}
}
