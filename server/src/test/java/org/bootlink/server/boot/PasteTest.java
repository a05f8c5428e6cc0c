// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is pasted reaches a program whole, however long it is. */
class PasteTest {
  private static final int LINE_CHARACTERS = 80;

  @Test
  void aPasteOfAHundredKilobytesReachesAProgramWhole() throws Exception {
    Guest guest = Guest.booted(1);
    guest.run("stty -F /dev/ttyS0 crtscts");
    String text = lines(100_000);
    guest.run("cat >f\n" + text + "\u0004");
    assertEquals(text.length() + " f\n", guest.run("wc -c f"));
    assertEquals(md5(text) + "  f\n", guest.run("md5sum f"));
  }

  /** Lines of printable characters, seeded. */
  private static String lines(int characters) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    while (text.length() < characters) {
      text.append((char) (text.length() % LINE_CHARACTERS == LINE_CHARACTERS - 1
          ? '\n' : ' ' + random.nextInt('~' - ' ')));
    }
    return text.append('\n').toString();
  }

  private static String md5(String text) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(ISO_8859_1)));
  }
}
