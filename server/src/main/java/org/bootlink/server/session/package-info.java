// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions on the command line: {@link org.bootlink.server.session.SessionSource} reads files and links, {@link
 * org.bootlink.server.session.SessionMachines} finds what their machines are made of, {@link
 * org.bootlink.server.session.SessionReplay} replays, {@link org.bootlink.server.session.Asciicast} writes what
 * was to be seen. The format of sessions is docs/session-format.md.
 */
package org.bootlink.server.session;
