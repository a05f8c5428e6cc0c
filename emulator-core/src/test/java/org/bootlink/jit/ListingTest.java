// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instructions as text; the encodings are GNU as's. */
class ListingTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "00b50533 | add x10, x10, x11",
      "00a5b023 | sd x10, 0(x11)",
      "ff843783 | ld x15, -8(x8)",
      "fe0798e3 | bne x15, x0, 0x80000ff0",
      "0000006f | jal x0, 0x80001000",
      "000017b7 | lui x15, 0x1",
      "4501     | addi x10, x0, 0",
      "02b57553 | fadd.d f10, f10, f11",
      "72b576c7 | fmsub.d f13, f10, f11, f14",
      "d2057553 | fcvt.d.w f10, x10",
      "c2051553 | fcvt.w.d x10, f10",
      "00053507 | fld f10, 0(x10)",
      "00b5352f | amoadd.d x10, x11, (x10)",
      "18051073 | csrrw x0, 0x180, x10",
      "00000073 | ecall",
      "ffffffff | illegal"})
  void instructionsReadAsTheManualWritesThem(String encoding, String text) {
    assertEquals(text, Listing.instruction((int) Long.parseLong(encoding.strip(), 16), 0x8000_1000L));
  }
}
