// SPDX-License-Identifier: Apache-2.0
/**
 * Makes, while the project is built, the folder that is served: the page under a name that is a hash of its
 * content, the images likewise, and compressed variants of both. {@link SiteBuilder} is the entry. Runs at
 * build time only (it needs the page's and the images' jars and a brotli encoder); {@link SiteLayout} alone
 * is also used at run time. Knows nothing of HTTP.
 */
package org.bootlink.server.site;
