// SPDX-License-Identifier: Apache-2.0
/**
 * How a machine's state leaves it. Whatever has state tells it to a {@link org.bootlink.state.StateSink} in
 * a method {@code saveTo}, always all of it and in the same order; {@link org.bootlink.state.StateDigest} is
 * the sink that makes a machine comparable with another. State is what can still have an effect on the
 * guest, TLB entries included; what is only remembered to be faster, such as decoded code, is not.
 *
 * <p>Depends on {@code memory} only.
 */
package org.bootlink.state;
