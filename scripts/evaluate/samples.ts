/**
 * Samples of clean Chinese, by length: cut from the lines of a side of the corpus so that they
 * look like what people lose: a word or name, a phrase, a sentence, a paragraph.
 */
import { type CorpusFile, devFiles, heldOutFiles, readLines } from '../corpus.ts';
import { points } from './measure.ts';
import { type Random, seeded, shuffled } from './random.ts';

export type Script = 'hans' | 'hant';
export type Side = 'dev' | 'heldout';

export const LENGTHS = ['2–4', '5–10', 'sentence', 'paragraph', 'run'] as const;
export type Length = (typeof LENGTHS)[number];

/** Characters (code points), as every table of the project defines them. */
export const RANGES: Record<Exclude<Length, 'run'>, readonly [number, number]> = {
  '2–4': [2, 4],
  '5–10': [5, 10],
  sentence: [15, 60],
  paragraph: [150, 600],
};

/** A run inside a clean line: this many characters damaged, at least RUN_REST around them. */
export const RUN: readonly [number, number] = [5, 20];
const RUN_REST = 10;

/** Text, of which `start`–`end` (UTF-16) is to be damaged. */
export interface Sample {
  text: string;
  start: number;
  end: number;
}

const HAN = /\p{Script=Han}/u;
const EDGE = /[\p{Script=Han}\p{Letter}\p{Number}]/u;

export function sideFiles(side: Side, script: Script): CorpusFile[] {
  return side === 'dev' ? devFiles(script) : heldOutFiles(script);
}

/** Lines of a side, every source with the same number at most, in random but fixed order. */
export function sideLines(side: Side, script: Script, perFile = 6000): string[] {
  const random = seeded(`lines ${side} ${script}`);
  const bySource = new Map<string, string[]>();
  for (const file of sideFiles(side, script)) {
    const lines = readLines(file);
    bySource.set(file.source, [...(bySource.get(file.source) ?? []), ...lines]);
  }
  return shuffled(
    [...bySource.values()].flatMap((lines) => shuffled(lines, random).slice(0, perFile)),
    random,
  );
}

export class Pool {
  private readonly lines: readonly string[];
  private readonly pieces: Record<'sentence' | 'paragraph', string[]>;

  constructor(lines: readonly string[]) {
    this.lines = lines;
    this.pieces = { sentence: [], paragraph: [] };
    for (const line of lines) {
      const sentences = line.match(/[^。！？!?]+[。！？!?]*[”」』）)]*/gu) ?? [];
      for (const sentence of sentences) keep(this.pieces.sentence, sentence.trim(), RANGES.sentence);
      let paragraph = '';
      for (const sentence of sentences) {
        if (points(paragraph + sentence).length > RANGES.paragraph[1]) {
          keep(this.pieces.paragraph, paragraph.trim(), RANGES.paragraph);
          paragraph = '';
        }
        paragraph += sentence;
      }
      keep(this.pieces.paragraph, paragraph.trim(), RANGES.paragraph);
    }
  }

  /** The next sample of a length; the sequence depends on `random` alone. */
  draw(length: Length, random: Random): Sample {
    if (length === 'sentence' || length === 'paragraph') return whole(random.pick(this.pieces[length]));
    if (length === 'run') return this.run(random);
    const [low, high] = RANGES[length];
    for (;;) {
      const chars = points(random.pick(this.lines));
      const size = random.int(low, high);
      if (chars.length < size) continue;
      const at = random.int(0, chars.length - size);
      const cut = chars.slice(at, at + size);
      if (
        mostlyHan(cut, 0.5) &&
        cut.filter((c) => HAN.test(c)).length >= 2 &&
        EDGE.test(cut[0]!) &&
        EDGE.test(cut.at(-1)!)
      )
        return whole(cut.join(''));
    }
  }

  /** Half the runs begin and end where a clause does, half anywhere. */
  private run(random: Random): Sample {
    for (;;) {
      const line = random.pick(
        this.pieces.sentence.length > 0 && random.next() < 0.7 ? this.pieces.sentence : this.lines,
      );
      const chars = points(line).slice(0, 200);
      const size = random.int(...RUN);
      if (chars.length < size + RUN_REST) continue;
      let from = random.int(0, chars.length - size);
      let to = from + size;
      if (random.next() < 0.5) {
        const cuts = [
          0,
          ...chars.flatMap((c, i) => (/[，。；：、！？]/u.test(c) ? [i + 1] : [])),
          chars.length,
        ];
        const first = random.int(0, cuts.length - 2);
        from = cuts[first]!;
        to = cuts.slice(first + 1).find((end) => end - from >= RUN[0]) ?? 0;
        if (to - from < RUN[0] || to - from > RUN[1] || chars.length - (to - from) < RUN_REST) continue;
      }
      const run = chars.slice(from, to);
      if (!mostlyHan(run, 0.5) || run[0]!.trim() === '' || run.at(-1)!.trim() === '') continue;
      const start = chars.slice(0, from).join('').length;
      return { text: chars.join(''), start, end: start + run.join('').length };
    }
  }
}

function whole(text: string): Sample {
  return { text, start: 0, end: text.length };
}

function keep(list: string[], text: string, [low, high]: readonly [number, number]): void {
  const chars = points(text);
  if (chars.length >= low && chars.length <= high && mostlyHan(chars, 0.5)) list.push(text);
}

function mostlyHan(chars: readonly string[], share: number): boolean {
  return chars.filter((c) => HAN.test(c)).length >= share * chars.length;
}

const pools = new Map<string, Pool>();

export function pool(side: Side, script: Script): Pool {
  const key = `${side} ${script}`;
  let found = pools.get(key);
  if (!found) pools.set(key, (found = new Pool(sideLines(side, script))));
  return found;
}
