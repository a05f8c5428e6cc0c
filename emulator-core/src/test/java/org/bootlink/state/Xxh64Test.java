// SPDX-License-Identifier: Apache-2.0
package org.bootlink.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bootlink.memory.LinearMemory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Xxh64Test {
  /** What {@code xxhsum -H1} of xxHash 0.8 says of so many bytes, number i of which is 7 i + 1. */
  @ParameterizedTest
  @CsvSource({
    "0, ef46db3751d8e999",
    "8, c6f1803a5e0b3222",
    "16, afe8f989a0735a8e",
    "24, 06c3c997b7008641",
    "32, 5a0756fbe9ecd3d1",
    "40, 7899cacb89a78430",
    "64, 90083da9cdb9d795",
    "104, 747c705d2213cddf",
    "4096, d39d19664a8b8d6a"
  })
  void hashesAsTheReferenceDoes(int bytes, String expected) {
    LinearMemory memory = LinearMemory.onHeap(8192);
    for (int i = 0; i < bytes; i++) {
      memory.putByte(memory.base() + i, (byte) (7 * i + 1));
    }
    for (int alone = 0; alone <= Math.min(bytes, 48); alone += 8) {
      Xxh64 hash = new Xxh64();
      for (int i = 0; i < alone; i += 8) {
        hash.add(memory.getLong(memory.base() + i));
      }
      hash.add(memory, memory.base() + alone, bytes - alone);
      assertEquals(Long.parseUnsignedLong(expected, 16), hash.value(), "the first " + alone + " bytes alone");
    }
  }
}
