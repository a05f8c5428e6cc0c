// SPDX-License-Identifier: Apache-2.0
/** The terminal on the page: xterm.js with the bytes of a serial line on its other side. */

import { isAnswer } from '../worker/questions.js';
import { CursorKeyMode, StickyModifiers } from './keys.js';
import { onThemeChange, terminalTheme } from './theme.js';

const SCROLLBACK_LINES = 10_000;
const FONT = 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace';
/** ESC c: a terminal as it is switched on. */
const FULL_RESET = Uint8Array.of(0x1b, 0x63);
const NOTHING = new Uint8Array(0);
const NARROW = matchMedia('(max-width: 640px)');

export class TerminalView {
  modifiers = new StickyModifiers();
  #xterm;
  #fit;
  #element;
  #cursorKeys;
  #encoder = new TextEncoder();
  #pending = [];
  #frame = false;
  /** Counts the machines whose output was shown. */
  #machine = 0;
  /** xterm still has output of a machine before in its queue. */
  #stale = 0;
  /** What is shown of a machine that has not said it yet; null if nothing. */
  #foreseen = null;

  /**
   * @param on functions input(bytes), resize(columns, rows), shown(byteCount)
   */
  constructor(element, on) {
    this.#element = element;
    this.#xterm = new window.Terminal({
      allowTransparency: false,
      cursorBlink: false,
      fontFamily: FONT,
      fontSize: NARROW.matches ? 12 : 14,
      macOptionIsMeta: true,
      rendererType: 'dom',
      scrollback: SCROLLBACK_LINES,
      theme: terminalTheme(),
    });
    this.#fit = new window.FitAddon.FitAddon();
    this.#xterm.loadAddon(this.#fit);
    this.#xterm.open(element);
    this.#cursorKeys = new CursorKeyMode(this.#xterm.parser);
    this.#xterm.attachCustomKeyEventHandler((event) => this.#handleKey(event));
    this.#xterm.onData((text) => this.#typed(text));
    this.#xterm.onBinary((text) => on.input(Uint8Array.from(text, (c) => c.charCodeAt(0))));
    this.#xterm.onResize(({ cols, rows }) => on.resize(cols, rows));
    this.on = on;
    this.#takeInsertedText(element.querySelector('textarea'));
    new ResizeObserver(() => this.fit()).observe(element);
    onThemeChange(() => this.#xterm.setOption('theme', terminalTheme()));
    this.fit();
  }

  /** Emoji pickers and dictation insert text without any key event, which this xterm.js overlooks. */
  #takeInsertedText(textarea) {
    let keyIsDown = false;
    textarea.addEventListener('keydown', () => { keyIsDown = true; }, true);
    textarea.addEventListener('keyup', () => { keyIsDown = false; }, true);
    textarea.addEventListener('input', (event) => {
      if (event.inputType === 'insertText' && event.data && !event.isComposing && !keyIsDown) {
        textarea.value = '';
        this.on.input(this.#encoder.encode(this.modifiers.applyTo(event.data)));
      }
    });
  }

  get size() {
    return { columns: this.#xterm.cols, rows: this.#xterm.rows };
  }

  fit() {
    if (this.#element.clientHeight > 0) {
      this.#fit.fit();
    }
  }

  focus() {
    this.#xterm.focus();
  }

  #typed(text) {
    // What a machine asked that is gone is nothing to the next one.
    if (this.#stale === 0 || !isAnswer(text)) {
      this.on.input(this.#encoder.encode(this.modifiers.applyTo(text)));
    }
  }

  /** Empties screen and scrollback for the next machine. */
  clear() {
    this.#pending = [];
    this.#foreseen = null;
    this.#machine++;
    this.#stale++;
    this.#xterm.reset();
    this.#xterm.write(FULL_RESET, () => { this.#stale--; });
  }

  /** Shows what the machine that is being made is going to put out first. */
  foresee(bytes) {
    this.#foreseen = bytes;
    this.#add(bytes, 0);
  }

  /** Output of the machine: shown with the next frame, all that came until then at once. */
  write(bytes) {
    const foreseen = this.#foreseen;
    this.#foreseen = null;
    if (foreseen && sameBytes(foreseen, bytes)) {
      this.#add(NOTHING, bytes.length);
      return;
    }
    if (foreseen) {
      this.#add(FULL_RESET, 0);
    }
    this.#add(bytes, bytes.length);
  }

  /** The machine has gone to another moment, when this, its output, was what had been shown. */
  showInstead(bytes) {
    this.#foreseen = null;
    this.#add(FULL_RESET, 0);
    this.#add(bytes, 0);
  }

  /** @param told so many bytes of output are shown with these */
  #add(bytes, told) {
    this.#pending.push({ bytes, told });
    if (!this.#frame) {
      this.#frame = true;
      const show = () => this.#show();
      // A hidden page gets no frames, but its machine goes on.
      document.hidden ? setTimeout(show) : requestAnimationFrame(show);
    }
  }

  #show() {
    this.#frame = false;
    const chunks = this.#pending;
    this.#pending = [];
    const machine = this.#machine;
    for (const { bytes, told } of chunks) {
      this.#xterm.write(bytes, () => told > 0 && machine === this.#machine && this.on.shown(told));
    }
  }

  /** A key of the row below the terminal: 'Escape', 'Tab' or one of the arrows by its name in keys.js. */
  press(key) {
    this.on.input(this.#encoder.encode(this.modifiers.applyTo(this.#cursorKeys.sequence(key))));
    this.focus();
  }

  set screenReader(enabled) {
    this.#xterm.setOption('screenReaderMode', enabled);
  }

  /** The lines on the screen, top to bottom, without trailing blanks. */
  screen() {
    const buffer = this.#xterm.buffer.active;
    return Array.from({ length: this.#xterm.rows }, (_, row) =>
      buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '');
  }

  /** Ctrl-Shift-C copies; Ctrl-Shift-V is the browser's own paste, which xterm takes as an event. */
  #handleKey(event) {
    if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) {
      return true;
    }
    if (event.code === 'KeyC') {
      event.preventDefault();
      if (event.type === 'keydown' && this.#xterm.hasSelection()) {
        copy(this.#xterm.getSelection());
      }
      return false;
    }
    return event.code !== 'KeyV';
  }
}

function sameBytes(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function copy(text) {
  if (navigator.clipboard) {
    navigator.clipboard.writeText(text).catch(() => document.execCommand('copy'));
  } else {
    // xterm fills the event that this raises with its selection.
    document.execCommand('copy');
  }
}
