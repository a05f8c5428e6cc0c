// SPDX-License-Identifier: Apache-2.0
/**
 * Other emulators that run in a browser, measured once by us: Chromium 156 headless, two shared cores,
 * November 2026, Linux 6.12 and busybox inside. MIPS are per CPU second of the busiest thread; whether the
 * programs' milliseconds are CPU or wall time was not noted. Where runs differed a figure is the middle of
 * their range.
 */
export const PEERS = [
  {
    title: 'TinyEMU',
    description: 'TinyEMU as wasm (the engine of JSLinux), rv64, an interpreter',
    /** Million guest instructions a second, on CoreMark. */
    integerMips: 273,
    /** Milliseconds for the same work as the programs of these names. */
    workMillis: { copy: 269, chase32k: 221, chase4m: 275, mandel: 120 },
    boot: {
      wallMillis: { median: 1600, min: 1100 },
      busiestMillis: 750,
      wholeMillis: 750,
      wireBytes: 11.4e6,
      residentBytes: 422e6,
    },
  },
  {
    title: 'v86',
    description: 'v86 0.5, i386, translates to wasm; its instructions are x86 ones',
    integerMips: 1020,
    workMillis: { copy: 62.5, chase32k: 33.5, chase4m: 37.5, mandel: 26.5 },
    boot: {
      wallMillis: { median: 5500, min: 3600 },
      busiestMillis: 1600,
      wholeMillis: 6400,
      wireBytes: 6.6e6,
      residentBytes: 260e6,
    },
  },
];
