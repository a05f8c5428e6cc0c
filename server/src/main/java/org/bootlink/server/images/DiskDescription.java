// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.images;

/**
 * A disk of a machine as a manifest describes it: an image, or so much room that is all zeros.
 *
 * @param image file name of an image of kind {@code disk}, or null for a blank disk
 * @param readOnly whether the guest may only read it; never for a blank one
 * @param blankMiB size of a blank disk; 0 for an image
 * @param onlyKept whether only a machine whose changes are kept has it
 */
public record DiskDescription(String image, boolean readOnly, int blankMiB, boolean onlyKept) {}
