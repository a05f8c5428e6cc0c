// SPDX-License-Identifier: Apache-2.0
/** The store of what people share: its rules, and a server that is killed while it stores. */
package org.bootlink.server.store;
