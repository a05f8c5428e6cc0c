// SPDX-License-Identifier: Apache-2.0
/** A few words over the terminal's lower edge that go away by themselves, or stay until they are closed. */

import { button, make } from './dom.js';

const STAY_MS = 9_000;

/**
 * @param actions [text, what to do] for each button
 * @param stay whether it stays until someone closes it
 */
export function showToast(text, actions = [], stay = false) {
  document.querySelector('.toast')?.remove();
  const toast = make('div', { className: 'toast', role: 'status' }, text);
  const close = () => toast.remove();
  for (const [name, action] of [...actions, ...(stay ? [['Close', () => {}]] : [])]) {
    toast.append(button(name, () => {
      close();
      action();
    }));
  }
  document.querySelector('main').append(toast);
  if (!stay) {
    setTimeout(close, STAY_MS);
  }
  return close;
}
