// SPDX-License-Identifier: Apache-2.0
/** docs/benchmarks.md, from what benchmarks.json holds. */

import { bootFigures, programFigures } from './analysis.mjs';
import { debian, debianGoals, disks } from './disk-report.mjs';
import { WARM_UP } from './guest-programs.mjs';
import { number, paragraphs, range, table, times } from './markdown.mjs';
import { PEERS } from './peers.mjs';

const MEGA = 1e6;
const INTEGER_WORK = 'intwork';
const WORK_MILLIS = { copy: 45, chase32k: 32, chase4m: 60, mandel: 25 };

/** @param data {environment, titles of the hosts, and results by part}; parts may be missing */
export function report(data) {
  const figures = {
    programs: data.guest && programFigures(data.guest),
    boot: data.boot && bootFigures(data.boot),
  };
  return `${paragraphs(
    '# Benchmarks',
    'Made by `scripts/bench`, as is `benchmarks.json` with every single run. CPU times are what the kernel'
    + ' accounts to threads: they hold fairly still when the computer has other work, wall times don’t.',
    environmentTable(data.environment),
    goals(data, figures),
    data.guest && programs(data, figures.programs),
    data.boot && boot(data, figures.boot),
    data.idle && idle(data),
    data.sessions && sessions(data),
    data.disks && disks(data.disks),
    data.debian && debian(data.debian),
  )}\n`;
}

function environmentTable(env) {
  return table(['', 'measured'], [
    ['commit', `${env.commit.slice(0, 12)} of ${env.commitDate}${env.modified ? ', with changes' : ''}`],
    ['computer', `${env.cpu}, ${env.cores} cores, ${number(env.memoryBytes / 2 ** 30)} GiB, ${env.kernel}`],
    ['load average at the start', number(env.loadAverage)],
    ['JDK', env.jdk],
    ['Chromium', env.chromium],
    ['Firefox', env.firefox],
  ]);
}

function goals({ boot, debian: onDisk, idle }, figures) {
  const chromium = figures.programs?.chromium;
  const prompt = figures.boot?.chromium;
  const rows = [
    atLeast(2000, chromium?.[INTEGER_WORK].mips.median, 'MIPS of integer work in Chromium, per CPU second'),
    atLeast(1000, figures.programs?.jvm?.[INTEGER_WORK].mips.median, 'MIPS of integer work on the JVM'),
    ...Object.entries(WORK_MILLIS).map(([name, millis]) =>
      atMost(millis, chromium?.[name].workMillis.median, `ms of CPU for the work of ${name} in Chromium`)),
    atMost(500, prompt?.seenMillis.median, 'ms from navigation to the prompt on the screen in Chromium'),
    atMost(500, prompt?.wallMillis.median, 'ms from navigation to a machine that is at its prompt'),
    atMost(1000, prompt?.busiestMillis.median, 'ms of CPU for it, busiest thread'),
    atMost(7, prompt && boot.wireBytes / MEGA, 'MB over the wire'),
    atMost(300, prompt && prompt.residentBytes.median / MEGA, 'MB resident in the renderer, 256 MiB guest'),
    atMost(2, idle?.chromium?.idlePercent, '% of a core while idle, Chromium'),
    atMost(2, idle?.chromium?.pausedPercent, '% of a core while paused, Chromium'),
    atMost(2, idle?.jvm?.idlePercent, '% of a core while idle, JVM'),
    ...debianGoals(onDisk, atMost),
  ].filter(Boolean);
  return ['## Goals', table(['goal', 'at', 'measured', ''], rows)];
}

function atLeast(limit, value, what) {
  return goal(what, `≥ ${limit}`, value, value >= limit);
}

function atMost(limit, value, what) {
  return goal(what, `≤ ${limit}`, value, value <= limit);
}

/** A row, or null if that wasn't measured. */
function goal(what, limit, value, met) {
  return value === undefined ? null : [what, limit, number(value), met ? 'met' : 'missed'];
}

function programs({ titles, guest }, figures) {
  const keys = Object.keys(figures);
  const names = Object.keys(figures[keys[0]]);
  const runs = guest[keys[0]].programs[names[0]].length;
  const headers = [
    ...keys.map((key) => titles[key]),
    ...PEERS.flatMap(({ title }) => [title, `Chromium : ${title}`]),
  ];
  const compare = (name, pick, ofPeer, ratio) => [
    name,
    ...keys.map((key) => number(pick(figures[key][name]).median)),
    ...PEERS.flatMap((peer) => {
      const ours = figures.chromium && pick(figures.chromium[name]).median;
      return [number(ofPeer(peer)), times(ratio(ours, ofPeer(peer)))];
    }),
  ];
  return paragraphs(
    '## Programs inside Linux',
    `All programs of \`kernels/bench\` run in turn to warm up, ${WARM_UP.rounds} times at least and for`
    + ` ${WARM_UP.seconds} s at least, for every host alike; the compilers have done most of their work then.`
    + ` Then each is measured: medians (runs: ${runs}). What bounds them, and how the first runs differ, is`
    + ' in [translator-speed.md](translator-speed.md). The ratios say how many times as fast as the peer'
    + ' Bootlink is in Chromium.',
    PEERS.map(({ title, description }) => `- ${title}: ${description}`).join('\n'),
    '### Million guest instructions per CPU second',
    'Instructions of the whole command, from typing it to its last line, per CPU second of the busiest thread'
    + ` meanwhile. The peers’ are for CoreMark, which ${INTEGER_WORK} resembles but is not.`,
    table(['program', ...headers], names.map((name) =>
      compare(name, ({ mips }) => mips, (peer) => (name === INTEGER_WORK ? peer.integerMips : undefined),
        (ours, theirs) => ours / theirs))),
    '### CPU milliseconds of the work',
    'The work alone, without starting the program and preparing its memory: its instructions at the speed'
    + ' above. The peers’ are for the same work, but may be wall time.',
    table(['program', ...headers], names.map((name) =>
      compare(name, ({ workMillis }) => workMillis, (peer) => peer.workMillis[name],
        (ours, theirs) => theirs / ours))),
    keys.flatMap((key) => [
      `### ${titles[key]}`,
      programTable(figures[key]),
      `Resident memory afterwards: ${number(guest[key].residentBytes / MEGA)} MB.`,
    ]),
    'The work’s own time is what the guest’s clock says, which follows the wall’s only roughly over so'
    + ' short a time. All else is of the whole command: the instructions executed translated, and the time'
    + ' spent in translating on the machine’s thread, too. On the JVM, whose runner counts no'
    + ' steps, the instructions before and after the work are taken to be as many as in the browsers; if none'
    + ' was measured they are left out, and the JVM’s MIPS are too low, chase4m’s by far.',
  );
}

function programTable(programs) {
  const headers = [
    'program', 'M instructions of work', 'work, guest’s clock, ms', 'wall, ms', 'CPU, busiest thread, ms',
    'from–to', 'CPU, process, ms', 'MIPS', 'from–to', 'translated, %', 'translation, ms',
  ];
  return table(headers, Object.entries(programs).map(([name, figure]) => [
    name,
    number(figure.insns.median / MEGA),
    number(figure.virtualMillis.median),
    number(figure.wallMillis.median),
    number(figure.busiestMillis.median),
    range(figure.busiestMillis),
    number(figure.wholeMillis.median),
    number(figure.mips.median),
    range(figure.mips),
    number(figure.translatedPercent?.median),
    number(figure.translationMillis?.median),
  ]));
}

function boot(data, figures) {
  const keys = Object.keys(figures);
  const columns = [
    ...keys.map((key) => figures[key]),
    ...PEERS.map((peer) => ({
      wallMillis: peer.boot.wallMillis,
      busiestMillis: { median: peer.boot.busiestMillis },
      wholeMillis: { median: peer.boot.wholeMillis },
      residentBytes: { median: peer.boot.residentBytes },
    })),
  ];
  const row = (title, field, unit = 1) =>
    [title, ...columns.map((column) => valueAndBest(column[field], unit))];
  const wireBytes = [
    ...keys.map((key) => (key === 'chromium' ? data.boot.wireBytes : undefined)),
    ...PEERS.map((peer) => peer.boot.wireBytes),
  ];
  const headers = [
    '', ...keys.map((key) => data.titles[key]), ...PEERS.map(({ title }) => `${title}, Chromium`),
  ];
  const runs = data.boot.runs[keys[0]].length;
  return paragraphs(
    '## Boot to the prompt',
    'In a fresh profile, from navigation once the browser is at rest; on the JVM from the process’s start.'
    + ` Medians (runs: ${runs}), and the best in brackets. CPU time and memory are those of the page’s`
    + ' renderer, or of the JVM, up to and at the prompt. The browser is not told to watch the network, which'
    + ' would have it keep all that it loads once more. A plain visit shows the prompt before the machine is'
    + ' there; what is typed at it waits for the machine.',
    table(headers, [
      row('prompt on the screen, ms', 'seenMillis'),
      row('machine at its prompt, wall, ms', 'wallMillis'),
      row('CPU, busiest thread, ms', 'busiestMillis'),
      row('CPU, process, ms', 'wholeMillis'),
      row('M steps', 'steps', MEGA),
      ['MB over the wire', ...wireBytes.map((bytes) => number(bytes && bytes / MEGA))],
      row('MB resident', 'residentBytes', MEGA),
    ]),
  );
}

function valueAndBest(summary, unit) {
  const best = summary?.min === undefined ? '' : ` (${number(summary.min / unit)})`;
  return number(summary && summary.median / unit) + best;
}

function idle({ titles, idle: results }) {
  return paragraphs(
    '## Idle',
    'Percent of one core that the page’s renderer, or the JVM, uses over 10 s: at the prompt, and paused. The'
    + ' first column says how long after the prompt its compilers, busy with the boot, came to rest; the second'
    + ' is of the 10 s after that, in which they turn to what an idle guest does, the third of the next 10 s.',
    table(['', 'at rest after, s', 'first', 'idle', 'paused'], Object.entries(results).map(([key, result]) => [
      titles[key], number(result.restMillis / 1e3), number(result.firstPercent), number(result.idlePercent),
      number(result.pausedPercent),
    ])),
  );
}

function sessions({ titles, sessions: results }) {
  const keys = Object.keys(results);
  const row = (title, field, unit = 1) => [title, ...keys.map((key) => valueAndBest(results[key][field], unit))];
  return paragraphs(
    '## Sessions',
    'A session of some typing, computing and output. Medians, and the best in brackets; wall times.',
    table(['', ...keys.map((key) => titles[key])], [
      row('M steps of the session', 'sessionSteps', MEGA),
      row('bytes for each key typed, before compression', 'bytesPerKey'),
      row('making the recording with its digest, ms', 'recordMillis'),
      row('replaying it at full speed, verified, ms', 'replayMillis'),
      row('going back to 70 % of it, ms', 'seekBackMillis'),
      row('replaying an hour of 240 commands, mostly idle, ms', 'hourMillis'),
      row('MB of a snapshot, before compression', 'snapshotBytes', MEGA),
      row('saving a snapshot, ms', 'snapshotMillis'),
      row('restoring it, ms', 'restoreMillis'),
    ]),
  );
}
