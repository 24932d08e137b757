/** Leftover escapes: is the original back? And lines in which an escape is the correct spelling: does one change? */
import { CellResult, type Cell } from './cell.ts';
import { ESCAPE_FORMS } from './escapeForms.ts';
import { harmlessLines } from './harmless.ts';
import { upperBound, percent } from './measure.ts';
import type { Options } from './options.ts';
import { seeded } from './random.ts';
import { type Section, listing, short } from './report.ts';
import { type Length, pool } from './samples.ts';
import { attempt, describe } from './subject.ts';

const LENGTHS: readonly Length[] = ['5–10', 'sentence', 'paragraph'];
/** What the project asks for, in percent. */
const FLOORS: Readonly<Record<string, number>> = { '5–10': 98, sentence: 99.5, paragraph: 99.5 };
const EMOJI = ['\u{1f600}', '\u{1f44d}', '\u{20000}', '\u{2a6a5}'];

export function escapes(options: Options): Section {
  const rows: string[][] = [];
  const results: CellResult[] = [];
  for (const form of ESCAPE_FORMS) {
    if (!form.name.includes(options.match)) continue;
    const script = form.hant ? 'hant' : 'hans';
    const row = [form.name, script];
    for (const length of LENGTHS) {
      const cell: Cell = { name: form.name, chain: [], length, script };
      const result = new CellResult(cell);
      const random = seeded(`escapes ${options.side} ${form.name} ${length}`);
      for (let tries = 0; result.tally.n < options.samples && tries < 20 * options.samples; tries++) {
        let { text } = pool(options.side, script).draw(length, random);
        if (form.astral) text += random.pick(EMOJI) + text.slice(0, 2);
        const observed = form.write(text);
        if (observed === null || observed === text) continue;
        result.add({ original: text, observed, steps: [], start: 0, end: observed.length });
      }
      results.push(result);
      result.log();
      row.push(`${percent(result.tally.exact, result.tally.n)} (${result.tally.n})`);
    }
    rows.push(row);
  }
  if (options.show > 0) console.log(results.flatMap((r) => r.show(options.show)).join('\n'));
  listing(
    'escapes-failures.txt',
    results.flatMap((r) => r.show(20)),
  );
  listing(
    'escapes-unproven.txt',
    results.flatMap((r) => r.unproven),
  );
  const below = results.filter((r) => 100 * r.tally.exact < FLOORS[r.cell.length]! * r.tally.n);
  return {
    id: 'escapes',
    tables: [
      {
        title: 'Leftover escapes: exact % by form (N)',
        note: `Floors: 5–10 characters ${FLOORS['5–10']} %, sentences ${FLOORS['sentence']} %. Below: ${below.length === 0 ? 'none' : below.map((r) => `${r.cell.name} ${r.cell.length}`).join(', ')}. Repairs that do not replay, or calls that threw: ${results.reduce((n, r) => n + r.unproven.length, 0)}.`,
        columns: ['form', 'script', ...LENGTHS],
        rows,
      },
      harmless(options),
    ],
  };
}

function harmless(options: Options): Section['tables'][number] {
  const sets = harmlessLines(options.side).filter((set) => set.name.includes(options.match));
  const list: string[] = [];
  const rows = sets.map(({ name, generated, documents }) => {
    let lines = 0;
    let changed = 0;
    for (const document of documents) {
      const whole = generated && document.includes('\n'); // its lines mean nothing alone
      lines += document.split('\n').length;
      for (const text of new Set([document, ...(whole ? [] : document.split('\n'))])) {
        const result = attempt(text);
        if (!(result instanceof Error) && !result.changed) continue;
        changed++;
        list.push(
          `${name}: ${short(text, 200)} → ${result instanceof Error ? String(result) : `${describe(result)} ${result.spans.map((s) => short(s.text, 60)).join(' ')}`}`,
        );
      }
    }
    return [name, lines, changed, percent(upperBound(changed, lines))];
  });
  listing('escapes-harmless.txt', list);
  return {
    title: 'Escapes that are the correct spelling: lines changed',
    note: 'Each line by itself, and the documents whole. Bound: upper end of the one-sided 95 % interval, percent.',
    columns: ['text', 'lines', 'changed', 'bound'],
    rows,
  };
}
