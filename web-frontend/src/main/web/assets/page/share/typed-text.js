// SPDX-License-Identifier: Apache-2.0
/** Typed bytes for people to read: lines as lines, other keys by their names. */

const SEQUENCES = new Map([
  ['[A', '↑'], ['[B', '↓'], ['[C', '→'], ['[D', '←'],
  ['OA', '↑'], ['OB', '↓'], ['OC', '→'], ['OD', '←'],
  ['[H', '⇱'], ['[F', '⇲'], ['OH', '⇱'], ['OF', '⇲'],
  ['[2~', '⎀'], ['[3~', '⌦'], ['[5~', '⇞'], ['[6~', '⇟'],
]);
/** The terminal's answers to the guest's questions: where its cursor is, what it is. */
const ANSWER = /^\[[?>]?[0-9;]*[Rc]/;
const SEQUENCE = /^(\[[0-9;]*[A-Za-z~]|O[A-Z])/;

/** @param inputs arrays of bytes, as they were typed */
export function typedText(inputs) {
  const text = new TextDecoder().decode(joined(inputs));
  let shown = '';
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const rest = text.slice(at + 1, at + 24);
    if (code === 0x1b && ANSWER.test(rest)) {
      at += ANSWER.exec(rest)[0].length;
    } else if (code === 0x1b && SEQUENCE.test(rest)) {
      const [sequence] = SEQUENCE.exec(rest);
      shown += SEQUENCES.get(sequence) ?? `⎋${sequence}`;
      at += sequence.length;
    } else {
      shown += named(code, text[at]);
    }
  }
  return shown;
}

function named(code, character) {
  switch (code) {
    case 0x0d: case 0x0a: return '\n';
    case 0x09: return '⇥';
    case 0x08: case 0x7f: return '⌫';
    case 0x1b: return '⎋';
    default: return code < 0x20 ? `^${String.fromCharCode(code + 64)}` : character;
  }
}

function joined(inputs) {
  const bytes = new Uint8Array(inputs.reduce((sum, input) => sum + input.length, 0));
  inputs.reduce((at, input) => (bytes.set(input, at), at + input.length), 0);
  return bytes;
}
