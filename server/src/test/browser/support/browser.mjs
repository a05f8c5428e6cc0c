// SPDX-License-Identifier: Apache-2.0
/** Debian's browsers, headless, with a fresh profile each time. */

import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const PROTOCOL_MILLIS = 180_000;
const CHROMIUM_FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** @param options more for puppeteer, such as userDataDir */
export function startChromium(options = {}) {
  return puppeteer.launch({
    ...options,
    executablePath: chromiumProgram(),
    args: CHROMIUM_FLAGS,
    headless: true,
    protocolTimeout: PROTOCOL_MILLIS,
  });
}

/**
 * As a person's browser: nobody watches the network, which would have each page keep all that it loads once more.
 */
export function startUnwatchedChromium() {
  return startChromium({ networkEnabled: false, issuesEnabled: false });
}

export function startFirefox() {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxProgram(),
    headless: true,
    protocolTimeout: PROTOCOL_MILLIS,
  });
}

export function chromiumProgram() {
  return program('chromium', 'CHROMIUM', ['/usr/bin/chromium', '/usr/bin/chromium-browser']);
}

export function firefoxProgram() {
  return program('firefox-esr', 'FIREFOX', ['/usr/bin/firefox-esr', '/usr/bin/firefox']);
}

/** The environment variable may name another build. */
function program(name, variable, places) {
  const path = process.env[variable] ?? places.find((place) => existsSync(place));
  if (!path) {
    throw new Error(`There is no ${name}; scripts/install-test-tools installs it, or set ${variable}.`);
  }
  return path;
}
