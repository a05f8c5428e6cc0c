// SPDX-License-Identifier: Apache-2.0
/** Runs the benchmarks; scripts/bench calls it when everything is built. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startServer } from '../support/server.mjs';
import { measureBoot } from './boot.mjs';
import { measureDebian } from './debian.mjs';
import { measureDisks } from './disks.mjs';
import { environment } from './environment.mjs';
import { measurePrograms } from './guest-programs.mjs';
import { OFF, hostsFor } from './hosts.mjs';
import { measureIdle } from './idle.mjs';
import { report } from './report.mjs';
import { measureSessions } from './sessions.mjs';

const DOCS = fileURLToPath(new URL('../../../../../docs', import.meta.url));
const PARTS = ['guest', 'boot', 'idle', 'sessions', 'disks', 'debian'];
const GUEST_RUNS = 5;
const BOOT_RUNS = 7;
const SESSION_RUNS = 3;
const DISK_RUNS = 3;
const USAGE = `usage: scripts/bench [PART...] [--runs N] [--on HOST,...] [--out DIR]

Measures everything and writes DIR/benchmarks.md and DIR/benchmarks.json, by default in docs/. With parts
(${PARTS.join(', ')}) or hosts (jvm, chromium, firefox, chromium-off,
firefox-off) named it measures only those, and prints the report unless it is told where to write it. disks and
debian alone leave what DIR has of other parts. --runs is by default ${GUEST_RUNS} for guest programs,
${BOOT_RUNS} for boots and ${SESSION_RUNS} for the rest.`;

const options = readOptions();
const server = await startServer();
try {
  const data = { ...earlier(), ...await measure(server.url) };
  if (options.out) {
    mkdirSync(options.out, { recursive: true });
    writeFileSync(`${options.out}/benchmarks.md`, report(data));
    writeFileSync(`${options.out}/benchmarks.json`, `${JSON.stringify(data, null, 1)}\n`);
    progress(`${options.out}/benchmarks.md and benchmarks.json are written`);
  } else {
    process.stdout.write(report(data));
  }
} finally {
  await server.stop();
}

/** What the output folder has and this run leaves, if its parts tell themselves what they were measured on. */
function earlier() {
  const file = `${options.out}/benchmarks.json`;
  return isAddition() && options.out && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

function isAddition() {
  return options.parts.every((part) => part === 'disks' || part === 'debian');
}

async function measure(url) {
  const { parts, runs } = options;
  const hosts = selectHosts(url);
  const data = isAddition() && options.out ? {} : {
    environment: environment(),
    titles: Object.fromEntries(Object.entries(hosts).map(([key, { title }]) => [key, title])),
  };
  if (parts.includes('boot')) {
    data.boot = await measureBoot(hosts, runs ?? BOOT_RUNS, progress);
  }
  if (parts.includes('idle')) {
    const on = Object.entries(hosts).filter(([key]) => !key.endsWith(OFF));
    data.idle = await measureIdle(Object.fromEntries(on), progress);
  }
  if (parts.includes('sessions')) {
    const pages = Object.entries(hosts).filter(([key]) => key === 'chromium' || key === 'firefox');
    data.sessions = await measureSessions(Object.fromEntries(pages), runs ?? SESSION_RUNS, progress);
  }
  if (parts.includes('disks')) {
    data.disks = await measureDisks(runs ?? DISK_RUNS, progress);
  }
  if (parts.includes('debian')) {
    data.debian = await measureDebian(runs ?? DISK_RUNS, progress);
  }
  if (parts.includes('guest')) {
    data.guest = await measurePrograms(hosts, runs ?? GUEST_RUNS, progress);
  }
  return data;
}

function selectHosts(url) {
  const hosts = hostsFor(url);
  const unknown = options.on?.find((key) => !(key in hosts));
  if (unknown !== undefined) {
    fail(`there is no host “${unknown}”`);
  }
  return Object.fromEntries(Object.entries(hosts).filter(([key]) => options.on?.includes(key) ?? true));
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        runs: { type: 'string' },
        on: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit();
    }
    const unknown = positionals.find((part) => !PARTS.includes(part));
    if (unknown !== undefined) {
      throw new Error(`there is no part “${unknown}”`);
    }
    if (values.runs !== undefined && !/^[1-9][0-9]{0,2}$/.test(values.runs)) {
      throw new Error(`--runs is “${values.runs}”; it must be a number such as ${GUEST_RUNS}`);
    }
    const everything = positionals.length === 0 && values.on === undefined;
    return {
      parts: positionals.length === 0 ? PARTS : positionals,
      runs: values.runs && Number(values.runs),
      on: values.on?.split(','),
      out: values.out ?? (everything ? DOCS : undefined),
    };
  } catch (error) {
    return fail(error.message);
  }
}

function fail(message) {
  console.error(`bench: ${message}\n\n${USAGE}`);
  process.exit(2);
}

function progress(text) {
  console.error(`[${Math.round(performance.now() / 1000)} s] ${text}`);
}
