// SPDX-License-Identifier: Apache-2.0
/** The row of keys below the terminal on narrow and touch screens. */

export function connectKeyRow(row, terminal) {
  for (const button of row.querySelectorAll('button')) {
    // Without this the tap takes the focus, and the phone's keyboard goes away with it.
    button.addEventListener('pointerdown', (event) => event.preventDefault());
    const { modifier, key } = button.dataset;
    if (modifier) {
      button.addEventListener('click', () => terminal.modifiers.toggle(modifier));
      terminal.modifiers.addEventListener('change', () =>
        button.setAttribute('aria-pressed', terminal.modifiers.isPressed(modifier)));
    } else {
      button.addEventListener('click', () => terminal.press(key));
    }
  }
}
