// SPDX-License-Identifier: Apache-2.0
/** The form that makes a kept machine of a disk in a file, behind a button that chooses one. */

import { element, sizeText } from '../images/elements.js';
import { fetchManifest } from '../../loading/manifest.js';
import { importKept } from './import-kept.js';

/** The event that brings a file, as its detail, to the form of the dialog that it bubbles to. */
export const IMPORT_EVENT = 'importdisk';

/**
 * @param dialog in which other parts may bring files
 * @param drawn returns a promise that what is above in the dialog is there, so that it won't push the form away
 * @param open called with the id of the machine that was made
 * @return an element
 */
export function importForm(dialog, drawn, open) {
  const picker = element('input', { type: 'file', hidden: '', 'aria-label': 'Disk to import' });
  const pick = element('button', { type: 'button' }, 'Import a disk…');
  const form = element('form', { 'data-part': 'import', hidden: '' });
  const problem = element('p', { role: 'alert', hidden: '' });
  const tell = (message) => {
    problem.textContent = message;
    problem.hidden = message === '';
  };
  pick.addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    if (picker.files.length > 0) {
      ask(picker.files[0]);
    }
    picker.value = '';
  });
  dialog.addEventListener(IMPORT_EVENT, ({ detail }) => ask(detail));

  async function ask(file) {
    tell('');
    try {
      const [{ machines }] = await Promise.all([fetchManifest(), drawn()]);
      const image = element('select', { 'aria-label': 'The machine that gets the disk' },
        ...machines.map(({ id, name }) => element('option', { value: id }, name ?? id)));
      const writable = machines.findLast(({ disks = [] }) => disks.some(({ readOnly }) => !readOnly));
      image.value = (writable ?? machines[0]).id;
      const name = element('input', { value: nameOf(file), required: '', maxlength: '60',
        'aria-label': 'Name of the imported machine' });
      const start = element('button', { class: 'main' }, 'Import and open');
      form.replaceChildren(
        element('p', {}, `${file.name} (${sizeText(file.size)}) becomes the disk of a machine of its own.`),
        element('div', { class: 'row' }, name, image, start));
      form.hidden = false;
      form.onsubmit = (event) => {
        event.preventDefault();
        start.disabled = true;
        take(file, name.value, image.value, start);
      };
      name.focus();
      form.scrollIntoView({ block: 'nearest' });
    } catch (error) {
      tell(error.message);
    }
  }

  async function take(file, name, image, start) {
    tell('');
    try {
      const id = await importKept(name, image, file, (share) => {
        start.textContent = `${Math.round(100 * share)} %`;
      });
      form.hidden = true;
      open(id);
    } catch (error) {
      tell(error.message);
      start.textContent = 'Import and open';
      start.disabled = false;
    }
  }

  return element('div', { class: 'import' }, form, problem, element('div', { class: 'row' }, pick, picker));
}

function nameOf({ name }) {
  return name.replace(/(\.(img|disk|raw|packed|ext4|squashfs|gz|zst|zstd))+$/i, '') || name;
}
