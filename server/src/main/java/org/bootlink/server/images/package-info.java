// SPDX-License-Identifier: Apache-2.0
/**
 * Which kernels, firmwares and initial RAM disks there are, and which machines are made of them: the shipped
 * ones and those of a folder of the user's. {@link ImageLibrary} is the entry. Knows nothing of HTTP.
 */
package org.bootlink.server.images;
