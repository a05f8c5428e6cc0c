// SPDX-License-Identifier: Apache-2.0
/**
 * What enters a machine from outside, and sessions as files: {@link org.bootlink.session.Recording}, and the
 * headers of snapshots. The format is docs/session-format.md. Whatever is read here comes from strangers: every
 * length is checked before anything is allocated, and what is wrong ends in one {@link
 * org.bootlink.session.BadSessionException} with a message for the person.
 *
 * <p>Depends on {@code state} and {@code time}; knows no machine. Hashes are the hosts' to compute.
 */
package org.bootlink.session;
