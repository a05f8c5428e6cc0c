// SPDX-License-Identifier: Apache-2.0
/** Part "sessions": what recordings, replays and snapshots take, in a browser. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summary } from './statistics.mjs';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const TYPED_HOUR = ['server/target/bootlink.jar', 'server/target/test-classes', 'kernels/target/classes']
  .map((path) => `${ROOT}${path}`).join(':');

const KEYS = 200;
const KEY_MILLIS = 50;
/** Something to replay: some computing, some output. */
const WORK = 'bench intwork; seq 1 3000; ls -lR /etc | md5sum';

/**
 * @return by host {sessionSteps, bytesPerKey, recordMillis, snapshotBytes, snapshotMillis, restoreMillis,
 *     replayMillis, seekBackMillis, hourMillis: a summary}; times are wall times in ms
 */
export async function measureSessions(hosts, runs, progress) {
  const results = {};
  progress('sessions: an hour is typed');
  const hour = typedHour();
  for (const [key, host] of Object.entries(hosts)) {
    const measured = [];
    for (let i = 1; i <= runs; i++) {
      progress(`sessions, ${host.title}: ${i} of ${runs}`);
      measured.push(await measureOne(host, hour));
    }
    results[key] = Object.fromEntries(
      Object.keys(measured[0]).map((field) => [field, summary(measured, (run) => run[field])]));
  }
  return results;
}

async function measureOne(host, hour) {
  const machine = await host.boot();
  try {
    await machine.execute('true');
    const typing = await machine.evaluate(typedBytes, KEYS, KEY_MILLIS);
    await machine.execute(WORK);
    return { ...typing, ...await machine.evaluate(sessionTimes, hour) };
  } finally {
    await machine.close();
  }
}

/** The bytes of a recording of an hour of somebody at the shell. */
function typedHour() {
  const folder = mkdtempSync(join(tmpdir(), 'bootlink-hour-'));
  try {
    const file = join(folder, 'recording');
    execFileSync('java', ['-cp', TYPED_HOUR, 'org.bootlink.server.determinism.TypedHour', file]);
    return Array.from(readFileSync(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// The functions below run in the page.

async function typedBytes(keys, keyMillis) {
  const size = async () => (await window.bootlink.recording()).length;
  const before = await size();
  for (let i = 0; i < keys; i++) {
    window.bootlink.send(i % 20 === 19 ? '\r' : ':');
    await new Promise((resolve) => setTimeout(resolve, keyMillis));
  }
  return { bytesPerKey: (await size() - before) / keys };
}

async function sessionTimes(hour) {
  const timed = async (action) => {
    const start = performance.now();
    const value = await action();
    return [performance.now() - start, value];
  };
  const until = async (condition) => {
    while (!condition()) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const live = () => ['running', 'idle'].includes(window.bootlink.state);
  const [recordMillis, recording] = await timed(() => window.bootlink.recording());
  const [snapshotMillis, snapshot] = await timed(() => window.bootlink.snapshot());
  const [restoreMillis] = await timed(async () => {
    await window.bootlink.restore(snapshot);
    await until(live);
  });
  const replay = async (bytes) => {
    const [millis] = await timed(async () => {
      await window.bootlink.replay(bytes, { speed: 0 });
      await until(() => window.bootlink.replayed?.ended || window.bootlink.replayed?.divergence);
    });
    if (window.bootlink.replayed.divergence) {
      throw new Error(`the replay differs: ${window.bootlink.replayed.divergence}`);
    }
    return millis;
  };
  const hourMillis = await replay(Uint8Array.from(hour));
  const replayMillis = await replay(recording);
  const sessionSteps = window.bootlink.counters().steps;
  const target = Math.floor(sessionSteps * 0.7);
  const [seekBackMillis] = await timed(async () => {
    await window.bootlink.seek(target);
    await until(() => window.bootlink.counters().steps === target);
  });
  return {
    sessionSteps, recordMillis, snapshotBytes: snapshot.length, snapshotMillis, restoreMillis, replayMillis,
    seekBackMillis, hourMillis,
  };
}
