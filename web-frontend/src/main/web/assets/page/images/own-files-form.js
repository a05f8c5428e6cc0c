// SPDX-License-Identifier: Apache-2.0
/** The user's own files before they boot: what each is taken for, to be corrected by hand. */

import { element, sizeText } from './elements.js';
import { HEAD_BYTES, ROLES, isNamedRaw, packingRefusal, refusal, roleOf } from './formats.js';
import { IMPORT_EVENT } from '../machines/import-form.js';
import { UnpackError, unpackedHead } from './unpack.js';

const ROLE_NAMES = { kernel: 'Kernel', bios: 'Firmware', initrd: 'Initial RAM disk', disk: 'Disk' };

export class OwnFilesForm {
  #rows;
  #problem;
  #bootButton;
  #files = [];

  /** @param boot called with options as for bootlink.boot */
  constructor(root, boot) {
    const picker = element('input', { type: 'file', multiple: '', hidden: '' });
    const pick = element('button', { type: 'button' }, 'Choose files…');
    this.#rows = element('ul', {});
    this.#problem = element('p', { role: 'alert' });
    this.#bootButton = element('button', { type: 'button', class: 'main' }, 'Boot these');
    root.append(this.#rows, this.#problem, element('div', { class: 'row' }, pick, picker, this.#bootButton));
    pick.addEventListener('click', () => picker.click());
    picker.addEventListener('change', () => {
      this.add([...picker.files]);
      picker.value = '';
    });
    this.#bootButton.addEventListener('click', () => boot(this.#options()));
    this.#show();
  }

  /** Adds files; the last one of a kind that there is only one of takes the place of the one before. */
  async add(files) {
    const problems = [];
    for (const file of files) {
      try {
        const raw = isNamedRaw(file.name);
        const head = raw ? new Uint8Array() : await unpackedHead(file.name, file, HEAD_BYTES);
        const role = roleOf(file.name, head, file.size);
        const reason = file.size === 0 ? 'is empty' : refusal(head) ?? packingRefusal(role, head);
        if (reason !== null || role === null) {
          const why = reason ?? 'is neither a kernel, firmware, an initial RAM disk nor a disk';
          problems.push(`${file.name} ${why}.`);
        } else {
          this.#put({ file, role });
        }
      } catch (error) {
        const { message } = error;
        problems.push(error instanceof UnpackError ? message : `${file.name} can’t be read: ${message}`);
      }
    }
    this.#problem.textContent = problems.join(' ');
    this.#show();
  }

  /** Brings the files, or what is wrong with them, before a person's eyes. */
  reveal() {
    this.#bootButton.focus();
    (this.#problem.hidden ? this.#bootButton : this.#problem).scrollIntoView({ block: 'nearest' });
  }

  #put(entry) {
    if (entry.role !== 'disk') {
      this.#files = this.#files.filter((other) => other === entry || other.role !== entry.role);
    }
    if (!this.#files.includes(entry)) {
      this.#files.push(entry);
    }
  }

  #options() {
    const options = {};
    for (const { file, role } of this.#files) {
      if (role === 'disk') {
        options.disk = [...options.disk ?? [], file];
      } else {
        options[role] = file;
      }
    }
    return options;
  }

  #show() {
    this.#rows.replaceChildren(...this.#files.map((entry) => this.#row(entry)));
    this.#problem.hidden = this.#problem.textContent === '';
    this.#bootButton.hidden = this.#files.length === 0;
  }

  #row(entry) {
    const { file, role } = entry;
    const select = element('select', { 'aria-label': `What ${file.name} is` },
      ...ROLES.map((value) => element('option', { value }, ROLE_NAMES[value])));
    select.value = role;
    select.addEventListener('change', () => {
      entry.role = select.value;
      this.#put(entry);
      this.#show();
    });
    const remove = element('button', { type: 'button', 'aria-label': `Leave ${file.name} out` }, '×');
    remove.addEventListener('click', () => {
      this.#files = this.#files.filter((other) => other !== entry);
      this.#show();
    });
    const keep = element('button', { type: 'button', title: 'Make a machine of it that is kept in this browser' },
      'Import');
    keep.hidden = role !== 'disk';
    keep.addEventListener('click', () =>
      keep.dispatchEvent(new CustomEvent(IMPORT_EVENT, { bubbles: true, detail: file })));
    return element('li', {}, element('span', { class: 'name' }, file.name),
      element('small', {}, sizeText(file.size)), select, keep, remove);
  }
}
