/** Real cases met in public: regressions to pass, never data to tune on. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readLines, sharedDir } from '../corpus.ts';
import { distance, percent } from './measure.ts';
import type { Options } from './options.ts';
import { type Section, type Table, listing, short } from './report.ts';
import { attempt, broken, describe } from './subject.ts';

interface Case {
  id: string;
  kind: string;
  observed: string;
  original: string;
  how: string;
  survives: 'full' | 'partial' | 'none';
}

/** `partial`: nearer to the original than before; `worse`: farther from it, or as far but changed. */
type Status = 'exact' | 'partial' | 'untouched' | 'worse';
const STATUSES: readonly Status[] = ['exact', 'partial', 'untouched', 'worse'];

/** Leftover escapes are another kind of work than decoding; reported apart. */
const ESCAPES = /escape|octal|svn|mime|url|html|qp-|hash|hex|cat-v|less|seven-bit|torrent/;

export function wild(options: Options): Section {
  const path = join(sharedDir('cases', 'LUANMA_CASES'), 'wild.jsonl');
  if (!existsSync(path)) throw new Error(`no ${path}: set LUANMA_CASES to the folder that has wild.jsonl`);
  const cases = readLines(path)
    .map((line) => JSON.parse(line) as Case)
    .filter((c) => c.kind.includes(options.match));
  const counts = new Map<string, Record<Status, number>>();
  const count = (key: string, status: Status): void => {
    const row = counts.get(key) ?? { exact: 0, partial: 0, untouched: 0, worse: 0 };
    row[status]++;
    counts.set(key, row);
  };
  const failures: string[] = [];
  const unproven: string[] = [];
  for (const c of cases) {
    const result = attempt(c.observed);
    const failed = result instanceof Error;
    const got = failed ? '' : result.text;
    const status = failed ? 'worse' : judge(c, got);
    const problem = failed ? String(result) : broken(result);
    if (problem) unproven.push(`${c.id}: ${problem}`);
    count(`total\t${c.survives}\t${ESCAPES.test(c.kind) ? 'escapes' : 'decodings'}`, status);
    count(`kind\t${c.kind}\t${c.survives}`, status);
    if (status === 'exact') continue;
    failures.push(
      `${c.id} · ${c.kind} · survives ${c.survives} · ${status}`,
      `  how      ${c.how}`,
      `  original ${short(c.original, 400)}`,
      `  observed ${short(c.observed, 400)}`,
      `  got      ${short(got, 400)}`,
      `  spans    ${failed ? 'threw' : describe(result)}`,
    );
  }
  listing('wild-failures.txt', [...failures, ...unproven]);
  if (options.show > 0) console.log(failures.slice(0, options.show * 6).join('\n'));
  const table = (title: string, kind: string, columns: [string, string]): Table => ({
    title,
    columns: [...columns, 'N', ...STATUSES, 'exact %'],
    rows: [...counts]
      .filter(([key]) => key.startsWith(`${kind}\t`))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, row]) => {
        const n = STATUSES.reduce((sum, status) => sum + row[status], 0);
        return [
          ...key.split('\t').slice(1),
          n,
          ...STATUSES.map((status) => row[status]),
          percent(row.exact, n, 1),
        ];
      }),
  });
  return {
    id: 'wild',
    tables: [
      {
        ...table('Real cases by what survives', 'total', ['survives', 'work']),
        note: 'Partial: nearer to the original than what was observed. Worse: changed and not nearer.',
      },
      table('Real cases by kind', 'kind', ['kind', 'survives']),
      {
        title: 'Real cases: promises',
        columns: ['', 'N', 'repairs that do not replay, or calls that threw'],
        rows: [['all cases', cases.length, unproven.length]],
      },
    ],
  };
}

function judge(c: Case, got: string): Status {
  if (got === c.original) return 'exact';
  if (got === c.observed) return 'untouched';
  return distance(got, c.original) < distance(c.observed, c.original) ? 'partial' : 'worse';
}
