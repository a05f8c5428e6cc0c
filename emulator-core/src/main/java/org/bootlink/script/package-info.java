// SPDX-License-Identifier: Apache-2.0
/**
 * A machine that runs by a script instead of for a person: inputs at given step counts, idle time skipped,
 * and digests of its state on the way. The same configuration and script give the same digests with every
 * engine and in every browser; that is what it is for.
 *
 * <p>Depends on {@code board} and {@code session}.
 */
package org.bootlink.script;
