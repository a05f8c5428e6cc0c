// SPDX-License-Identifier: Apache-2.0
/** The built server, started for one test file, and whatever else its jar can do. */

import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const JAR = fileURLToPath(new URL('../../../../target/bootlink.jar', import.meta.url));
const START_MILLIS = 60_000;

/** Starts the built jar with these arguments; `options` as for spawn. */
export function startJar(args, options) {
  if (!existsSync(JAR)) {
    throw new Error(`There is no ${JAR}; build it with: mvn package -DskipTests`);
  }
  return spawn('java', ['-jar', JAR, ...args], options);
}

/** Runs the built jar to its end; throws if it fails. */
export function runJar(args) {
  execFileSync('java', ['-jar', JAR, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/**
 * @param options more of the command line's
 * @return {url, stop}; BOOTLINK_URL names a server that already runs instead
 */
export async function startServer(...options) {
  if (process.env.BOOTLINK_URL) {
    return { url: process.env.BOOTLINK_URL, stop: async () => {} };
  }
  const child = startJar(['--port', '0', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = () => {
    child.kill('SIGTERM');
    return exited;
  };
  try {
    return { url: await printedUrl(child, exited), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function printedUrl(child, exited) {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error(`The server printed no URL in ${START_MILLIS} ms: ${output}`)), START_MILLIS);
    timer.unref();
    child.once('error', reject);
    exited.then((code) => reject(new Error(`The server ended with code ${code}: ${output}`)));
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      const url = /https?:\/\/\S+/.exec(output)?.[0];
      if (url && output.includes('\n')) {
        clearTimeout(timer);
        resolve(url);
      }
    });
  });
}
