// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.site;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page's HTML, whose references to {@code assets/} move to the assets' hashed folder. */
final class IndexPage {
  private static final Pattern REFERENCE = Pattern.compile("([\"'])(?:\\./)?assets/([^\"'?#]*)");

  private final String html;

  IndexPage(String html) {
    this.html = html;
  }

  /** Paths, below the assets' folder, that the page refers to. */
  Set<String> references() {
    Set<String> references = new TreeSet<>();
    Matcher matcher = REFERENCE.matcher(html);
    while (matcher.find()) {
      references.add(matcher.group(2));
    }
    return references;
  }

  /**
   * The page with its references moved.
   *
   * @param folder ends in {@code /}
   */
  String withAssetsIn(String folder) {
    return REFERENCE.matcher(html).replaceAll("$1" + Matcher.quoteReplacement(folder) + "$2");
  }
}
