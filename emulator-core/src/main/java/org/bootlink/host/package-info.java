// SPDX-License-Identifier: Apache-2.0
/** What the machine asks of its host: interfaces only, implemented for the browser and for the JVM. */
package org.bootlink.host;
