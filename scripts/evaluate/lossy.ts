/** Damage that lost bytes: how much comes back, and is what is inferred marked honestly? */
import { type Cell, CellResult, drawDamaged } from './cell.ts';
import { codeLine } from './codeLines.ts';
import { Inference } from './inference.ts';
import { scriptsOf } from './chains.ts';
import { LOSSY_KINDS, type LossyKind } from './kinds.ts';
import { Tally, percent, points } from './measure.ts';
import type { Options } from './options.ts';
import type { Random } from './random.ts';
import { type Section, type Table, listing } from './report.ts';
import { type Length, type Sample, type Side, pool } from './samples.ts';
import { type ChannelInfo, catalogue, missing } from './subject.ts';

/** Paragraphs are long: a third as many make as much text. */
const CELLS: readonly { length: Length; share: number }[] = [
  { length: 'sentence', share: 1 },
  { length: 'paragraph', share: 0.2 },
  { length: 'run', share: 0.5 },
];

interface KindResult {
  kind: LossyKind;
  cells: CellResult[];
  inference: Inference;
}

export function lossy(options: Options): Section {
  const channels = catalogue();
  const all = new Inference();
  const rows: (string | number)[][] = [];
  const wanting: (string | number)[][] = [];
  const details: (string | number)[][] = [];
  const failures: string[] = [];
  const unproven: string[] = [];
  for (const kind of LOSSY_KINDS) {
    if (!kind.id.includes(options.match)) continue;
    const absent = missing(kind.chain, channels);
    if (absent) {
      wanting.push([kind.id, absent]);
      continue;
    }
    const result = run(kind, options, channels, all);
    for (const cell of result.cells) {
      if (options.show > 0) console.log(cell.show(options.show).join('\n'));
      failures.push(...cell.show(20));
      unproven.push(...cell.unproven);
      const { tally } = cell;
      if (tally.n > 0)
        details.push([
          kind.id,
          cell.cell.script,
          cell.cell.length,
          tally.n,
          percent(tally.charactersRight),
          percent(tally.exact, tally.n),
          percent(tally.wrong, tally.n),
          percent(tally.untouched, tally.n),
        ]);
    }
    rows.push(summary(result));
  }
  listing('lossy-failures.txt', failures);
  listing('lossy-unproven.txt', unproven);
  const total = rows.reduce((sum, row) => sum + Number(row[1]), 0);
  return {
    id: 'lossy',
    tables: [
      {
        title: 'Lossy damage',
        note: 'Only samples that lost something. Characters: 1 − Levenshtein distance / length, over sentences and paragraphs of both scripts (code: over lines); exact: sentences (code: lines). Certain: characters of repaired spans that are not marked as inferred or lost.',
        columns: [
          'kind',
          'N',
          'characters %',
          'floor',
          'exact %',
          'floor',
          'changed but wrong %',
          'untouched %',
          'run in a clean line: N',
          'exact %',
          'characters %',
          'certain: right %',
          'inferred: right %',
          'MB/s',
        ],
        rows,
      },
      {
        title: 'Lossy damage by length and script',
        columns: [
          'kind',
          'script',
          'length',
          'N',
          'characters %',
          'exact %',
          'changed but wrong %',
          'untouched %',
        ],
        rows: details,
      },
      all.reliability('Inferred characters: stated probability against frequency'),
      all.confusionTable(),
      ...(wanting.length > 0
        ? [
            {
              title: 'Lossy kinds not evaluated',
              columns: ['kind', 'no such channel'],
              rows: wanting,
            } satisfies Table,
          ]
        : []),
      {
        title: 'Lossy damage: promises',
        columns: ['', 'N', 'repairs that do not replay, or calls that threw'],
        rows: [['sentences and paragraphs', total, unproven.length]],
      },
    ],
  };
}

function run(
  kind: LossyKind,
  options: Options,
  channels: ReadonlyMap<string, ChannelInfo>,
  all: Inference,
): KindResult {
  const inference = new Inference();
  const cells: CellResult[] = [];
  for (const script of scriptsOf(kind.chain)) {
    for (const { length, share } of kind.text === 'code' ? CELLS.slice(0, 1) : CELLS) {
      const cell: Cell = { name: kind.id, chain: kind.chain, length, script, accident: kind.accident };
      const n = Math.ceil(options.samples * share);
      const result = new CellResult(cell);
      for (const sample of drawDamaged(
        cell,
        'lossy',
        n,
        options.side,
        channels,
        source(kind, cell, options.side),
      )) {
        const outcome = result.add(sample);
        inference.add(outcome);
        all.add(outcome);
      }
      result.log();
      cells.push(result);
    }
  }
  return { kind, cells, inference };
}

function source(kind: LossyKind, cell: Cell, side: Side): (random: Random) => Sample {
  if (kind.text === 'code') return (random) => codeLine(side, cell.script, random);
  return (random) => {
    const sample = pool(side, cell.script).draw(cell.length, random);
    if (kind.text !== 'cut') return sample;
    // file names and titles do not end in a full stop
    const chars = points(sample.text.slice(sample.start, sample.end));
    // … nor in a space, which would be trimmed with it
    const end =
      sample.start +
      chars
        .slice(0, random.int(Math.ceil(chars.length / 2), chars.length))
        .join('')
        .trimEnd().length;
    return { text: sample.text.slice(0, end) + sample.text.slice(sample.end), start: sample.start, end };
  };
}

function summary({ kind, cells, inference }: KindResult): (string | number)[] {
  const over = (...lengths: Length[]): Tally => {
    const total = new Tally();
    for (const { cell, tally } of cells) if (lengths.includes(cell.length)) total.merge(tally);
    return total;
  };
  const whole = over('sentence', 'paragraph');
  const sentences = over('sentence');
  const runs = over('run');
  return [
    kind.id,
    whole.n,
    percent(whole.charactersRight),
    kind.characters ?? '–',
    percent(sentences.exact, sentences.n),
    kind.exact ?? '–',
    percent(whole.wrong, whole.n),
    percent(whole.untouched, whole.n),
    runs.n,
    percent(runs.exact, runs.n),
    percent(runs.charactersRight),
    percent(inference.certainRight, inference.certain),
    percent(inference.inferredRight, inference.inferred),
    (
      cells.reduce((s, c) => s + c.bytes, 0) /
      1e6 /
      Math.max(
        1e-9,
        cells.reduce((s, c) => s + c.seconds, 0),
      )
    ).toFixed(3),
  ];
}
