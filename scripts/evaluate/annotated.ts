/**
 * Annotated-traditional pages: consecutive lines of Simplified sources, damaged by the channel itself at levels
 * 20 to 148 with cuts from a seed, or by cuts alone. Right is what is exact once punctuation is folded on both sides.
 */
import { fold } from '../../src/channel/annotated/fold.ts';
import { codePage } from '../../src/codec/index.ts';
import { readLines } from '../corpus.ts';
import { distance, percent, points } from './measure.ts';
import type { Options } from './options.ts';
import { type Random, seeded, shuffled } from './random.ts';
import { type Section, type Table, listing, short } from './report.ts';
import { type Side, sideFiles } from './samples.ts';
import { attempt, broken, damage } from './subject.ts';

const CHANNEL = 'annotated-traditional';
const LEVELS: readonly (readonly [number, number])[] = [
  [0, 0],
  [20, 52],
  [53, 100],
  [101, 148],
];
/** Characters of a page; of a title; of a page with three annotations the level decides. */
const PAGE: readonly [number, number] = [300, 1500];
const TITLE = 10;
const HAN_SHARE = 0.5;

interface Tally {
  n: number;
  exact: number;
  untouched: number;
  characters: number;
  distance: number;
  wrongAndSilent: number;
  unproven: number;
  seconds: number;
  bytes: number;
}

export function annotated(options: Options): Section {
  const { side, samples } = options;
  const failures: string[] = [];
  const rows: Table['rows'] = [];
  for (const folded of [true, false])
    for (const [low, high] of LEVELS) {
      const levels = high === 0 ? 'cuts alone' : `levels ${low}–${high}`;
      const name = `${levels}, ${folded ? 'folded' : 'full-width'}`;
      if (!name.includes(options.match)) continue;
      const random = seeded(`annotated ${side} ${name}`);
      const tally = empty();
      for (const page of pages(side, random, high === 0 ? 4 * samples : samples)) {
        const step = { channel: CHANNEL, level: random.int(low, high), ...(folded ? {} : { fold: false }) };
        const { text, steps } = damage(page, [step], random.int(1, 2 ** 30));
        if (high === 0 && (tally.n === samples || (steps[0]!.breaks ?? []).length === 0)) continue;
        judge(tally, name, page, text, failures);
      }
      rows.push([
        name,
        tally.n,
        percent(tally.exact, tally.n),
        percent(tally.characters - tally.distance, tally.characters, 3),
        tally.untouched,
        tally.wrongAndSilent,
        tally.unproven,
        (tally.bytes / tally.seconds / 1e6).toFixed(1),
      ]);
    }
  const small: Table['rows'] = [];
  for (const [name, make] of SMALL) {
    if (!name.includes(options.match)) continue;
    const random = seeded(`annotated ${side} ${name}`);
    const tally = empty();
    for (let tries = 0; tally.n < samples && tries < samples * 200; tries++) {
      const made = make(side, random);
      if (made) judge(tally, name, made[0], made[1], failures);
    }
    const wrong = tally.n - tally.exact - tally.untouched;
    small.push([name, tally.n, percent(tally.exact, tally.n), percent(tally.untouched, tally.n), wrong]);
  }
  const path = listing('annotated.txt', failures);
  for (const line of failures.slice(0, options.show * 12)) console.error(line);
  console.error(`${failures.length} lines of failures in ${path}`);
  return {
    id: 'annotated',
    tables: [
      {
        title: 'Annotated-traditional pages',
        note: `Pages of ${PAGE.join('–')} characters that GBK can write, cuts at half of the possible places. Exact: but for folded punctuation. Silent: not exact, and no character of a wrong place is reported as inferred.`,
        columns: ['page', 'pages', 'exact %', 'characters %', 'untouched', 'silent', 'unproven', 'MB/s'],
        rows,
      },
      {
        title: 'Annotated-traditional, little text',
        columns: ['text', 'samples', 'exact %', 'untouched %', 'wrong'],
        rows: small,
      },
    ],
  };
}

/** Titles, and pages with exactly three annotations: [original, observed]. */
const SMALL: readonly [string, (side: Side, random: Random) => [string, string] | null][] = [
  [
    `titles of ${TITLE} characters`,
    (side, random) => {
      const [page] = pages(side, random, 1);
      const chars = points(page ?? '');
      const at = random.int(0, Math.max(0, chars.length - TITLE));
      const title = chars
        .slice(at, at + TITLE)
        .join('')
        .replaceAll('\n', '，');
      const step = { channel: CHANNEL, level: random.int(20, 148) };
      return [title, damage(title, [step], random.int(1, 2 ** 30)).text];
    },
  ],
  [
    'pages with three annotations',
    (side, random) => {
      const [page] = pages(side, random, 1);
      const text = points(page ?? '')
        .slice(0, random.int(60, 400))
        .join('');
      const step = { channel: CHANNEL, level: random.int(4, 60) };
      const observed = damage(text, [step], random.int(1, 2 ** 30)).text;
      const count = observed.match(/[(?][a-z]*[\u00e0-\u01ff][a-z]*\)/gu)?.length ?? 0;
      return count === 3 ? [text, observed] : null;
    },
  ],
];

function empty(): Tally {
  return {
    n: 0,
    exact: 0,
    untouched: 0,
    characters: 0,
    distance: 0,
    wrongAndSilent: 0,
    unproven: 0,
    seconds: 0,
    bytes: 0,
  };
}

function judge(tally: Tally, name: string, original: string, observed: string, failures: string[]): void {
  const started = performance.now();
  const result = attempt(observed);
  tally.seconds += (performance.now() - started) / 1000;
  tally.bytes += Buffer.byteLength(observed);
  tally.n++;
  const want = points(fold(original));
  tally.characters += want.length;
  if (result instanceof Error) {
    tally.unproven++;
    return;
  }
  const problem = broken(result);
  if (problem) tally.unproven++;
  const got = fold(result.text);
  if (got === fold(original)) {
    tally.exact++;
    return;
  }
  if (result.text === observed) tally.untouched++;
  tally.distance += distance(want.join(''), got);
  const reported = result.spans.some((span) => span.inferred.length > 0);
  if (!reported) tally.wrongAndSilent++;
  failures.push(`${name}: ${problem ?? (result.text === observed ? 'untouched' : 'wrong')}`);
  const wanted = fold(original).split('\n');
  const lines = got.split('\n');
  const from = wanted.findIndex((line, i) => line !== lines[i]);
  let head = 0;
  while (wanted[from]?.[head] === lines[from]?.[head] && head < (wanted[from]?.length ?? 0)) head++;
  failures.push(`  want ${short((wanted[from] ?? '').slice(Math.max(0, head - 12), head + 30))}`);
  failures.push(`  got  ${short((lines[from] ?? '').slice(Math.max(0, head - 12), head + 30))}`);
  const key = (lines[from] ?? '').slice(Math.max(0, head - 4), head);
  const at = observed.indexOf('?', Math.max(0, observed.indexOf(key)));
  failures.push(`  seen ${short(observed.slice(Math.max(0, at - 20), at + 60))}`);
}

/** `n` pages: consecutive lines of one source, of characters that GBK can write. */
function pages(side: Side, random: Random, n: number): string[] {
  const sources = loaded(side);
  const { codeOf } = codePage('gbk', 'windows');
  const out: string[] = [];
  for (let tries = 0; out.length < n && tries < n * 50; tries++) {
    const lines = random.pick(sources);
    const size = random.int(...PAGE);
    let page = '';
    for (let k = random.int(0, lines.length - 1); k < lines.length && page.length < size; k++)
      page += (page === '' ? '' : '\n') + lines[k]!;
    page = page.slice(0, PAGE[1]);
    if (page.length < PAGE[0]) continue;
    let han = 0;
    let plain = true;
    for (let i = 0; i < page.length && plain; i++) {
      const unit = page.charCodeAt(i);
      plain = unit < 0x80 || (codeOf[unit]! > 0xff && !(unit >= 0xe000 && unit < 0xf900));
      if (unit >= 0x4e00 && unit < 0xa000) han++;
    }
    if (plain && han >= HAN_SHARE * page.length) out.push(page);
  }
  return out;
}

const sets = new Map<Side, string[][]>();

function loaded(side: Side): string[][] {
  let found = sets.get(side);
  if (!found) {
    found = shuffled(sideFiles(side, 'hans'), seeded(`annotated sources ${side}`)).map((file) =>
      readLines(file),
    );
    sets.set(
      side,
      found.filter((lines) => lines.length > 50),
    );
  }
  return sets.get(side)!;
}
