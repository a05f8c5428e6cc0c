// SPDX-License-Identifier: Apache-2.0
/** Keys that a phone's keyboard lacks, as the byte sequences that a terminal sends for them. */

const FIXED = { Escape: '\x1b', Tab: '\t' };
const ARROWS = { ArrowUp: 'A', ArrowDown: 'B', ArrowRight: 'C', ArrowLeft: 'D' };

/** Follows the guest's choice of what arrow keys send (DECCKM, private mode 1). */
export class CursorKeyMode {
  #application = false;

  constructor(parser) {
    const follow = (application) => (parameters) => {
      if (parameters.includes(1)) {
        this.#application = application;
      }
      return false;
    };
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, follow(true));
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, follow(false));
    parser.registerEscHandler({ final: 'c' }, () => {
      this.#application = false;
      return false;
    });
  }

  sequence(key) {
    return FIXED[key] ?? `\x1b${this.#application ? 'O' : '['}${ARROWS[key]}`;
  }
}

/** Ctrl and Alt of the key row: once pressed they change the next key, wherever it comes from. */
export class StickyModifiers extends EventTarget {
  #pressed = new Set();

  isPressed(modifier) {
    return this.#pressed.has(modifier);
  }

  toggle(modifier) {
    if (!this.#pressed.delete(modifier)) {
      this.#pressed.add(modifier);
    }
    this.dispatchEvent(new Event('change'));
  }

  /** What to send for `text` with the modifiers in force, which are used up by it. */
  applyTo(text) {
    if (this.#pressed.size === 0) {
      return text;
    }
    const ctrl = this.#pressed.has('Control');
    const alt = this.#pressed.has('Alt');
    this.#pressed.clear();
    this.dispatchEvent(new Event('change'));
    const arrow = /^\x1b[[O]([A-D])$/.exec(text);
    if (arrow) {
      return `\x1b[1;${1 + (alt ? 2 : 0) + (ctrl ? 4 : 0)}${arrow[1]}`;
    }
    const plain = ctrl && /^[@-_a-z ?]$/.test(text) ? controlCharacter(text) : text;
    return alt ? `\x1b${plain}` : plain;
  }
}

function controlCharacter(text) {
  return text === '?' ? '\x7f' : String.fromCharCode(text.toUpperCase().charCodeAt(0) & 0x1f);
}
