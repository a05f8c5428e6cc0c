// SPDX-License-Identifier: Apache-2.0
/**
 * Serves the site over HTTP with Jetty. {@link BootlinkServer} is the entry. A path is served if it is in the
 * {@link SiteCatalog}, a table made at start from what the jar and the images' manifest name; the file system
 * is never searched for a path that a request brings. What people share is the {@link StoreHandler}'s.
 */
package org.bootlink.server.http;
