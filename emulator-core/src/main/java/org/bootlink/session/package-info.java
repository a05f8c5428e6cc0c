// SPDX-License-Identifier: Apache-2.0
/** What enters a machine from outside, and the place where it can be recorded. */
package org.bootlink.session;
