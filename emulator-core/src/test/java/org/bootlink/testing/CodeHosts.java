// SPDX-License-Identifier: Apache-2.0
package org.bootlink.testing;

import org.bootlink.code.CodeHost;
import org.bootlink.memory.LinearMemory;

/**
 * The back end that tests of translated code use: Chicory, or the class that the system property {@link
 * #PROPERTY} names, made from its memory.
 */
public final class CodeHosts {
  public static final String PROPERTY = "bootlink.code.host";
  private static final String DEFAULT = "org.bootlink.testing.ChicoryHost";

  public static CodeHost make(LinearMemory memory) {
    String name = System.getProperty(PROPERTY, DEFAULT);
    try {
      return (CodeHost) Class.forName(name).getConstructor(LinearMemory.class).newInstance(memory);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name, e);
    }
  }

  private CodeHosts() {}
}
