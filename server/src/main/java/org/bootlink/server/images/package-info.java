// SPDX-License-Identifier: Apache-2.0
/**
 * Which kernels, firmwares, initial RAM disks and disks there are, and which machines are made of them: the
 * shipped ones and those of the user's folders. {@link ImageLibrary} is the entry. Knows nothing of HTTP.
 */
package org.bootlink.server.images;
