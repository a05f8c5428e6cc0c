// SPDX-License-Identifier: Apache-2.0
/**
 * The same configuration and inputs make the same machine at every step, with every engine on the JVM;
 * src/test/browser/determinism.test.mjs compares browsers with it.
 */
package org.bootlink.server.determinism;
