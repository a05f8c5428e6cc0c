// SPDX-License-Identifier: Apache-2.0
/**
 * How a machine's state leaves it and comes back. Whatever has state describes it to a {@link
 * org.bootlink.state.StateWalk} in a method {@code walkState}, always all of it and in the same order; so what
 * is saved, restored and compared can't differ. {@link org.bootlink.state.StateDigest} makes a machine
 * comparable with another, {@link org.bootlink.state.StateWriter} writes it down, {@link
 * org.bootlink.state.StateReader} restores it. State is what can still have an effect on the guest, TLB entries
 * included; what is only remembered to be faster, such as decoded code, is not. {@link org.bootlink.state.Lz4}
 * makes what is written small.
 *
 * <p>Depends on {@code memory} only.
 */
package org.bootlink.state;
