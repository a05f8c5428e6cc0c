// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {
  @ParameterizedTest
  @CsvSource({
    "index.html, text/html; charset=utf-8",
    "a/0/x.js, text/javascript; charset=utf-8",
    "a/0/x.css, text/css; charset=utf-8",
    "a/0/x.wasm, application/wasm",
    "images.json, application/json",
    "images/0/Image, application/octet-stream",
    "images/0/fw_dynamic.bin, application/octet-stream",
    "images/0/initramfs.cpio.gz, application/octet-stream",
  })
  void everyFileHasTheTypeThatBrowsersNeed(String path, String type) {
    assertEquals(type, MediaTypes.of(path));
  }
}
