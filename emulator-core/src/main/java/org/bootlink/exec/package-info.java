// SPDX-License-Identifier: Apache-2.0
/**
 * What instructions do. The {@link org.bootlink.exec.Interpreter} executes predecoded operations in one
 * dense switch; instructions that are rarely hot are in the {@code Exec...} classes, one short method per
 * mnemonic or group. {@link org.bootlink.exec.HartRunner} is the way in: it runs a hart for a number of
 * steps, taking traps and interrupts.
 *
 * <p>Decoded instructions are kept per physical page ({@link org.bootlink.exec.CodePages}), eight bytes for
 * every two of code, and are made when first executed ({@link org.bootlink.exec.FetchUnit}). A page that
 * holds any has no write entry in a TLB that the loop can use, so every store into it is seen and fetches are
 * always coherent with stores. Knows of a translator only that there may be one ({@link
 * org.bootlink.exec.Translations}).
 */
package org.bootlink.exec;
