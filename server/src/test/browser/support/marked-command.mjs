// SPDX-License-Identifier: Apache-2.0
/** A command for the guest's shell, between marks by which its output is found again. */

let marks = 0;

export class MarkedCommand {
  #start;

  constructor(command) {
    const mark = `mark-${++marks}`;
    this.#start = `<${mark}`;
    /** Comes in the output when the command has ended. */
    this.end = `${mark}>`;
    /** What to type. The quotes keep the marks apart from the shell's echo of them. */
    this.line = `echo "<"${mark}; ${command}; echo ${mark}">"\r`;
  }

  /** What the command wrote, lines joined by \n. */
  outputIn(transcript) {
    const start = transcript.lastIndexOf(this.#start) + this.#start.length;
    const text = transcript.slice(start, transcript.lastIndexOf(this.end));
    return text.replaceAll('\r', '').replace(/^\n|\n$/g, '');
  }
}
