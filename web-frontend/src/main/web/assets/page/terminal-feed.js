// SPDX-License-Identifier: Apache-2.0
/** Takes to the terminal what is to be shown; until there is one, which is another script, it is kept. */

const METHODS = { foreseen: 'foresee', output: 'write', moved: 'showInstead' };

export class TerminalFeed {
  #terminal = null;
  #kept = [];

  constructor(session) {
    for (const [type, method] of Object.entries(METHODS)) {
      session.addEventListener(type, ({ detail }) => this.#show(method, detail));
    }
    session.addEventListener('state', ({ detail: { state } }) => state === 'loading' && this.#clear());
  }

  connect(terminal) {
    this.#terminal = terminal;
    this.#kept.forEach(([method, bytes]) => terminal[method](bytes));
    this.#kept = [];
  }

  #show(method, bytes) {
    if (this.#terminal) {
      this.#terminal[method](bytes);
    } else {
      this.#kept.push([method, bytes]);
    }
  }

  #clear() {
    this.#kept = [];
    this.#terminal?.clear();
  }
}
