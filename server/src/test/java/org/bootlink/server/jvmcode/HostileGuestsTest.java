// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.jvmcode;

import java.util.stream.Stream;
import org.bootlink.hostile.TranslatedGuests;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HostileGuestsTest {
  @TestFactory
  Stream<DynamicTest> hostileGuestsDoTheSameInHiddenClasses() {
    return TranslatedGuests.sameAsInterpreted(JvmCodeHost::new);
  }
}
