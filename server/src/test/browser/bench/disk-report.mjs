// SPDX-License-Identifier: Apache-2.0
/** What benchmarks.md says of disks and of Debian on them. */

import { number, paragraphs, table, times } from './markdown.mjs';

const MEGA = 1e6;

/** Rows for the table of goals. */
export function debianGoals(debian, atMost) {
  const prompt = debian?.machines.debian?.prompt;
  const workbench = debian?.machines.workbench;
  return [
    atMost(3000, prompt?.cold.median, 'ms from navigation to Debian’s prompt in Chromium'),
    atMost(8, prompt && prompt.bytes / MEGA, 'MB over the wire for it'),
    atMost(1500, workbench?.gcc?.warm.median, 'ms of `gcc hello.c` in Chromium, warm'),
    atMost(400, workbench?.python3?.warm.median, 'ms of `python3 -c 1` in Chromium, warm'),
  ];
}

export function disks({ environment, titles, sequentialMib, transfers, hosts }) {
  const keys = Object.keys(hosts);
  const row = (title, figure) => {
    const values = keys.map((key) => figure(hosts[key]));
    const peer = values[keys.indexOf('qemu')];
    return [title, ...values.map(number), ...values.slice(0, -1).map((value) => times(value / peer))];
  };
  const megabytes = (field) => (host) => (sequentialMib << 20) / MEGA / host[field].median * 1e3;
  const rate = (field) => (host) =>
    transfers / Math.max(1, host[field].median - host[`${field}Start`].median) * 1e3;
  return paragraphs(
    '## Disk throughput in the guest',
    'Past the guest’s page cache, by its dd, against Debian’s QEMU with the same kernel; medians by the wall’s'
    + ` clock, for ${sequentialMib} MiB. The small transfers, of 4 KiB, come one at a time, ${transfers} of them`
    + ' by a program of our own, each at another random place; what starting it takes is taken off. The page’s'
    + ` disk lies in the browser’s private file system. ${measuredAt(environment)}`,
    table(['', ...keys.map((key) => titles[key]), ...keys.slice(0, -1).map((key) => `${titles[key]} : QEMU`)], [
      row('sequential read, MB/s', megabytes('sequentialRead')),
      row('sequential write and flush, MB/s', megabytes('sequentialWrite')),
      row('4 KiB reads a second', rate('randomRead')),
      row('4 KiB writes a second', rate('randomWrite')),
    ]),
  );
}

export function debian({ environment, machines }) {
  const rows = Object.entries(machines).flatMap(([id, figures]) =>
    Object.entries(figures).map(([what, { cold, warm, bytes, requests }]) => [
      `${id}: ${what}`, number(cold.median), number(warm?.median), number(bytes / MEGA), number(requests),
    ]));
  return paragraphs(
    '## Debian from a disk that is fetched',
    'In Chromium with a fresh profile, from a server on the same computer: from navigation to the prompt, which'
    + ' loads the page and the kernel too; then, in the workbench, `gcc hello.c` and `python3 -c 1`, the first'
    + ' time and later. Medians by the wall’s clock. The bytes are those of the first time, with what is read'
    + ` ahead a moment longer. ${measuredAt(environment)}`,
    table(['', 'first, ms', 'later, ms', 'MB fetched', 'requests'], rows),
  );
}

function measuredAt({ commit, commitDate, modified, loadAverage }) {
  const changes = modified ? ', with changes' : '';
  return `Measured at commit ${commit.slice(0, 12)} of ${commitDate}${changes}; load average at the end`
    + ` ${number(loadAverage)}.`;
}
