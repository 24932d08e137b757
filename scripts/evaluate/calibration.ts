/**
 * Is a stated confidence right that often? Damaged and clean lines are weighted 1 : 99, the prior
 * that `confidence` is defined for.
 */
import { negHeldOutFiles, negTrainFiles, readLines } from '../corpus.ts';
import { type Damaged, drawDamaged } from './cell.ts';
import { type Chain, chainName } from './chains.ts';
import { LOSSY_KINDS } from './kinds.ts';
import { percent } from './measure.ts';
import type { Options } from './options.ts';
import { seeded, shuffled } from './random.ts';
import { reversibleChains } from './reversible.ts';
import type { Section, Table } from './report.ts';
import { type Length, type Script, type Side, pool } from './samples.ts';
import { attempt, catalogue, missing } from './subject.ts';

const BINS: readonly number[] = [0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999];
/** Everything that has a hypothesis at all. */
const ASK = 0.000001;
const CLEAN_PER_DAMAGED = 99;
/** Enough that one changed clean line weighs little. */
const CLEAN_LINES = 30000;
const PER_FILE = 500;
/** Short text is where confidence matters. */
const CELLS: readonly { length: Length; script: Script }[] = [
  { length: '2–4', script: 'hans' },
  { length: '2–4', script: 'hant' },
  { length: '5–10', script: 'hans' },
  { length: 'sentence', script: 'hant' },
  { length: 'run', script: 'hans' },
];

class Bins {
  private readonly n: number[] = BINS.map(() => 0);
  private readonly weight: number[] = BINS.map(() => 0);
  private readonly stated: number[] = BINS.map(() => 0);
  private readonly named: number[] = BINS.map(() => 0);
  private readonly restored: number[] = BINS.map(() => 0);

  add(confidence: number, weight: number, named: boolean, restored: boolean): void {
    const bin = BINS.findLastIndex((low) => confidence >= low);
    if (bin < 0) return;
    this.n[bin]!++;
    this.weight[bin]! += weight;
    this.stated[bin]! += weight * confidence;
    if (named) this.named[bin]! += weight;
    if (restored) this.restored[bin]! += weight;
  }

  table(title: string, note: string): Table {
    return {
      title,
      note,
      columns: ['confidence from', 'spans', 'mean stated %', 'names the damage %', 'text right %'],
      rows: BINS.flatMap((low, i) => {
        const w = this.weight[i]!;
        return this.n[i]
          ? [
              [
                low,
                this.n[i],
                percent(this.stated[i]!, w),
                percent(this.named[i]!, w),
                percent(this.restored[i]!, w),
              ],
            ]
          : [];
      }),
    };
  }
}

export function calibration(options: Options): Section {
  const channels = catalogue();
  const each = Math.max(4, Math.ceil(options.samples / 10));
  const bins = new Bins();
  const damagedOnly = new Bins();
  let damaged = 0;
  const visit = (samples: readonly Damaged[], chain: Chain): void => {
    for (const sample of samples) {
      damaged++;
      const result = attempt(sample.observed, { minConfidence: ASK });
      if (result instanceof Error) continue;
      const restored = result.text === sample.original;
      for (const span of result.spans) {
        if (span.channels.length === 0) continue;
        // another channel that restores the same text tells the same story: latin1 and cp1252 agree on most bytes
        const named =
          restored ||
          (span.channels.length === chain.length &&
            span.channels.every((step, i) => step.channel === chain[i]!.channel));
        bins.add(span.confidence, 1, named, restored);
        damagedOnly.add(span.confidence, 1, named, restored);
      }
    }
  };
  for (const { length, script } of CELLS) {
    for (const chain of reversibleChains())
      visit(
        drawDamaged(
          { name: `calibration ${chainName(chain)}`, chain, length, script },
          'lossless',
          each,
          options.side,
          channels,
        ),
        chain,
      );
    for (const { chain, text, id } of LOSSY_KINDS) {
      if (text === 'code' || missing(chain, channels)) continue;
      visit(
        drawDamaged(
          { name: `calibration ${id}`, chain, length, script },
          'lossy',
          each,
          options.side,
          channels,
        ),
        chain,
      );
    }
  }
  const clean = cleanLines(options.side, CLEAN_LINES);
  const weight = (CLEAN_PER_DAMAGED * damaged) / clean.length;
  for (const line of clean) {
    const result = attempt(line, { minConfidence: ASK });
    if (result instanceof Error) continue;
    for (const span of result.spans)
      if (span.channels.length > 0) bins.add(span.confidence, weight, false, span.text === span.observed);
  }
  return {
    id: 'calibration',
    tables: [
      bins.table(
        'Confidence: stated against frequency',
        `${damaged} damaged samples of all kinds (reversible and lossy; 2–4 characters, 5–10, sentences, runs) and ${clean.length} clean ones (lines and short cuts, Chinese and other languages), weighted 1 : ${CLEAN_PER_DAMAGED}; every span with any confidence. Names the damage: the channels are those that did it, or the text is right.`,
      ),
      damagedOnly.table(
        'Confidence on damaged samples alone',
        'What the same spans say when the text is known to be damaged.',
      ),
    ],
  };
}

function cleanLines(side: Side, n: number): string[] {
  const random = seeded(`calibration clean ${side}`);
  const out: string[] = [];
  const other = shuffled(
    (side === 'heldout' ? negHeldOutFiles() : negTrainFiles()).flatMap((f) =>
      shuffled(readLines(f), random).slice(0, PER_FILE),
    ),
    random,
  );
  for (let i = 0; i < n; i++) {
    if (i % 2 === 0) out.push(other[(i / 2) % other.length]!);
    else {
      const { length, script } = random.pick(CELLS);
      out.push(pool(side, script).draw(length, random).text);
    }
  }
  return [...new Set(out)];
}
