// SPDX-License-Identifier: Apache-2.0
/**
 * Shows that the machine does what QEMU does. Random programs run bare-metal on both, and what they leave
 * behind is compared byte by byte.
 *
 * <p>A {@link org.bootlink.oracle.Program} is a short piece of random code with what a hart is set to
 * before it. Thousands of runs of such programs make one {@link org.bootlink.oracle.Image}; its
 * {@link org.bootlink.oracle.Monitor} starts one after the other, logs their traps and stores what they
 * leave in the run's record (see {@link org.bootlink.oracle.Layout}). {@link org.bootlink.oracle.Oracle}
 * has the image run on both sides and compares the records; {@link org.bootlink.oracle.Shrinker} makes a
 * program that differs as short as it can. {@link org.bootlink.oracle.Differences} lists what may differ.
 *
 * <p>{@link org.bootlink.oracle.TranslatedPrograms} runs the same programs translated, in lockstep with the
 * interpreter; a back end joins by one line. A run that differs from QEMU is shrunk and written to
 * {@code target/oracle} as a test to keep, which needs neither QEMU nor the generator.
 */
package org.bootlink.oracle;
