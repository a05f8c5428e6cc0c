// SPDX-License-Identifier: Apache-2.0
/** A page with a machine in it, as a test sees and drives it. */

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MarkedCommand } from './marked-command.mjs';

const PICTURES = fileURLToPath(new URL('../../../../target/browser/', import.meta.url));
const WAIT_MILLIS = 120_000;

export class Guest {
  #page;
  /** What the page complained about; a test that expects none says so with assertQuiet. */
  complaints = [];

  constructor(page) {
    this.#page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        this.complaints.push(message.text());
      }
    });
  }

  /**
   * Opens the page in a new tab, whose storage is its own unless it is to be shared.
   *
   * @param prepare may change the tab before it goes there
   * @param shared if the tab has the storage that all such tabs of this browser's profile have
   * @param bare if the address is not that of a machine's page but, say, of one with a frame
   */
  static async open(browser, url, prepare = async () => {}, { bare = false, shared = false } = {}) {
    const page = await (shared ? browser : await browser.createBrowserContext()).newPage();
    const guest = new Guest(page);
    await page.setViewport({ width: 1000, height: 640 });
    await page.evaluateOnNewDocument(keepTranscript);
    await prepare(page);
    await page.goto(url);
    if (!bare) {
      await guest.until(() => window.bootlink !== undefined);
    }
    return guest;
  }

  get page() {
    return this.#page;
  }

  /** Waits until `condition`, a function evaluated in the page, holds. */
  async until(condition, ...values) {
    try {
      await this.#page.waitForFunction(condition, { timeout: WAIT_MILLIS, polling: 50 }, ...values);
    } catch (error) {
      const wanted = `${condition} ${values.join(' ')}`;
      throw new Error(`${error.message} while waiting for ${wanted}\n${await this.story()}`);
    }
  }

  untilState(...states) {
    return this.until((wanted) => wanted.includes(window.bootlink.state), states);
  }

  untilOutput(text) {
    return this.until((wanted) => window.transcript.includes(wanted), text);
  }

  /** Waits for a shell that answers. */
  async untilShell() {
    await this.untilState('running', 'idle', 'failed', 'off');
    assert.notEqual(await this.state(), 'failed', await this.notice());
    assert.equal(await this.run('echo shell-$((40 + 2))'), 'shell-42');
  }

  /** Runs a command in the guest's shell and returns what it wrote, lines joined by \n. */
  async run(command) {
    const marked = new MarkedCommand(command);
    await this.send(marked.line);
    await this.untilOutput(marked.end);
    return marked.outputIn(await this.#page.evaluate(() => window.transcript));
  }

  send(text) {
    return this.#page.evaluate((data) => window.bootlink.send(data), text);
  }

  state() {
    return this.#page.evaluate(() => window.bootlink.state);
  }

  /** The counters that came last; while the machine runs they are a little behind. */
  counters() {
    return this.#page.evaluate(() => window.bootlink.counters());
  }

  /** The counters of now, of a machine that runs or sleeps: a pause brings them up to date. */
  countersNow() {
    return this.#page.evaluate(countedByPausing);
  }

  /** Clicks as a person does: what is there, can be used and no longer moves. */
  click(selector) {
    return this.#page.locator(selector).setTimeout(WAIT_MILLIS).click();
  }

  /** Clicks the button with that text, in a dialog or anywhere. */
  async press(text) {
    await this.until((wanted) => {
      const buttons = [...document.querySelectorAll('dialog[open] button, #bar button, #replay button')];
      const found = buttons.find((button) => button.textContent === wanted && !button.disabled);
      found?.click();
      return found !== undefined;
    }, text);
  }

  /** What the page says over the terminal's edge. */
  async toast() {
    await this.until(() => document.querySelector('.toast') !== null);
    return this.#page.$eval('.toast', (toast) => toast.innerText);
  }

  notice() {
    return this.#page.evaluate(() => {
      const notice = document.getElementById('notice');
      return notice.hidden ? '' : notice.innerText;
    });
  }

  /** What to show beside a failure. */
  async story() {
    return this.#page.evaluate(() =>
      `state ${window.bootlink?.state}, notice: ${document.getElementById('notice')?.innerText}\n`
      + `end of the output: ${window.transcript?.slice(-1500)}`);
  }

  async picture(name) {
    mkdirSync(PICTURES, { recursive: true });
    await this.#page.screenshot({ path: `${PICTURES}${name}.png` });
  }

  assertQuiet() {
    assert.deepEqual(this.complaints, []);
  }

  close() {
    return this.#page.close();
  }
}

/** Runs in the page before anything else: keeps all output as text. */
function keepTranscript() {
  window.transcript = '';
  window.addEventListener('bootlink', () => {
    const decoder = new TextDecoder();
    window.bootlink.onOutput((bytes) => {
      window.transcript += decoder.decode(bytes, { stream: true });
    });
  });
}

/** Runs in the page. */
function countedByPausing() {
  return new Promise((resolve) => {
    const stop = window.bootlink.onState(({ state }) => {
      if (state === 'paused') {
        stop();
        resolve(window.bootlink.counters());
        window.bootlink.resume();
      }
    });
    window.bootlink.pause();
  });
}
