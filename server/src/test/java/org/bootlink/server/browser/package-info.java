// SPDX-License-Identifier: Apache-2.0
/** Runs the tests in server/src/test/browser, which drive the built server and its page in real browsers. */
package org.bootlink.server.browser;
