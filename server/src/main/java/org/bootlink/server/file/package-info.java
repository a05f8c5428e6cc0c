// SPDX-License-Identifier: Apache-2.0
/** Writing files so that nobody ever finds half of one. Depends on nothing else here. */
package org.bootlink.server.file;
