// SPDX-License-Identifier: Apache-2.0
/** The part of the machines' dialog with those that are kept in this browser. */

import { element, sizeText } from '../images/elements.js';
import { fetchManifest } from '../../loading/manifest.js';
import { exportKept } from './export-kept.js';
import { importForm } from './import-form.js';
import {
  canKeep, duplicateKept, keptMachines, makeKept, removeKept, renameKept,
} from './kept-machines.js';

/**
 * @param section element to fill
 * @param dialog that it is in
 * @param boot called with options as for bootlink.boot
 * @return a function that draws it anew, and returns a promise of that
 */
export function connectKeptList(section, dialog, boot) {
  const list = element('ul', {});
  const form = element('form', {});
  const problem = element('p', { role: 'alert' });
  let drawn = Promise.resolve();
  section.append(list, form, problem);
  if (canKeep()) {
    section.append(importForm(dialog, () => drawn, (id) => open(id)));
  }

  const trying = async (action) => {
    problem.textContent = '';
    try {
      await action();
    } catch (error) {
      problem.textContent = error.message;
    }
    await draw();
  };
  const open = (id) => {
    dialog.close();
    boot({ machine: id });
  };

  async function draw() {
    if (!canKeep()) {
      list.replaceChildren(element('p', {},
        'This browser keeps no machines here: that needs https, and no private window.'));
      return;
    }
    try {
      const machines = await keptMachines();
      list.replaceChildren(...machines.map((machine) => entry(machine, open, trying)));
    } catch {
      list.replaceChildren(element('p', {}, 'This browser keeps no machines in a private window.'));
    }
  }

  async function drawForm() {
    const { machines } = await fetchManifest();
    const choices = machines.filter(({ disks = [] }) => disks.some(({ readOnly }) => !readOnly));
    form.hidden = choices.length === 0 || !canKeep();
    const image = element('select', { 'aria-label': 'What to install' },
      ...choices.map(({ id, name }) => element('option', { value: id }, name ?? id)));
    const name = element('input', { placeholder: 'Name of a new machine', required: '', maxlength: '60',
      'aria-label': 'Name of a new machine' });
    form.replaceChildren(element('div', { class: 'row' }, name, image,
      element('button', { class: 'main' }, 'Make and open')));
    form.onsubmit = (event) => {
      event.preventDefault();
      trying(async () => open(await makeKept(name.value, { image: image.value })));
    };
  }

  return () => {
    problem.textContent = '';
    drawn = Promise.all([draw(), drawForm().catch(() => { form.hidden = true; })]);
    return drawn;
  };
}

function entry({ id, name, opened, bytes }, open, trying) {
  const button = (text, action) => {
    const made = element('button', { type: 'button' }, text);
    made.addEventListener('click', action);
    return made;
  };
  const main = element('button', { type: 'button', class: 'machine' }, element('strong', {}, name),
    element('small', {}, `${sizeText(bytes)} kept here · opened ${new Date(opened).toLocaleString()}`));
  main.addEventListener('click', () => open(id));
  return element('li', { class: 'kept' }, main, element('div', { class: 'row' },
    button('Rename', () => trying(async () => {
      const wanted = prompt('New name of the machine', name);
      if (wanted !== null) {
        await renameKept(id, wanted);
      }
    })),
    button('Duplicate', () => trying(() => duplicateKept(id, `${name} (copy)`))),
    button('Export', ({ target }) => trying(() => exportKept(id, name, (share) => {
      target.textContent = `${Math.round(100 * share)} %`;
    }))),
    button('Delete', () => trying(async () => {
      if (confirm(`Delete “${name}” and all its files for ever?`)) {
        await removeKept(id);
      }
    }))));
}
