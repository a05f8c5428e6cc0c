// SPDX-License-Identifier: Apache-2.0
/** Part "guest": the benchmark programs of the image (kernels/bench), run in the guest's shell. */

import assert from 'node:assert/strict';

const NANOS_PER_MILLI = 1e6;

/** Rounds of all programs before anything is measured, and how long they take at least. */
export const WARM_UP = { rounds: 3, seconds: 20 };

/**
 * Runs all programs to warm up, then each `runs` times, in turns, so that a while in which the computer
 * has other work spoils one run of several programs rather than all runs of one.
 *
 * @return by host {residentBytes when all is done, programs: {name: [run]}}, see measureRun
 */
export async function measurePrograms(hosts, runs, progress) {
  const results = {};
  for (const [key, host] of Object.entries(hosts)) {
    progress(`guest programs, ${host.title}: warm-up`);
    const machine = await host.boot();
    try {
      const names = await warmUp(machine);
      const programs = Object.fromEntries(names.map((name) => [name, []]));
      for (let i = 1; i <= runs; i++) {
        progress(`guest programs, ${host.title}: ${i} of ${runs}`);
        for (const name of names) {
          programs[name].push(await measureRun(machine, name));
        }
      }
      results[key] = { residentBytes: machine.residentBytes(), programs };
    } finally {
      await machine.close();
    }
  }
  assertSameResults(results);
  return results;
}

/** Returns the programs' names. */
async function warmUp(machine) {
  let names = [];
  let millis = 0;
  for (let round = 0; round < WARM_UP.rounds || millis < WARM_UP.seconds * 1e3; round++) {
    const { output, wallMillis } = await machine.execute('bench all');
    names = lines(output).map(({ name }) => name);
    millis += wallMillis;
  }
  return names;
}

/**
 * One run: from the program's own line `check`, `insns` (instructions of the timed part) and `virtualMillis`;
 * for the whole command `wallMillis`, CPU time (see cpuSince) and, where the host tells, `steps`,
 * `translatedSteps` of them, and `translationMillis`.
 */
async function measureRun(machine, name) {
  const before = await machine.counters();
  const cpuBefore = machine.sampleCpu();
  const { output, wallMillis } = await machine.execute(`bench ${name}`);
  const cpu = machine.cpuSince(cpuBefore);
  assert.ok(machine.isMachineThread(cpu.busiestThread), `busiest while ${name} ran: ${JSON.stringify(cpu)}`);
  const after = await machine.counters();
  const [{ ns, insns, check }] = lines(output);
  return {
    check,
    insns: Number(insns),
    virtualMillis: Number(ns) / NANOS_PER_MILLI,
    wallMillis,
    ...cpu,
    ...since(before, after),
  };
}

function since(before, after) {
  const figures = {};
  if (after.steps !== undefined) {
    figures.steps = after.steps - before.steps;
  }
  if (after.jit?.modules) {
    figures.translatedSteps = after.jit.steps - before.jit.steps;
    figures.translationMillis = (after.jit.nanos - before.jit.nanos) / NANOS_PER_MILLI;
  }
  return figures;
}

/** The programs' lines: `name work=... ns=... insns=... check=...` */
function lines(output) {
  const found = [...output.matchAll(/^(\w+) (work=.*)$/gm)].map(([, name, fields]) => ({
    name,
    ...Object.fromEntries(fields.split(' ').map((field) => field.split('='))),
  }));
  assert.notEqual(found.length, 0, `bench says: ${output}`);
  return found;
}

/** A program's checksum is the same everywhere, or a host computes wrongly. */
function assertSameResults(results) {
  const checks = {};
  for (const [key, { programs }] of Object.entries(results)) {
    for (const [name, runs] of Object.entries(programs)) {
      for (const { check } of runs) {
        checks[name] ??= check;
        assert.equal(check, checks[name], `checksum of ${name} on ${key}`);
      }
    }
  }
}
