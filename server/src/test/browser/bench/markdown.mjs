// SPDX-License-Identifier: Apache-2.0
/** Tables and numbers as text. */

const NOTHING = '–';

/** @param rows of cells; the first column is left aligned, the others right */
export function table(headers, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = headers.map((header, column) => (column === 0 ? '---' : '---:'));
  return [headers, rule, ...rows].map(line).join('\n');
}

/** Three digits of a small number, all digits in front of the point of a large one. */
export function number(value) {
  if (value === undefined) {
    return NOTHING;
  }
  const decimals = Math.abs(value) >= 99.5 ? 0 : Math.abs(value) >= 9.95 ? 1 : 2;
  return Number(value.toFixed(decimals)).toLocaleString('en-US', { maximumFractionDigits: decimals });
}

export function whole(value) {
  return value === undefined ? NOTHING : Math.round(value).toLocaleString('en-US');
}

export function range(summary, format = whole) {
  return summary ? `${format(summary.min)}–${format(summary.max)}` : NOTHING;
}

/** How many times as fast. */
export function times(ratio) {
  return Number.isFinite(ratio) ? `${number(ratio)} ×` : NOTHING;
}

/** Whole paragraphs apart, without empty ones. */
export function paragraphs(...texts) {
  return texts.flat().filter(Boolean).join('\n\n');
}
