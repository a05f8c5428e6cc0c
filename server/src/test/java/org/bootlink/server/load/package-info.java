// SPDX-License-Identifier: Apache-2.0
/**
 * Linux under load: the programs of {@code kernels/stress} on machines with one hart and with several. They
 * check themselves; here is what they have to print, and what has to be on the disks afterwards.
 */
package org.bootlink.server.load;
