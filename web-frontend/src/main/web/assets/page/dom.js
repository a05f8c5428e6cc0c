// SPDX-License-Identifier: Apache-2.0
/** Elements from a description, for the parts of the page that are made only when someone asks for them. */

/**
 * @param properties of the element; `on...` are listeners, `data` goes to its dataset, those with a dash in
 *     the name, and `role`, are attributes
 * @param children elements and texts; null ones are left out
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'data') {
      Object.assign(element.dataset, value);
    } else if (name.includes('-') || name === 'role') {
      element.setAttribute(name, value);
    } else {
      element[name] = value;
    }
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

export function button(text, onclick, properties = {}) {
  return make('button', { type: 'button', onclick, ...properties }, text);
}

/**
 * A modal dialog that is removed when it closes: with Escape, by its own buttons, or when `close` is called.
 *
 * @return {HTMLDialogElement}
 */
export function showDialog(title, ...children) {
  const id = 'dialog-title';
  const dialog = make('dialog', { 'aria-labelledby': id }, make('h2', { id }, title), ...children);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Offers `bytes` as a download. */
export function saveFile(name, bytes, type = 'application/octet-stream') {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  make('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** 512 bytes, 3.4 KB, 12 MB. */
export function size(bytes) {
  if (bytes < 1000) {
    return `${bytes} bytes`;
  }
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'KB'] : [bytes / 1e6, 'MB'];
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}
