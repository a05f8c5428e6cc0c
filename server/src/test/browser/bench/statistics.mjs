// SPDX-License-Identifier: Apache-2.0

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** {median, min, max} of what `pick` gives for each run */
export function summary(runs, pick) {
  const values = runs.map(pick);
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}
