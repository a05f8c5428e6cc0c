// SPDX-License-Identifier: Apache-2.0
/**
 * Guests that mean harm, made at random by jqwik and shrunk to a few accesses or instructions when they find
 * something. A {@link org.bootlink.hostile.Victim} is a whole machine that lives on from guest to guest, so
 * that each also has to leave it fit for the next.
 *
 * <p>What holds whatever the guest does: nothing is thrown out of the machine; every call comes back soon;
 * memory around the machine, the images it was made from and what only the machine itself writes stay as they
 * were; and after a reset the machine does all that a new one does, step for step.
 *
 * <p>The short form is part of every test run. {@code -Dhostile.seconds=N} gives every property N seconds,
 * {@code -Dhostile.report=FILE} writes the figures. Every run makes the same guests in the same order, a
 * longer one makes more. A failure tells the shrunk guest, and is tried again first by the next run.
 */
package org.bootlink.hostile;
