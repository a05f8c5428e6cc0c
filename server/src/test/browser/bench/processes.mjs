// SPDX-License-Identifier: Apache-2.0
/** CPU time and memory of processes, as Linux's /proc tells them. */

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const TICK_MILLIS = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const NANOS_PER_MILLI = 1e6;
const REST_MILLIS = 400;
const REST_SHARE = 0.05;
const REST_DEADLINE_MILLIS = 15_000;

/** The processes among `root` and its descendants that `wanted(command line)` holds for: their ids. */
export function processesBelow(root, wanted = () => true) {
  const children = new Map();
  for (const pid of numbersIn('/proc')) {
    const parent = statFields(pid)?.[1];
    children.set(Number(parent), [...children.get(Number(parent)) ?? [], pid]);
  }
  const found = [root];
  for (let i = 0; i < found.length; i++) {
    found.push(...children.get(found[i]) ?? []);
  }
  return found.filter((pid) => wanted(commandLine(pid)));
}

/** Thread names of a process, as far as Linux keeps them: 15 characters. */
export function threadNames(pid) {
  return [...processUse(pid).threads.values()].map(({ name }) => name);
}

/** CPU time that processes have used up to now, for cpuSince. */
export function sampleCpu(pids) {
  return new Map(pids.map((pid) => [pid, processUse(pid)]));
}

/**
 * What a process has used since a sample, or since its start if it wasn't in there.
 *
 * @param mayBeBusiest whether a thread of that name counts for the busiest one
 * @return {busiestThread: its name, busiestMillis: by that thread, wholeMillis: by all}
 */
export function cpuSince(sample, pid, mayBeBusiest = () => true) {
  const use = processUse(pid);
  const earlier = sample.get(pid) ?? { threads: new Map(), totalMillis: 0 };
  const threads = [...use.threads].map(([tid, { name, millis }]) =>
    ({ name, millis: millis - (earlier.threads.get(tid)?.millis ?? 0) }));
  const busiest = threads.filter(({ name }) => mayBeBusiest(name))
    .reduce((a, b) => (b.millis > a.millis ? b : a), { name: '', millis: 0 });
  const ofThreads = threads.reduce((sum, { millis }) => sum + millis, 0);
  const ofProcess = use.totalMillis - earlier.totalMillis;
  return {
    busiestThread: busiest.name,
    busiestMillis: busiest.millis,
    // Only threads that have ended make the process's own count larger by more than its rounding.
    wholeMillis: ofProcess > ofThreads + 2 * TICK_MILLIS ? ofProcess : ofThreads,
  };
}

/**
 * Waits until `root` and its descendants do next to nothing, or for so long that they never will.
 *
 * @return how many milliseconds that took
 */
export async function untilAtRest(root) {
  const start = performance.now();
  let used;
  do {
    const before = sampleCpu(processesBelow(root));
    await sleep(REST_MILLIS);
    used = processesBelow(root).reduce((sum, pid) => sum + cpuSince(before, pid).wholeMillis, 0);
  } while (used > REST_SHARE * REST_MILLIS && performance.now() - start < REST_DEADLINE_MILLIS);
  return performance.now() - start;
}

/** Resident memory, in bytes. */
export function residentBytes(pid) {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kibibytes) * 1024;
}

/** {threads: {name, millis to the nanosecond} by thread id; totalMillis, to the tick, ended threads too} */
function processUse(pid) {
  const threads = new Map();
  for (const tid of numbersIn(`/proc/${pid}/task`)) {
    const name = (read(`/proc/${pid}/task/${tid}/comm`) ?? '').trim();
    const [nanos] = (read(`/proc/${pid}/task/${tid}/schedstat`) ?? '0').split(' ');
    threads.set(tid, { name, millis: Number(nanos) / NANOS_PER_MILLI });
  }
  const fields = statFields(pid) ?? [];
  return { threads, totalMillis: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MILLIS };
}

/** Fields of /proc/PID/stat behind the program's name: state, parent, ...; 11 and 12 are utime and stime. */
function statFields(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function commandLine(pid) {
  return (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();
}

function numbersIn(folder) {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name)).map(Number);
  } catch {
    return [];
  }
}

/** Content of a file of a process that may have ended meanwhile: undefined then. */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
