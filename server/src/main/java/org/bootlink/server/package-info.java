// SPDX-License-Identifier: Apache-2.0
/**
 * The program {@code bootlink.jar}: its command line, {@code serve} and {@code run}. Everything it needs from
 * the project comes from its subpackages ({@code site} makes what is served, {@code http} serves it,
 * {@code images} knows which kernels there are, {@code run} boots one in the terminal).
 */
package org.bootlink.server;
