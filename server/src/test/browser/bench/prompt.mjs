// SPDX-License-Identifier: Apache-2.0
/** How the prompt of the guest's shell ends, after a login and nothing more. */
export const PROMPT = ':~# ';
