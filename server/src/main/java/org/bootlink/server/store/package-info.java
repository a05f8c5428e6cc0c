// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps what people share, under the hash of its content. {@link ContentStore} is the interface, {@link
 * FileStore} keeps files in a folder; an object store fits behind the same interface. Knows nothing of HTTP, nor
 * of what it keeps.
 */
package org.bootlink.server.store;
