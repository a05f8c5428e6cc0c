// SPDX-License-Identifier: Apache-2.0
package org.bootlink.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IsaExtensionsTest {
  private static final String CANONICAL_LETTERS = "imafdqlcbkjtpvnh";

  @Test
  void namesAreInTheOrderOfAnIsaString() {
    for (int i = 1; i < IsaExtensions.LETTERS.length(); i++) {
      assertTrue(letterRank(IsaExtensions.LETTERS, i - 1) < letterRank(IsaExtensions.LETTERS, i));
    }
    for (int i = 1; i < IsaExtensions.NAMED.size(); i++) {
      String before = IsaExtensions.NAMED.get(i - 1);
      String after = IsaExtensions.NAMED.get(i);
      assertTrue(sortKey(before).compareTo(sortKey(after)) < 0, before + " before " + after);
    }
  }

  @Test
  void stringAndListNameTheSame() {
    StringBuilder joined = new StringBuilder("rv64");
    for (String name : IsaExtensions.names()) {
      joined.append(name.length() == 1 ? name : '_' + name);
    }
    assertEquals(joined.toString(), IsaExtensions.isaString());
  }

  @Test
  void misaHasABitPerLetterAndPrivilegeMode() {
    assertEquals(0x14_112f, IsaExtensions.misaExtensions());
  }

  private static int letterRank(String letters, int index) {
    int rank = CANONICAL_LETTERS.indexOf(letters.charAt(index));
    assertTrue(rank >= 0);
    return rank;
  }

  private static String sortKey(String name) {
    return name.charAt(0) == 'z' ? "0" + (char) ('a' + letterRank(name, 1)) + name : "1" + name;
  }
}
