// SPDX-License-Identifier: Apache-2.0
/**
 * A machine that lives in a person's time: pacing by the host's clock, pausing, and input as it comes. The
 * machine itself stays a function of its inputs; everything decided here reaches it as an
 * {@link org.bootlink.session.InputEvent}.
 */
package org.bootlink.live;
