// SPDX-License-Identifier: Apache-2.0
/** A session or snapshot that can't be used, or a place that can't keep it; the message is for people. */
export class SessionError extends Error {}
