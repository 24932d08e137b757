/** One cell of a table: samples of one length in one script, sent through one chain, and what came of them. */
import type { ChannelStep, Repair } from '../../src/types.ts';
import { type Accident, withAccident } from './accidents.ts';
import type { Chain } from './chains.ts';
import { lostNothing, writable } from './lossless.ts';
import { Tally } from './measure.ts';
import { type Random, seeded } from './random.ts';
import { short } from './report.ts';
import { type Length, type Sample, type Script, type Side, pool } from './samples.ts';
import { type ChannelInfo, attempt, broken, damage, describe } from './subject.ts';

export interface Damaged {
  original: string;
  observed: string;
  /** As recorded by `damage`. */
  steps: readonly ChannelStep[];
  /** UTF-16 range of `observed` that the damage wrote. */
  start: number;
  end: number;
}

export interface Cell {
  name: string;
  chain: Chain;
  length: Length;
  script: Script;
  accident?: Accident | undefined;
}

/** `lossless`: a strict inverse exists; `lossy`: something was lost. */
export type Wanted = 'lossless' | 'lossy';

/** A cell gives up after this many draws a sample, and after GIVE_UP draws without a single one. */
const TRIES = 25;
const GIVE_UP = 300;
/** Seconds in one cell that are worth a line in the log. */
const SLOW = 10;

export function drawDamaged(
  cell: Cell,
  wanted: Wanted,
  n: number,
  side: Side,
  channels: ReadonlyMap<string, ChannelInfo>,
  source: (random: Random) => Sample = (random) => pool(side, cell.script).draw(cell.length, random),
): Damaged[] {
  const random = seeded(`${side} ${cell.name} ${cell.length} ${cell.script}`);
  const out: Damaged[] = [];
  for (let tries = 0; out.length < n && tries < n * TRIES; tries++) {
    if (out.length === 0 && tries >= GIVE_UP) break;
    const sample = source(random);
    const run = sample.text.slice(sample.start, sample.end);
    const chain = cell.accident ? withAccident(cell.chain, run, cell.accident, random) : cell.chain;
    const { text, steps } = damage(run, [...chain]);
    if (text === run || text === '') continue;
    if (lostNothing(run, steps, channels) !== (wanted === 'lossless') || !writable(run, steps)) continue;
    out.push({
      original: sample.text,
      observed: sample.text.slice(0, sample.start) + text + sample.text.slice(sample.end),
      steps,
      start: sample.start,
      end: sample.start + text.length,
    });
  }
  return out;
}

export interface Outcome extends Damaged {
  got: string;
  result: Repair | null;
  status: 'exact' | 'wrong' | 'untouched';
}

export class CellResult {
  readonly cell: Cell;
  readonly tally: Tally = new Tally();
  /** Repairs that do not replay, and calls that threw. */
  readonly unproven: string[] = [];
  readonly failures: Outcome[] = [];
  /** Time in `repair` alone, and the UTF-8 bytes that it read. */
  seconds = 0;
  bytes = 0;

  constructor(cell: Cell) {
    this.cell = cell;
  }

  add(sample: Damaged): Outcome {
    const started = performance.now();
    const result = attempt(sample.observed);
    this.seconds += (performance.now() - started) / 1000;
    this.bytes += Buffer.byteLength(sample.observed);
    const failed = result instanceof Error;
    const got = failed ? '' : result.text;
    if (failed) this.unproven.push(`threw ${String(result)} on ${short(sample.observed)}`);
    else {
      const problem = broken(result);
      if (problem) this.unproven.push(`${problem} on ${short(sample.observed)}`);
    }
    const status = this.tally.add(sample.original, sample.observed, got);
    const outcome: Outcome = { ...sample, got, result: failed ? null : result, status };
    if (status !== 'exact') this.failures.push(outcome);
    return outcome;
  }

  /** For the log: a slow cell must be seen while it is slow. */
  log(): void {
    const { name, length, script } = this.cell;
    if (this.seconds > SLOW)
      console.error(
        `slow: ${name} · ${length} · ${script}: ${this.tally.n} samples in ${this.seconds.toFixed(1)} s`,
      );
  }

  /** The first `limit` failures, wrong ones before untouched ones. */
  show(limit: number): string[] {
    const worst = this.failures.toSorted(
      (a, b) => Number(a.status === 'untouched') - Number(b.status === 'untouched'),
    );
    const { name, length, script } = this.cell;
    return worst
      .slice(0, limit)
      .flatMap((failure) => [
        `${name} · ${length} · ${script} · ${failure.status}`,
        `  original ${short(failure.original, 400)}`,
        `  observed ${short(failure.observed, 400)}`,
        `  got      ${short(failure.got, 400)}`,
        `  spans    ${failure.result ? describe(failure.result) : 'threw'}`,
      ]);
  }
}
