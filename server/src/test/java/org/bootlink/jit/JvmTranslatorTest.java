// SPDX-License-Identifier: Apache-2.0
package org.bootlink.jit;

import org.bootlink.server.jvmcode.JvmCodeHost;
import org.bootlink.testing.CodeHosts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The translator's tests, with code for the JVM. */
class JvmTranslatorTest {
  @BeforeAll
  static void translateForTheJvm() {
    System.setProperty(CodeHosts.PROPERTY, JvmCodeHost.class.getName());
  }

  @AfterAll
  static void translateAsBefore() {
    System.clearProperty(CodeHosts.PROPERTY);
  }

  @Nested
  class Integers extends LockstepTest {}

  @Nested
  class Floats extends FloatLockstepTest {}

  @Nested
  class ChangingCode extends ChangingCodeTest {}

  @Nested
  class Faults extends FaultInRegionTest {}

  @Nested
  class FullCache extends FullCacheTest {}
}
