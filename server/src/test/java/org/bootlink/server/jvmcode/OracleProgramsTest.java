// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

import org.bootlink.oracle.TranslatedPrograms;
import org.junit.jupiter.api.Test;

class OracleProgramsTest {
  @Test
  void hiddenClassesDoWhatTheInterpreterDoes() {
    TranslatedPrograms.assertSameAsInterpreted(JvmCodeHost::new);
  }
}
