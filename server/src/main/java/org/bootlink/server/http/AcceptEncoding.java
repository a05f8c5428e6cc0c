// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an {@code Accept-Encoding} header asks for: RFC 9110, "Accept-Encoding". Jetty's own choice prefers a
 * coding of low weight to {@code identity} of high weight, and lets {@code *} stand for one that is refused.
 */
final class AcceptEncoding {
  /** Less than any weight that can be written, but not a refusal. */
  private static final double UNMENTIONED_IDENTITY = 0.0001;

  private final Map<String, Double> weights = new HashMap<>();
  private final boolean present;

  /**
   * @param values of all {@code Accept-Encoding} fields in the request; none is different from empty
   */
  AcceptEncoding(List<String> values) {
    present = !values.isEmpty();
    for (String value : values) {
      for (String item : value.split(",")) {
        add(item.trim().toLowerCase(Locale.ROOT));
      }
    }
  }

  /**
   * The best of {@code available}: of the highest weight and, among equals, the first of
   * {@link ContentCoding}. A client that refuses all of them gets {@code IDENTITY}.
   */
  ContentCoding choose(Collection<ContentCoding> available) {
    ContentCoding best = ContentCoding.IDENTITY;
    double bestWeight = 0;
    for (ContentCoding coding : ContentCoding.values()) {
      double weight = available.contains(coding) ? weight(coding) : 0;
      if (weight > bestWeight) {
        best = coding;
        bestWeight = weight;
      }
    }
    return best;
  }

  private double weight(ContentCoding coding) {
    boolean identity = coding == ContentCoding.IDENTITY;
    if (!present) {
      return identity ? 1 : 0;
    }
    Double weight = weights.get(coding.token);
    if (weight == null && coding == ContentCoding.GZIP) {
      weight = weights.get("x-gzip");
    }
    if (weight == null) {
      weight = weights.get("*");
      // "*" alone doesn't ask for the identity form: any other that there is will do as well.
      return weight == null ? (identity ? UNMENTIONED_IDENTITY : 0) : weight;
    }
    return weight;
  }

  private void add(String item) {
    String[] parts = item.split(";");
    String token = parts[0].trim();
    if (token.isEmpty()) {
      return;
    }
    double weight = 1;
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].trim();
      if (parameter.startsWith("q=")) {
        weight = parseWeight(parameter.substring(2).trim());
      }
    }
    weights.put(token, weight);
  }

  /** A malformed weight counts as a refusal. */
  private static double parseWeight(String text) {
    return text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : 0;
  }
}
