// SPDX-License-Identifier: Apache-2.0
/** The dialog that shows which machines there are, and takes the user's own files. */

import { chooseMachine, fetchManifest } from '../../loading/manifest.js';
import { element, sizeText } from './elements.js';
import { OwnFilesForm } from './own-files-form.js';
import { EXTENSION } from '../share/dropped-files.js';

/**
 * Connects the dialog with the button that opens it, and the page with what is dropped on it.
 *
 * @param drawKept called whenever the dialog opens, draws the machines that are kept; returns a promise of that
 * @param boot called with options as for bootlink.boot
 */
export function connectChooser(dialog, button, drawKept, boot) {
  const list = dialog.querySelector('[data-part=machines]');
  const form = new OwnFilesForm(dialog.querySelector('[data-part=own]'), (options) => start(options));
  let manifest = null;

  const start = (options) => {
    dialog.close();
    boot(options);
  };

  const drawMachines = async () => {
    if (manifest !== null) {
      return;
    }
    list.replaceChildren(element('p', {}, 'Loading the list of machines…'));
    try {
      manifest = await fetchManifest();
      list.replaceChildren(...manifest.machines.map((machine) => machineCard(manifest, machine, start)));
    } catch (error) {
      list.replaceChildren(element('p', { role: 'alert' }, error.message));
    }
  };

  /** Is done when nothing in the dialog will move any more by itself. */
  const open = () => {
    dialog.showModal();
    return Promise.all([drawMachines(), drawKept()]);
  };

  button.addEventListener('click', open);
  dialog.querySelector('[data-part=close]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());
  acceptDrops(document.body, async (files) => {
    await Promise.all([dialog.open ? null : open(), form.add(files)]);
    form.reveal();
  });
}

function machineCard(manifest, machine, start) {
  const { images, disks, memoryMiB } = chooseMachine(manifest, { image: machine.id });
  const files = [...Object.values(images), ...disks.filter(({ file }) => file)];
  const memoryBytes = Object.values(images).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const diskBytes = disks.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
  const sizes = [`${sizeText(memoryBytes)} to load`, diskBytes > 0 ? `${sizeText(diskBytes)} disk, as needed` : '',
    `${memoryMiB} MiB of memory`];
  const card = element('button', { type: 'button', class: 'machine' },
    element('strong', {}, machine.name ?? machine.id),
    element('span', {}, machine.description ?? ''),
    element('small', {}, sizes.filter(Boolean).join(' · ')));
  card.addEventListener('click', () => start({ image: machine.id }));
  const licences = element('details', {}, element('summary', {}, 'Licences'),
    ...files.map(({ name, file, licence }) => element('p', {}, `${name ?? file}: ${licence ?? 'not stated'}`)));
  return element('li', {}, card, licences);
}

/** Nothing but files is taken: text that is dragged goes on to whom it may concern. */
function acceptDrops(target, take) {
  const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes('Files');
  let depth = 0;
  const show = (change) => {
    depth = Math.max(0, depth + change);
    document.body.toggleAttribute('data-dropping', depth > 0);
  };
  target.addEventListener('dragenter', (event) => hasFiles(event) && show(1));
  target.addEventListener('dragleave', (event) => hasFiles(event) && show(-1));
  target.addEventListener('dragover', (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    }
  });
  target.addEventListener('drop', (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      show(-depth);
      const files = [...event.dataTransfer.files].filter(({ name }) => !name.endsWith(EXTENSION));
      if (files.length > 0) {
        take(files);
      }
    }
  });
}
