/**
 * Detection of encodings, cell by cell as the peers were measured: text of both scripts in every Chinese encoding, short,
 * cut, broken and mixed; and other languages' bytes, which must not be called Chinese. npm's peers on the same bytes.
 */
import { createRequire } from 'node:module';
import { decode, detect } from '../../src/index.ts';
import { type DetectionCell, damagedCells, falseCells, plainCells } from './detectionCells.ts';
import { mixedSamples } from './detectionMixed.ts';
import { Tally, percent } from './measure.ts';
import type { Options } from './options.ts';
import { type Section, listing, short } from './report.ts';

const require: NodeJS.Require = createRequire(import.meta.url);

interface Tool {
  name: string;
  /** Samples a cell; the slow ones get fewer. */
  share: number;
  detect(bytes: Uint8Array): string;
}

const CHINESE = /^(gb|big5|hz|iso-2022-cn|euc-cn|euc-tw|x-gbk|cp936|cp950)/;

function tools(): Tool[] {
  const jschardet = require('jschardet') as { detect(b: Buffer): { encoding: string | null } };
  const chardet = require('chardet') as { detect(b: Uint8Array): string | null };
  return [
    { name: 'luanma', share: 1, detect: (bytes) => detect(bytes)[0]!.encoding },
    { name: 'jschardet', share: 0.1, detect: (bytes) => jschardet.detect(Buffer.from(bytes)).encoding ?? '' },
    { name: 'chardet', share: 0.1, detect: (bytes) => chardet.detect(bytes) ?? '' },
  ];
}

/** The same encoding under another name, or one that reads it too. */
function family(encoding: string): string {
  const name = encoding.toLowerCase().replaceAll('_', '-');
  if (/^(gb|x-gbk|cp936|hz-gb-2312$)/.test(name)) return name.startsWith('hz') ? 'hz' : 'gb';
  if (name.startsWith('hz')) return 'hz';
  if (/^(big5|cp950)/.test(name)) return 'big5';
  if (name.startsWith('utf-8')) return 'utf-8';
  return name;
}

export function detection(options: Options): Section {
  const failures: string[] = [];
  const bins = Array.from({ length: 10 }, () => ({ n: 0, right: 0, said: 0 }));
  const rate = (tool: Tool, cell: DetectionCell, wrong: (label: string) => boolean): [number, number] => {
    const samples = cell.samples.slice(0, Math.ceil(cell.samples.length * tool.share));
    let bad = 0;
    for (const bytes of samples) {
      const label = safely(tool, bytes);
      const isWrong = wrong(label);
      if (isWrong) bad++;
      if (tool.name !== 'luanma') continue;
      const [top] = detect(bytes);
      const bin = bins[Math.min(9, Math.floor(top!.confidence * 10))]!;
      bin.n++;
      bin.said += top!.confidence;
      if (cell.expected ? !isWrong : !CHINESE.test(label)) bin.right++;
      if (isWrong && failures.length < 5000)
        failures.push(
          `${cell.name}\t${label}\t${top!.confidence.toFixed(3)}\t${Buffer.from(bytes.subarray(0, 300)).toString('hex')}\t${short(decode(bytes).text, 60)}`,
        );
    }
    return [bad, samples.length];
  };
  const everyone = tools();
  const wanted = (cell: DetectionCell): boolean => cell.name.includes(options.match);
  const found = [...plainCells(options), ...damagedCells(options)].filter(wanted).map((cell) => [
    cell.name,
    cell.samples.length,
    ...everyone.map((tool) => {
      const [bad, n] = rate(tool, cell, (label) => family(label) !== cell.expected);
      return percent(n - bad, n);
    }),
  ]);
  const called = falseCells(options)
    .filter(wanted)
    .map((cell) => [
      cell.name,
      cell.samples.length,
      ...everyone.map((tool) => {
        const [bad, n] = rate(tool, cell, (label) => CHINESE.test(label.toLowerCase()));
        return percent(bad, n);
      }),
    ]);
  const mixed = mixedSamples(options)
    .filter((m) => m.name.includes(options.match))
    .map(({ name, samples }) => {
      const tally = new Tally();
      let lines = 0;
      let right = 0;
      for (const { bytes, text } of samples) {
        const got = decode(bytes).text;
        if (tally.add(text, '', got) !== 'exact')
          failures.push(
            `${name}\t\t\t${Buffer.from(bytes).toString('hex')}\t${short(got, 200)}\t${short(text, 200)}`,
          );
        const out = got.split('\n');
        for (const [i, line] of text.split('\n').entries()) {
          lines++;
          if (out[i] === line) right++;
        }
      }
      return [name, samples.length, percent(right, lines, 3), percent(tally.charactersRight, 1, 3)];
    });
  const path = listing('detection.tsv', failures);
  return {
    id: 'detection',
    tables: [
      {
        title: 'Right encoding, %',
        columns: ['bytes', 'N', ...everyone.map((t) => t.name)],
        rows: found,
        note: `jschardet and chardet on a tenth of the samples. Failures: ${path}`,
      },
      {
        title: 'Called Chinese by mistake, %',
        columns: ['bytes', 'N', ...everyone.map((t) => t.name)],
        rows: called,
      },
      { title: 'Mixed files', columns: ['bytes', 'N', 'lines right %', 'characters right %'], rows: mixed },
      {
        title: 'Confidence',
        note: 'Over all cells; an answer is right if it names the encoding, or is not Chinese where nothing Chinese was.',
        columns: ['said', 'N', 'mean said %', 'right %'],
        rows: bins.flatMap((b, i) =>
          b.n === 0 ? [] : [[`${i * 10}–${i * 10 + 10} %`, b.n, percent(b.said, b.n), percent(b.right, b.n)]],
        ),
      },
    ],
  };
}

function safely(tool: Tool, bytes: Uint8Array): string {
  try {
    return tool.detect(bytes);
  } catch {
    return 'threw';
  }
}
