/** What npm has, on the same samples: how often is the original back, and how often is clean text changed? */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
// oxlint-disable-next-line no-restricted-imports -- part of the peers' recipes, which are measured as people use them
import iconv from 'iconv-lite';
import { archiveRoot, negHeldOutFiles, negTrainFiles, readLines } from '../corpus.ts';
import { drawDamaged } from './cell.ts';
import { type Chain, chainName, scriptsOf } from './chains.ts';
import { LOSSY_KINDS } from './kinds.ts';
import { Tally, percent, points } from './measure.ts';
import type { Options } from './options.ts';
import { seeded, shuffled } from './random.ts';
import type { Section } from './report.ts';
import { reversibleChains } from './reversible.ts';
import { type Length, sideLines } from './samples.ts';
import { attempt, catalogue } from './subject.ts';

const require: NodeJS.Require = createRequire(import.meta.url);

interface Peer {
  name: string;
  /** Some take milliseconds a call. */
  share: number;
  repair(text: string): string;
}

const LENGTHS: readonly Length[] = ['5–10', 'sentence', 'paragraph', 'run'];
const CLEAN_EACH = 1000;
const COMMON = 3000;
const ENCODINGS: readonly string[] = [
  'utf8',
  'gbk',
  'big5',
  'shift_jis',
  'euc-kr',
  'latin1',
  'windows-1252',
  'cp437',
  'cp850',
  'cp866',
  'koi8-r',
  'windows-1251',
  'windows-1250',
  'windows-1254',
  'macroman',
];
const WRITERS: readonly string[] = ['utf8', 'gbk', 'big5'];

export function peers(options: Options): Section {
  const channels = catalogue();
  const everyone = [luanma(), jschardetRecipe(), fixLatin1(), bruteForce()];
  const chains = reversibleChains().filter((chain) => chainName(chain).includes(options.match));
  const lossy = LOSSY_KINDS.filter(
    (kind) =>
      kind.id.includes(options.match) && !kind.text && kind.chain.every((step) => channels.has(step.channel)),
  );
  const each = Math.max(2, Math.ceil(options.samples / 20));
  const rows: string[][] = [];
  const totals = new Map<string, Tally>();
  const add = (key: string, tally: Tally): void => {
    const sum = totals.get(key) ?? new Tally();
    sum.merge(tally);
    totals.set(key, sum);
  };
  const run = (name: string, chain: Chain, wanted: 'lossless' | 'lossy'): void => {
    const row = [name, wanted === 'lossless' ? 'reversible' : 'lossy'];
    for (const peer of everyone) {
      const cells = LENGTHS.map((length) => {
        const samples = drawDamaged(
          { name, chain, length, script: scriptsOf(chain)[0]! },
          wanted,
          each,
          options.side,
          channels,
        );
        const tally = new Tally();
        for (const s of samples) tally.add(s.original, s.observed, safely(peer, s.observed));
        add(`${peer.name}\t${wanted === 'lossless' ? 'reversible' : 'lossy'}\t${length}`, tally);
        return percent(tally.exact, tally.n, 0);
      });
      row.push(cells.join(' / '));
    }
    rows.push(row);
  };
  for (const chain of chains) run(chainName(chain), chain, 'lossless');
  for (const kind of lossy) run(kind.id, kind.chain, 'lossy');
  return {
    id: 'peers',
    tables: [
      {
        title: 'Peers: totals',
        columns: [
          'tool',
          'damage',
          'length',
          'N',
          'exact %',
          'characters %',
          'changed but wrong %',
          'untouched %',
        ],
        rows: [...totals].map(([key, t]) => [
          ...key.split('\t'),
          t.n,
          percent(t.exact, t.n, 1),
          percent(t.charactersRight, 1, 1),
          percent(t.wrong, t.n, 1),
          percent(t.untouched, t.n, 1),
        ]),
      },
      {
        title: `Peers: exact %, ${LENGTHS.join(' / ')}`,
        note: `N ≤ ${each} a figure. jschardet: the string's Latin-1 bytes, detected and decoded, the usual recipe. Brute force: every strict chain of up to two decodings, the one with the most common hanzi.`,
        columns: ['damage', 'kind', ...everyone.map((p) => p.name)],
        rows,
      },
      cleanTable(everyone, options),
    ],
  };
}

function cleanTable(everyone: readonly Peer[], options: Options): Section['tables'][number] {
  const other = options.side === 'heldout' ? negHeldOutFiles() : negTrainFiles();
  const pick = (pattern: RegExp): string[] =>
    shuffled(
      other.filter((f) => pattern.test(f.source)).flatMap((f) => readLines(f)),
      seeded('peers'),
    ).slice(0, CLEAN_EACH);
  const sets: [string, string[]][] = [
    ['Chinese, Simplified', sideLines(options.side, 'hans').slice(0, CLEAN_EACH)],
    ['Chinese, Traditional', sideLines(options.side, 'hant').slice(0, CLEAN_EACH)],
    ['Japanese', pick(/\.(jpn|ja)$/)],
    ['Korean', pick(/\.(kor|ko)$/)],
    ['Cyrillic', pick(/\.(rus|ukr|bul|bel|mkd|kaz|kir)$/)],
    ['French, Spanish', pick(/\.(fra|spa|fr|es)/)],
    ['all other files', pick(/./)],
  ];
  return {
    title: 'Peers: clean lines changed %',
    columns: ['lines', 'N', ...everyone.map((p) => p.name)],
    rows: sets
      .filter(([, lines]) => lines.length > 0)
      .map(([name, lines]) => [
        name,
        lines.length,
        ...everyone.map((peer) => {
          const some = lines.slice(0, Math.ceil(lines.length * peer.share));
          return `${percent(some.filter((line) => safely(peer, line) !== line).length, some.length, 1)}${some.length < lines.length ? ` (N ${some.length})` : ''}`;
        }),
      ]),
  };
}

function safely(peer: Peer, text: string): string {
  try {
    return peer.repair(text);
  } catch {
    return text;
  }
}

function luanma(): Peer {
  return {
    name: 'luanma',
    share: 1,
    repair: (text) => {
      const result = attempt(text);
      return result instanceof Error ? text : result.text;
    },
  };
}

function jschardetRecipe(): Peer {
  const jschardet = require('jschardet') as { detect(bytes: Buffer): { encoding: string | null } };
  return {
    name: 'jschardet',
    share: 0.1,
    repair: (text) => {
      const bytes = Buffer.from(text, 'latin1');
      const { encoding } = jschardet.detect(bytes);
      return encoding && iconv.encodingExists(encoding) ? iconv.decode(bytes, encoding) : text;
    },
  };
}

function fixLatin1(): Peer {
  return {
    name: 'fix-latin1-to-utf8',
    share: 1,
    repair: require('fix-latin1-to-utf8') as (text: string) => string,
  };
}

/** Every text that one strict decoding makes of this one. */
function inversions(text: string): string[] {
  return ENCODINGS.flatMap((reader) => {
    const bytes = iconv.encode(text, reader);
    if (iconv.decode(bytes, reader) !== text) return [];
    return WRITERS.filter((writer) => writer !== reader).flatMap((writer) => {
      const original = iconv.decode(bytes, writer);
      return original.includes('\ufffd') || original === text ? [] : [original];
    });
  });
}

/** Every chain of strict inversions, the best by its share of common hanzi; "undamaged" competes as it stands. */
function bruteForce(): Peer {
  const frequent = ['hans', 'hant'].flatMap((script) =>
    execFileSync('xz', ['-dc', join(archiveRoot(), `han-freq.${script}.tsv.xz`)], { encoding: 'utf8' })
      .split('\n')
      .slice(0, COMMON)
      .map((line) => line.split('\t')[0]!),
  );
  const common = new Set(frequent);
  const score = (text: string): number => {
    let hits = 0;
    let others = 0;
    for (const c of text) {
      if (common.has(c)) hits++;
      else if (c > '\u007f' && !/[，。、；：？！“”‘’（）《》]/.test(c)) others++;
    }
    return (hits - others) / points(text).length;
  };
  return {
    name: 'brute force',
    share: 0.3,
    repair: (text) => {
      const first = inversions(text);
      let best = text;
      for (const candidate of [...first, ...first.flatMap(inversions)])
        if (score(candidate) > score(best)) best = candidate;
      return best;
    },
  };
}
