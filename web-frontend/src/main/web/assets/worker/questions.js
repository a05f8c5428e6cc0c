// SPDX-License-Identifier: Apache-2.0
/** What the machine asks its terminal within its output: where is the cursor, what are you. */

const QUESTION = /\x1b\[[?>]?[0-9;]*[nc]/g;
/** A question's beginning, when the rest comes with the next bytes. */
const BEGUN = /\x1b(\[[?>]?[0-9;]{0,8})?$/;
const ANSWER = /^\x1b\[[?>]?[0-9;]*[nRc]$/;
/** A page that isn't seen shows its output late, and a terminal may not know an answer. */
const LONGEST_WAIT_MILLIS = 1000;

const decoder = new TextDecoder('latin1');

/** Whether what comes from a terminal is its answer to a question. */
export function isAnswer(text) {
  return ANSWER.test(text);
}

/** Output that is shown again, of a machine that goes on, without what the terminal would answer again. */
export function withoutQuestions(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return Uint8Array.from(text.replace(QUESTION, ''), (character) => character.charCodeAt(0));
}

/**
 * Lets what is typed after a question wait for the answer. A shell that asks where the cursor is reads the answer
 * out of what is typed; if a whole line is typed before it, the answer goes to the program which that line starts.
 */
export class Questions {
  #deliver;
  #putOut = 0;
  #shown = 0;
  /** All output up to here has to be shown before anything else that is typed is let in. */
  #asked = 0;
  #begun = '';
  #waiting = [];
  #timer = null;

  /** @param deliver takes bytes that were typed or answered, when their turn has come */
  constructor(deliver) {
    this.#deliver = deliver;
  }

  /** The machine has put this out. */
  output(bytes) {
    this.#putOut += bytes.length;
    if (this.#begun !== '' || bytes.includes(0x1b)) {
      const text = this.#begun + decoder.decode(bytes);
      if (text.search(QUESTION) >= 0) {
        this.#asked = this.#putOut;
      }
      this.#begun = BEGUN.exec(text)?.[0] ?? '';
    }
  }

  /** The terminal has shown so many more bytes, and answered what was asked in them. */
  shown(count) {
    this.#shown += count;
    if (this.#shown >= this.#asked) {
      this.#release();
    }
  }

  /** Typed at the terminal, or its answer. */
  input(bytes) {
    const first = this.#waiting.length === 0;
    if (first && this.#shown >= this.#asked || isAnswer(decoder.decode(bytes))) {
      this.#deliver(bytes);
      return;
    }
    this.#waiting.push(bytes);
    if (first) {
      this.#timer = setTimeout(() => this.#release(), LONGEST_WAIT_MILLIS);
    }
  }

  #release() {
    clearTimeout(this.#timer);
    const waiting = this.#waiting;
    this.#waiting = [];
    waiting.forEach(this.#deliver);
  }
}
