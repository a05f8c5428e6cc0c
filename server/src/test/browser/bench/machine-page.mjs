// SPDX-License-Identifier: Apache-2.0
/** A machine in a browser with a fresh profile, measured. */

import assert from 'node:assert/strict';
import { Guest } from '../support/guest.mjs';
import { MarkedCommand } from '../support/marked-command.mjs';
import {
  cpuSince, processesBelow, residentBytes, sampleCpu, threadNames, untilAtRest,
} from './processes.mjs';
import { PROMPT } from './prompt.mjs';

/** Chromium's renderers, and the processes that Firefox runs pages in (its main one has workers too). */
const RENDERER = /--type=renderer\b|-contentproc.* tab$/;
/** The machine's thread, in Chromium and in Firefox. */
const WORKER = /^(DedicatedWorker|DOM Worker)/;

export class MachinePage {
  #browser;
  #guest;
  #pid;
  /**
   * {seenMillis since navigation until the prompt is on the screen; wallMillis since navigation, CPU time (see
   * cpuSince), residentBytes, steps when the machine is at it}
   */
  boot;

  /**
   * Opens the page, once the browser has done its own start, and waits for the prompt.
   *
   * @param prepare may change the tab before it goes there
   * @param options of Guest.open
   */
  static async boot(startBrowser, url, prepare = async () => {}, options = {}) {
    const machine = new MachinePage();
    machine.#browser = await startBrowser();
    try {
      await machine.#boot(url, prepare, options);
    } catch (error) {
      await machine.close();
      throw error;
    }
    return machine;
  }

  async #boot(url, prepare, options) {
    const root = this.#browser.process().pid;
    let before;
    this.#guest = await Guest.open(this.#browser, url, async (page) => {
      await page.evaluateOnNewDocument(notePrompt, PROMPT);
      await prepare(page);
      await untilAtRest(root);
      before = sampleCpu(processesBelow(root));
    }, options);
    const wallMillis = await this.#guest.page.evaluate(() => window.prompted);
    this.#pid = processOfMachine(root);
    const cpu = cpuSince(before, this.#pid);
    const seenMillis = await this.#guest.page.evaluate(() => window.promptSeen);
    this.boot = { seenMillis, wallMillis, ...cpu, residentBytes: this.residentBytes(), steps: await this.steps() };
  }

  /** Runs a command in the guest's shell; returns {output, wallMillis}. */
  async execute(command) {
    const marked = new MarkedCommand(command);
    const { wallMillis, transcript } = await this.#guest.page.evaluate(timedCommand, marked.line, marked.end);
    return { wallMillis, output: marked.outputIn(transcript) };
  }

  /** Whether a thread of this name may be the one that the machine runs in. */
  isMachineThread(name) {
    return WORKER.test(name);
  }

  sampleCpu() {
    return sampleCpu([this.#pid]);
  }

  cpuSince(sample) {
    return cpuSince(sample, this.#pid, this.isMachineThread);
  }

  untilAtRest() {
    return untilAtRest(this.#pid);
  }

  residentBytes() {
    return residentBytes(this.#pid);
  }

  /** What the machine has done since it was switched on, to the step. */
  async steps() {
    return (await this.counters()).steps;
  }

  /** The machine's counters (bootlink.counters) of now. */
  counters() {
    return this.#guest.countersNow();
  }

  /** What `inPage` gives, a function evaluated in the page. */
  evaluate(inPage, ...values) {
    return this.#guest.page.evaluate(inPage, ...values);
  }

  pause() {
    return this.#guest.page.evaluate(() => window.bootlink.pause());
  }

  close() {
    return this.#browser.close();
  }
}

/** The page's renderer: the only one with a worker, as the browser has no other page of ours. */
function processOfMachine(root) {
  const pids = processesBelow(root, (commandLine) => RENDERER.test(commandLine))
    .filter((pid) => threadNames(pid).some((name) => WORKER.test(name)));
  assert.equal(pids.length, 1, `renderers with a worker: ${pids}`);
  return pids[0];
}

// The functions below run in the page.

/** Sets window.promptSeen and window.prompted to promises of when the prompt is drawn and when it comes. */
function notePrompt(prompt) {
  window.promptSeen = new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('.xterm-rows')?.textContent.includes(prompt.trim())) {
        // This frame's tasks come before it is drawn, those of others behind.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(0);
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  });
  window.prompted = new Promise((resolve) => {
    window.addEventListener('bootlink', () => {
      const stop = window.bootlink.onOutput(() => {
        if (window.transcript.includes(prompt)) {
          stop();
          resolve(performance.now());
        }
      });
    });
  });
}

function timedCommand(line, end) {
  window.transcript = '';
  const start = performance.now();
  return new Promise((resolve) => {
    const stop = window.bootlink.onOutput(() => {
      if (window.transcript.includes(end)) {
        stop();
        resolve({ wallMillis: performance.now() - start, transcript: window.transcript });
      }
    });
    window.bootlink.send(line);
  });
}
