// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import static org.bootlink.server.http.ContentCoding.BROTLI;
import static org.bootlink.server.http.ContentCoding.GZIP;
import static org.bootlink.server.http.ContentCoding.IDENTITY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br, zstd      | BROTLI",
        "gzip                         | GZIP",
        "x-gzip                       | GZIP",
        "GZIP                         | GZIP",
        "gzip;q=1.0, br;q=0.5         | GZIP",
        "br;q=0, gzip                 | GZIP",
        "br;q=0, *                    | GZIP",
        "*                            | BROTLI",
        "*;q=0                        | IDENTITY",
        "identity                     | IDENTITY",
        "identity, br;q=0.5           | IDENTITY",
        "identity;q=0.5, br;q=0.2, *;q=0 | IDENTITY",
        "identity;q=0, gzip;q=0.001   | GZIP",
        "identity;q=0                 | IDENTITY",
        "zstd                         | IDENTITY",
        "br;q=2, gzip;q=x             | IDENTITY",
        "br ; q=0.3 , gzip ; q=0.4    | GZIP",
        ",,;q=1, br                   | BROTLI",
      })
  void theCodingOfTheHighestWeightIsChosen(String header, ContentCoding expected) {
    assertEquals(
        expected, new AcceptEncoding(List.of(header)).choose(EnumSet.allOf(ContentCoding.class)), header);
  }

  @Test
  void withoutTheHeaderNothingIsCompressed() {
    assertEquals(IDENTITY, new AcceptEncoding(List.of()).choose(EnumSet.allOf(ContentCoding.class)));
  }

  @Test
  void severalFieldsCountAsOne() {
    assertEquals(
        BROTLI, new AcceptEncoding(List.of("gzip;q=0.5", "br")).choose(EnumSet.allOf(ContentCoding.class)));
  }

  @Test
  void onlyWhatThereIsIsChosen() {
    assertEquals(GZIP, new AcceptEncoding(List.of("br, gzip")).choose(EnumSet.of(IDENTITY, GZIP)));
    assertEquals(IDENTITY, new AcceptEncoding(List.of("br, gzip")).choose(EnumSet.of(IDENTITY)));
  }
}
