// SPDX-License-Identifier: Apache-2.0
/** The terminal's colours for the light and the dark page; the page's own are in style.css. */

const DARK = matchMedia('(prefers-color-scheme: dark)');

const THEMES = {
  dark: {
    background: '#0d1117', foreground: '#d7dde5', cursor: '#5eead4', cursorAccent: '#0d1117',
    selection: '#5eead440',
    black: '#3b4451', red: '#ff7b72', green: '#5fd38d', yellow: '#e3b341',
    blue: '#6cb6ff', magenta: '#d2a8ff', cyan: '#5ccfe6', white: '#c5cdd6',
    brightBlack: '#6e7a89', brightRed: '#ffa198', brightGreen: '#7ee2a8', brightYellow: '#f2cc60',
    brightBlue: '#96cdff', brightMagenta: '#e2c5ff', brightCyan: '#95e6cb', brightWhite: '#f5f8fb',
  },
  light: {
    background: '#fdfdfc', foreground: '#22272e', cursor: '#0f766e', cursorAccent: '#fdfdfc',
    selection: '#0f766e33',
    black: '#22272e', red: '#c4262e', green: '#1a7f4b', yellow: '#8a6100',
    blue: '#0b5cad', magenta: '#8a3ab9', cyan: '#0f6e84', white: '#6a737d',
    brightBlack: '#57606a', brightRed: '#a3141c', brightGreen: '#0f6236', brightYellow: '#6b4a00',
    brightBlue: '#0a4a8f', brightMagenta: '#6e2a99', brightCyan: '#0b5566', brightWhite: '#3d444d',
  },
};

export function terminalTheme() {
  return DARK.matches ? THEMES.dark : THEMES.light;
}

export function onThemeChange(listener) {
  DARK.addEventListener('change', listener);
}
