/** Clean text must come back identical: every changed line is printed to a file, to be looked at. */
import { codeSets } from './cleanCode.ts';
import { DOCUMENT, chineseSets, headlineSets, languageSets, wordSets } from './cleanText.ts';
import { hardNegativeSets } from './hardNegatives.ts';
import { upperBound } from './measure.ts';
import { nameSets } from './names.ts';
import type { Options } from './options.ts';
import { type Section, listing, short } from './report.ts';
import { attempt, describe } from './subject.ts';

export interface CleanSet {
  name: string;
  items: string[];
  /** Also as documents of many lines, where evidence is pooled. */
  documents?: boolean;
}

interface Verdict {
  name: string;
  n: number;
  changed: number;
  units: number;
  list: string[];
}

/** How a change is written down: where, what, why. */
const LIST_WIDTH = 300;

export function clean(options: Options): Section {
  const code = codeSets(options.match);
  const verdicts: Verdict[] = [];
  const wanted = (set: { name: string }): boolean => set.name.includes(options.match);
  const groups: (() => CleanSet[])[] = [
    () => chineseSets(options.side),
    () => headlineSets(),
    () => languageSets(options.side),
    () => nameSets(code.sets.flatMap((set) => set.files)),
    () => wordSets(options.side),
    () => hardNegativeSets(),
  ];
  for (const group of groups) for (const set of group().filter(wanted)) verdicts.push(judge(set));
  for (const set of code.sets) verdicts.push(judgeFiles(set.name, set.files));

  const natural = verdicts.filter((v) => !v.name.startsWith('hard:'));
  const all = verdicts.flatMap((v) =>
    v.list.length > 0 ? [`# ${v.name}: ${v.changed} of ${v.n}`, ...v.list, ''] : [],
  );
  const path = listing('clean-changes.txt', all);
  listing('clean-skipped-files.txt', code.skipped);
  if (options.show > 0)
    for (const v of verdicts)
      if (v.list.length > 0) console.log([`# ${v.name}`, ...v.list.slice(0, options.show)].join('\n'));
  console.error(`clean: ${code.skipped.length} files about encodings skipped; changed lines in ${path}`);
  const codeVerdicts = natural.filter((v) => v.name.startsWith('code:'));
  const nameVerdicts = natural.filter((v) => v.name.startsWith('names:'));
  return {
    id: 'clean',
    tables: [
      {
        title: 'Clean text: lines changed',
        note: `Every line on its own, and again as documents of ${DOCUMENT} lines (source files whole): a line counts as changed if either changes it. Bound: upper end of the one-sided 95 % interval, per million. Files that hold garbled text on purpose are left out (${code.skipped.length}, by name).`,
        columns: ['text', 'lines', 'changed', 'bound per million'],
        rows: [
          ...natural.map(row),
          row(total('source code and configuration, all', codeVerdicts)),
          row(total('names, all', nameVerdicts)),
          row(total('all', natural)),
        ],
      },
      {
        title: 'Hard negatives: lines changed',
        note: 'Generated; some are so unlike text that a change may be right.',
        columns: ['text', 'lines', 'changed', 'bound per million'],
        rows: verdicts.filter((v) => v.name.startsWith('hard:')).map(row),
      },
    ],
  };
}

function row(v: Verdict): (string | number)[] {
  return [v.name, v.n, v.changed, (1e6 * upperBound(v.changed, v.n)).toFixed(1)];
}

function total(name: string, verdicts: readonly Verdict[]): Verdict {
  const sum = (key: 'n' | 'changed' | 'units'): number => verdicts.reduce((s, v) => s + v[key], 0);
  return { name, n: sum('n'), changed: sum('changed'), units: sum('units'), list: [] };
}

function judge(set: CleanSet): Verdict {
  const verdict: Verdict = { name: set.name, n: set.items.length, changed: 0, units: 0, list: [] };
  const changed = new Set<number>();
  set.items.forEach((item, i) => {
    verdict.units += item.length;
    const note = change(item);
    if (note === null) return;
    changed.add(i);
    verdict.list.push(note);
  });
  if (set.documents) {
    for (let from = 0; from < set.items.length; from += DOCUMENT) {
      const lines = set.items.slice(from, from + DOCUMENT);
      for (const [line, note] of documentChanges(lines)) {
        if (!changed.has(from + line)) verdict.list.push(`in a document: ${note}`);
        changed.add(from + line);
      }
    }
  }
  verdict.changed = changed.size;
  return verdict;
}

function judgeFiles(name: string, files: readonly { name: string; text: string }[]): Verdict {
  const verdict: Verdict = { name, n: 0, changed: 0, units: 0, list: [] };
  for (const file of files) {
    const lines = file.text.split('\n');
    verdict.n += lines.length;
    verdict.units += file.text.length;
    const changed = new Map<number, string>();
    for (const [line, note] of documentChanges(lines)) changed.set(line, note);
    lines.forEach((line, i) => {
      const note = change(line);
      if (note !== null) changed.set(i, note);
    });
    verdict.changed += changed.size;
    for (const [line, note] of changed) verdict.list.push(`${file.name}:${line + 1}: ${note}`);
  }
  return verdict;
}

/** The lines of a document that repair changes, with what it made of them. */
function documentChanges(lines: readonly string[]): [number, string][] {
  const text = lines.join('\n');
  const result = attempt(text);
  if (result instanceof Error)
    return lines.map((_, i): [number, string] => [i, `threw ${result.message}`]).slice(0, 1);
  if (!result.changed && result.text === text) return [];
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length + 1;
  }
  const out = new Map<number, string>();
  for (const span of result.spans) {
    if (span.text === span.observed) continue;
    const first = Math.max(
      0,
      starts.findLastIndex((start) => start <= span.start),
    );
    for (let line = first; line < lines.length && starts[line]! < span.end; line++) {
      out.set(
        line,
        `${short(span.observed, LIST_WIDTH)} → ${short(span.text, LIST_WIDTH)} ${describe({ ...result, spans: [span] })}`,
      );
    }
  }
  if (out.size === 0) out.set(0, 'changed without a span');
  return [...out];
}

/** What repair does to a line that is clean; null: nothing. */
function change(line: string): string | null {
  const result = attempt(line);
  if (result instanceof Error) return `${short(line, LIST_WIDTH)} threw ${result.message}`;
  if (result.text === line) return null;
  return `${short(line, LIST_WIDTH)} → ${short(result.text, LIST_WIDTH)} ${describe(result)}`;
}
