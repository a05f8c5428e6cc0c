// SPDX-License-Identifier: Apache-2.0
/**
 * Runs a machine in the terminal, without a browser. {@link HeadlessRunner} turns the machine on and paces
 * it; it knows bytes and a queue but no terminal. {@link TerminalMode} and {@link InputReader} connect the
 * real one. One thread owns the machine; whatever other threads learn reaches it through an
 * {@link InputQueue}.
 */
package org.bootlink.server.run;
