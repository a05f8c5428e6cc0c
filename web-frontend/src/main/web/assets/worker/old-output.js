// SPDX-License-Identifier: Apache-2.0
/** Output that is shown again, of a machine that goes on. */

/** Where is the cursor, what are you: the terminal would answer a second time. */
const QUESTION = /\x1b\[[?>]?[0-9;]*[nc]/g;

/** The output without what the terminal answers. */
export function withoutQuestions(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return Uint8Array.from(text.replace(QUESTION, ''), (character) => character.charCodeAt(0));
}
