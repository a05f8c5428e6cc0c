// SPDX-License-Identifier: Apache-2.0
package org.bootlink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TestFinisherTest {
  private final StringBuilder seen = new StringBuilder();
  private final TestFinisher finisher = new TestFinisher(new TestFinisher.Listener() {
    @Override
    public void powerOff(int exitCode) {
      seen.append("off ").append(exitCode);
    }

    @Override
    public void reset() {
      seen.append("reset");
    }
  });

  private String after(int offset, long value, int size) {
    finisher.write(offset, value, size);
    return seen.toString();
  }

  @Test
  void passPowersOffWithCodeZero() {
    assertEquals("off 0", after(0, 0x5555, 4));
  }

  @Test
  void passIgnoresTheCode() {
    assertEquals("off 0", after(0, 0x7_5555, 4));
  }

  @Test
  void failPowersOffWithItsCode() {
    assertEquals("off 65535", after(0, 0xffff_3333L, 4));
  }

  @Test
  void failOfTwoBytesHasNoCode() {
    assertEquals("off 0", after(0, 0xffff_3333L, 2));
  }

  @Test
  void resetResets() {
    assertEquals("reset", after(0, 0x7777, 4));
  }

  @Test
  void everythingElseIsIgnored() {
    finisher.write(4, 0x5555, 4);
    assertEquals("", after(0, 0x1234, 4));
    assertEquals(0, finisher.read(0, 4));
  }
}
