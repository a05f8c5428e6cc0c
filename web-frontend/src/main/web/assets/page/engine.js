// SPDX-License-Identifier: Apache-2.0
/** The panel on how the machine is executed: speed, what is translated, and why translated code is left. */

const REASONS_SHOWN = 10;

/** Opens with `button`, or at once if the address says so with the parameter “debug”. */
export function connectEngine(panel, button, session) {
  let before = { steps: 0, jit: { steps: 0 } };
  let lately = NaN;
  const show = (open) => {
    panel.hidden = !open;
    button.setAttribute('aria-pressed', open);
    draw();
  };
  const draw = () => {
    if (!panel.hidden) {
      fill(panel, session.counters, lately);
    }
  };
  button.addEventListener('click', () => show(panel.hidden));
  session.addEventListener('state', ({ detail: { counters } }) => {
    if (counters.steps !== before.steps) {
      lately = ((counters.jit?.steps ?? 0) - before.jit.steps) / (counters.steps - before.steps);
      before = { steps: counters.steps, jit: { steps: counters.jit?.steps ?? 0 } };
    }
    draw();
  });
  show(new URLSearchParams(location.search).has('debug'));
}

function fill(panel, { steps, mips, jit }, lately) {
  const rows = [
    ['Speed', `${number(mips)} MIPS`],
    ['Steps', millions(steps)],
  ];
  if (!jit?.modules) {
    rows.push(['Translated', 'nothing']);
  } else {
    rows.push(
      ['Translated', `${percent(lately)} lately, ${percent(jit.steps / steps)} in all`],
      ['Modules', `${number(jit.modules)}, ${number(jit.bytes / 1024)} KiB${refused(jit)}`],
      ['Regions', `${number(jit.regions - jit.regionsDropped)} in use, ${number(jit.regionsDropped)} dropped`],
      ['Kept', `${number(jit.slotsInUse)} functions, ${number(jit.bytesInUse / 1024)} KiB; `
        + `everything dropped ${number(jit.flushes)} times`],
      ['Instructions', number(jit.instructions)],
      ['Time', `${number(jit.nanos / 1e6)} ms, of it the browser ${number(jit.milliseconds)} ms`],
      ['Entered', number(jit.entries)],
    );
  }
  panel.replaceChildren(
    heading('Engine'), list(rows),
    heading('Translated code is left for'), reasons(jit?.left),
    heading('Helpers execute for it'), reasons(jit?.assisted),
  );
}

function refused({ refused: count, tooDeep }) {
  return (count ? `; ${number(count)} refused` : '') + (tooDeep ? `; ${number(tooDeep)} regions too deep` : '');
}

function reasons(counts = {}) {
  const entries = Object.entries(counts);
  return entries.length === 0
    ? list([['nothing', '']])
    : list(entries.slice(0, REASONS_SHOWN).map(([reason, count]) => [reason, number(count)]));
}

function heading(text) {
  const element = document.createElement('h2');
  element.textContent = text;
  return element;
}

function list(rows) {
  const element = document.createElement('dl');
  for (const row of rows) {
    ['dt', 'dd'].forEach((tag, i) => {
      element.append(Object.assign(document.createElement(tag), { textContent: row[i] }));
    });
  }
  return element;
}

function number(value) {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
}

function millions(value) {
  return `${number(value / 1e6)} million`;
}

function percent(share) {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '–';
}
