// SPDX-License-Identifier: Apache-2.0
/**
 * The machine as a WebAssembly module: what the worker's JavaScript calls ({@link
 * org.bootlink.web.WebMachine}), what the module calls in the worker ({@link org.bootlink.web.Host}), and
 * the browser's forms of the core's host interfaces.
 *
 * <p>Only numbers cross the border, by {@code @Export} and {@code @Import}; bytes and texts lie in the
 * linear memory that both sides see. TeaVM's richer JavaScript interoperation makes functions from strings,
 * which a strict Content-Security-Policy forbids; so nothing here uses it.
 */
package org.bootlink.web;
