// SPDX-License-Identifier: Apache-2.0
package org.bootlink.oracle;

import org.bootlink.testing.ChicoryHost;
import org.junit.jupiter.api.Test;

class TranslatedProgramsTest {
  @Test
  void webAssemblyDoesWhatTheInterpreterDoes() {
    TranslatedPrograms.assertSameAsInterpreted(ChicoryHost::new);
  }
}
