/** How the benchmarks measure: the best of several runs, since other work on a machine only ever adds time. */
import type * as Exports from '../src/index.ts';

export type Api = typeof Exports;

const RUNS = 5;
/** No further run after so many seconds: what is that slow is measured well enough. */
const BUDGET = 3;

export interface Row {
  what: string;
  value: number;
  unit: string;
  note?: string;
}

/** Best time of several runs, in seconds. */
export function best(run: () => void, runs: number = RUNS): number {
  let least = Number.POSITIVE_INFINITY;
  const begun = performance.now();
  for (let i = 0; i < runs && (i === 0 || performance.now() - begun < BUDGET * 1000); i++) {
    const started = performance.now();
    run();
    least = Math.min(least, performance.now() - started);
  }
  return least / 1000;
}

export function megabytes(text: string): number {
  return Buffer.byteLength(text) / 1e6;
}
