// SPDX-License-Identifier: Apache-2.0
/** A machine in the headless runner on the JVM, measured; the counterpart of MachinePage. */

import { startJar } from '../support/server.mjs';
import { MarkedCommand } from '../support/marked-command.mjs';
import { cpuSince, residentBytes, sampleCpu, untilAtRest } from './processes.mjs';
import { PROMPT } from './prompt.mjs';

const WAIT_MILLIS = 120_000;

export class MachineProcess {
  #child;
  #exited;
  #transcript = '';
  #onOutput = () => {};
  /** {wallMillis since the process was started, CPU time, residentBytes} at the first prompt */
  boot;

  /**
   * Starts a process, by default the headless runner with its own machine, and waits for the prompt.
   *
   * @param startProcess starts one whose standard input and output are the machine's console
   */
  static async boot(startProcess = () => startJar(['run'], { stdio: ['pipe', 'pipe', 'inherit'] })) {
    const machine = new MachineProcess();
    await machine.#boot(startProcess);
    return machine;
  }

  async #boot(startProcess) {
    const start = performance.now();
    this.#child = startProcess();
    this.#exited = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdout.setEncoding('utf8').on('data', (text) => {
      this.#transcript += text;
      this.#onOutput();
    });
    await this.#untilOutput(PROMPT);
    const wallMillis = performance.now() - start;
    this.boot = { wallMillis, ...this.cpuSince(new Map()), residentBytes: this.residentBytes() };
  }

  /** Runs a command in the guest's shell; returns {output, wallMillis}. */
  async execute(command) {
    const marked = new MarkedCommand(command);
    const start = performance.now();
    this.#transcript = '';
    this.#child.stdin.write(marked.line);
    await this.#untilOutput(marked.end);
    return { wallMillis: performance.now() - start, output: marked.outputIn(this.#transcript) };
  }

  /** Java's first thread, which Linux knows by the program's name. */
  isMachineThread(name) {
    return name === 'java';
  }

  sampleCpu() {
    return sampleCpu([this.#child.pid]);
  }

  cpuSince(sample) {
    return cpuSince(sample, this.#child.pid, this.isMachineThread);
  }

  untilAtRest() {
    return untilAtRest(this.#child.pid);
  }

  residentBytes() {
    return residentBytes(this.#child.pid);
  }

  /** The runner tells nobody. */
  async counters() {
    return {};
  }

  close() {
    this.#child.kill('SIGTERM');
    return this.#exited;
  }

  async #untilOutput(text) {
    let timer;
    try {
      await new Promise((resolve, reject) => {
        const end = () => this.#transcript.slice(-1500);
        const failed = (what) => reject(new Error(`${what} instead of “${text}”: ${end()}`));
        timer = setTimeout(() => failed('Silence'), WAIT_MILLIS);
        this.#exited.then((code) => failed(`Exit status ${code}`));
        this.#onOutput = () => this.#transcript.includes(text) && resolve();
        this.#onOutput();
      });
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
