// SPDX-License-Identifier: Apache-2.0
/** From single runs to the figures that the report shows. */

import { median, summary } from './statistics.mjs';

/**
 * For every host and program summaries of `virtualMillis`, `wallMillis`, `busiestMillis`, `wholeMillis` and
 * `insns` as measured, and
 *
 * - mips: instructions of the whole command per microsecond of the busiest thread's CPU time
 * - workMillis: CPU time of the timed part, at that speed
 * - translatedPercent, translationMillis: where the host tells, of the whole command
 *
 * @param guest what measurePrograms gave
 * @return {host: {program: summaries}}
 */
export function programFigures(guest) {
  const outside = instructionsOutside(guest);
  return mapValues(guest, ({ programs }) =>
    mapValues(programs, (runs, name) => {
      const instructions = (run) => run.steps ?? run.insns + (outside[name] ?? 0);
      const mips = (run) => instructions(run) / run.busiestMillis / 1e3;
      const measured = ['virtualMillis', 'wallMillis', 'busiestMillis', 'wholeMillis', 'insns'];
      return {
        ...Object.fromEntries(measured.map((field) => [field, summary(runs, (run) => run[field])])),
        mips: summary(runs, mips),
        workMillis: summary(runs, (run) => run.insns / mips(run) / 1e3),
        ...(runs.every((run) => 'translatedSteps' in run) ? {
          translatedPercent: summary(runs, (run) => (run.translatedSteps / run.steps) * 100),
          translationMillis: summary(runs, (run) => run.translationMillis),
        } : {}),
      };
    }));
}

/** @param boot what measureBoot gave */
export function bootFigures(boot) {
  const fields = ['seenMillis', 'wallMillis', 'busiestMillis', 'wholeMillis', 'steps', 'residentBytes'];
  return mapValues(boot.runs, (runs) =>
    Object.fromEntries(fields
      .filter((field) => field in runs[0])
      .map((field) => [field, summary(runs, (run) => run[field])])));
}

/**
 * What a command executes before and after its timed part: starting the program, preparing its memory. Where
 * the host counts no steps this stands in for them, as the guest does the same there.
 */
function instructionsOutside(guest) {
  const counted = {};
  for (const { programs } of Object.values(guest)) {
    for (const [name, runs] of Object.entries(programs)) {
      counted[name] ??= [];
      counted[name].push(...runs.filter((run) => 'steps' in run).map((run) => run.steps - run.insns));
    }
  }
  return mapValues(counted, (values) => (values.length ? median(values) : undefined));
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
