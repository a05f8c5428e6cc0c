// SPDX-License-Identifier: Apache-2.0
/** Small helpers for what the dialogs are made of. */

/** An element with attributes and children, which are elements or texts. */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    made.setAttribute(attribute, value);
  }
  made.append(...children);
  return made;
}

/** Such as 512 bytes, 13 KB, 4.1 MB, 1.3 GB. */
export function sizeText(bytes) {
  if (bytes < 1000) {
    return `${bytes} bytes`;
  }
  const units = ['KB', 'MB', 'GB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 9.95 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`;
}
