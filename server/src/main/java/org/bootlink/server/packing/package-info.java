// SPDX-License-Identifier: Apache-2.0
/**
 * Compression of files as people have them: {@link org.bootlink.server.packing.Packing} tells it by their first
 * bytes and undoes it. Knows nothing of kernels, disks or the command line.
 */
package org.bootlink.server.packing;
