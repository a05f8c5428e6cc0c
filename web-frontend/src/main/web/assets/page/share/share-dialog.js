// SPDX-License-Identifier: Apache-2.0
/** The dialog that makes a link, or a file, of what happened on the machine so far. */

import { button, make, saveFile, showDialog, size } from '../dom.js';
import { fetchManifest } from '../../loading/manifest.js';
import { MAX_LINK_CHARACTERS, fragmentOf } from './link.js';
import { missingParts, named } from './opening.js';
import { describe } from './session-file.js';
import { offer, store, storedUrl } from './store.js';
import { typedText } from './typed-text.js';

const MAX_TITLE = 100;
const MAX_NOTE = 2000;
const SETTLE_MS = 150;

/**
 * @param record gives the recording as bytes: record({title, note, inputs, made}), see worker/sessions.js
 * @param exportCast saves what the terminal showed as an asciicast, with a title
 */
export function showShareDialog(record, exportCast) {
  return new ShareDialog(record, exportCast).begin();
}

class ShareDialog {
  #record;
  /** The recording as it was when the dialog was opened. */
  #made;
  #typed = [];
  /** Which of the inputs can be seen. */
  #shown = [];
  #recording = null;
  #turn = 0;
  #timer;
  #title = make('input', { id: 'share-title', maxLength: MAX_TITLE, placeholder: 'Untitled' });
  #note = make('textarea', { id: 'share-note', maxLength: MAX_NOTE, rows: 2 });
  #keep = make('input', { type: 'range', id: 'share-keep', min: 0, max: 0, value: 0, disabled: true });
  #kept = make('span');
  #cut = make('del');
  #keepLabel = make('output');
  #link = make('input', {
    id: 'share-link', readOnly: true, 'aria-label': 'Link', onfocus: (event) => event.target.select(),
  });
  #copy = button('Copy', () => this.#copyLink(), { className: 'main', disabled: true });
  #store = button('Store at this server', () => this.#storeAtServer(), { hidden: true });
  #length = make('p', { className: 'quiet', role: 'status' }, 'Making the link…');
  #needs = make('p', { className: 'warning', hidden: true });
  #row = make('div', { className: 'row' }, this.#link, this.#copy);

  constructor(record, exportCast) {
    this.#record = record;
    for (const field of [this.#title, this.#note, this.#keep]) {
      field.addEventListener('input', () => this.#changed());
    }
    const dialog = showDialog('Share this session',
      make('p', {}, 'The link makes the same machine do the same again, step by step, in any browser. '
        + 'Whoever opens it can take over at any point.'),
      this.#row, this.#store, this.#length, this.#needs,
      make('label', { htmlFor: 'share-title' }, 'Title'), this.#title,
      make('label', { htmlFor: 'share-note' }, 'Note'), this.#note,
      make('label', { htmlFor: 'share-keep' }, 'What was typed', this.#keepLabel),
      make('pre', { className: 'typed', tabIndex: 0 }, this.#kept, this.#cut), this.#keep,
      make('p', { className: 'warning' },
        'All of this is in the link, passwords included. The slider cuts the end off.'),
      make('div', { className: 'buttons' },
        button('Save to a file', () => this.#save()),
        button('Export asciicast', () => exportCast(this.#title.value)),
        button('Close', () => dialog.close())));
  }

  async begin() {
    try {
      this.#made = await this.#record({});
    } catch (error) {
      this.#tell(error.message);
      return;
    }
    const described = describe(this.#made);
    this.#tellNeeds(described).catch(() => {});
    this.#typed = described.typed;
    this.#title.value ||= described.title;
    this.#note.value ||= described.note;
    this.#shown = [...this.#typed.keys()].filter((i) => typedText([this.#typed[i]]) !== '');
    this.#keep.max = this.#shown.length;
    this.#keep.value = this.#shown.length;
    this.#keep.disabled = this.#shown.length === 0;
    this.#changed();
    this.#copy.disabled = false;
    this.#copy.focus();
  }

  /** What the server can't give to whoever opens the session. */
  async #tellNeeds(described) {
    const missing = missingParts(described, await fetchManifest(), () => undefined);
    if (missing.length > 0) {
      this.#needs.textContent = `Whoever opens it will be asked for files of yours: ${named(missing)}.`;
      this.#needs.hidden = false;
    }
  }

  /** How many inputs the slider keeps; the terminal's own answers go with what was typed before them. */
  get #inputs() {
    return this.#shown[this.#keep.valueAsNumber];
  }

  #changed() {
    if (!this.#made) {
      return;
    }
    const kept = this.#inputs ?? this.#typed.length;
    const [keeps, all] = [this.#keep.valueAsNumber, this.#shown.length];
    this.#kept.textContent = typedText(this.#typed.slice(0, kept)) || (keeps === 0 ? 'Nothing.' : '');
    this.#cut.textContent = typedText(this.#typed.slice(kept));
    this.#keepLabel.textContent = keeps === all ? '' : `${keeps} of ${all} inputs`;
    this.#recording = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#make().catch((error) => this.#tell(error.message)), SETTLE_MS);
  }

  async #make() {
    const turn = ++this.#turn;
    const recording = await this.#record(
      { title: this.#title.value, note: this.#note.value, inputs: this.#inputs, made: this.#made });
    const fragment = await fragmentOf(recording);
    if (turn !== this.#turn) {
      return;
    }
    this.#recording = recording;
    const url = new URL(fragment, new URL('.', document.baseURI)).href;
    const fits = url.length <= MAX_LINK_CHARACTERS;
    this.#row.hidden = !fits;
    this.#store.hidden = true;
    if (fits) {
      this.#showLink(url, 'The session is all in it: nothing was sent to the server.');
    } else {
      await this.#offerStore(recording.length, turn);
    }
  }

  async #offerStore(bytes, turn) {
    const terms = await offer();
    if (turn !== this.#turn) {
      return;
    }
    const possible = terms !== null && bytes <= terms.maxBytes;
    this.#store.hidden = !possible;
    this.#tell(`The session has ${size(bytes)}, too much for a link. ${possible
      ? `This server can keep it${terms.days ? ` until nobody opened it for ${terms.days} days` : ''}.`
      : 'Save it to a file: whoever drops that on this page sees it.'}`);
  }

  async #storeAtServer() {
    this.#store.disabled = true;
    try {
      const sha256 = await store(this.#recording);
      this.#row.hidden = false;
      this.#store.hidden = true;
      this.#showLink(storedUrl(sha256), 'The session is stored at this server.');
    } catch (error) {
      this.#tell(error.message);
    } finally {
      this.#store.disabled = false;
    }
  }

  #showLink(url, words) {
    this.#link.value = url;
    this.#copy.textContent = 'Copy';
    this.#tell(`${url.length} characters. ${words}`);
  }

  async #copyLink() {
    this.#link.select();
    try {
      await navigator.clipboard.writeText(this.#link.value);
    } catch {
      document.execCommand('copy');
    }
    this.#copy.textContent = 'Copied';
  }

  #save() {
    if (this.#recording) {
      saveFile(fileName(this.#title.value, 'session'), this.#recording);
    }
  }

  #tell(text) {
    this.#length.textContent = text;
  }
}

/** A name for a file from a title that may have anything in it. */
export function fileName(title, otherwise, extension = 'bootlink') {
  const plain = title.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60);
  return `${plain || otherwise}.${extension}`;
}
