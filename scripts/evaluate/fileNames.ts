/**
 * Names of files: bytes of an archive without a flag, and names that a wrong decoder has been at, one by one and as
 * folders of twenty. Then names that are well, as folders: does one change?
 */
import { encode, type EncodingId } from '../../src/codec/index.ts';
import { repairNames } from '../../src/index.ts';
import { percent, upperBound } from './measure.ts';
import { nameSets } from './names.ts';
import type { Options } from './options.ts';
import { type Random, seeded } from './random.ts';
import { type Section, listing, short } from './report.ts';
import { type Script, pool } from './samples.ts';
import { damage } from './subject.ts';

const HANZI = [2, 3, 4, 5, 8];
const FOLDER = 20;
const EXTENSIONS = ['.txt', '.docx', '.mp3', '.jpg', '', '.pdf', '.zip'];
const HAN = /\p{Script=Han}/u;

const BYTES: readonly (readonly [EncodingId, Script])[] = [
  ['gbk', 'hans'],
  ['big5', 'hant'],
  ['utf-8', 'hans'],
  ['utf-8', 'hant'],
];
const CHANNELS: readonly (readonly [string, Script])[] = [
  ['gbk-as-cp437', 'hans'],
  ['utf8-as-cp437', 'hans'],
  ['gbk-as-cp850', 'hans'],
  ['gbk-as-cp866', 'hans'],
  ['gbk-as-latin1', 'hans'],
  ['utf8-as-cp1252', 'hans'],
  ['utf8-as-gbk', 'hans'],
  ['gbk-as-macroman', 'hans'],
  ['gbk-as-big5', 'hans'],
  ['gbk-as-euc-kr', 'hans'],
  ['big5-as-gbk', 'hant'],
  ['big5-as-cp437', 'hant'],
];

/** A phrase of the corpus with so many hanzi, as the name of a file. */
function fileName(options: Options, script: Script, hanzi: number, random: Random): string {
  for (;;) {
    const text = pool(options.side, script)
      .draw('5–10', random)
      .text.replace(/[\s/:*?"<>|\\]/g, '');
    let seen = 0;
    const kept = Array.from(text).filter((c) => seen < hanzi && (!HAN.test(c) || ++seen > 0));
    if (seen === hanzi) return kept.join('') + random.pick(EXTENSIONS);
  }
}

type Damage = (name: string) => string | Uint8Array | null;

function cell(options: Options, name: string, script: Script, spoil: Damage, list: string[]): string[] {
  const random = seeded(`names ${options.side} ${name} ${script}`);
  const judge = (names: readonly string[]): number => {
    const observed = names.map((n) => spoil(n)!);
    const found = repairNames(observed);
    return names.filter((n, i) => {
      if (found[i]!.text !== n && list.length < 500)
        list.push(
          `${name} ${script}, ${names.length}: ${n} → ${short(found[i]!.text)} ${found[i]!.confidence.toFixed(2)}`,
        );
      return found[i]!.text === n;
    }).length;
  };
  const draw = (hanzi: number): string => {
    for (;;) {
      const one = fileName(options, script, hanzi, random);
      if (spoil(one) !== null) return one;
    }
  };
  const alone = HANZI.map((hanzi) => {
    let right = 0;
    for (let i = 0; i < options.samples; i++) right += judge([draw(hanzi)]);
    return `${percent(right, options.samples)} (${options.samples})`;
  });
  const folders = Math.max(1, Math.ceil(options.samples / FOLDER));
  let right = 0;
  for (let i = 0; i < folders; i++)
    right += judge(Array.from({ length: FOLDER }, () => draw(random.int(2, 8))));
  return [name, script, ...alone, `${percent(right, folders * FOLDER)} (${folders * FOLDER})`];
}

export function fileNames(options: Options): Section {
  const list: string[] = [];
  const rows = [
    ...BYTES.map(([encoding, script]) =>
      cell(
        options,
        `bytes in ${encoding}`,
        script,
        (name) => {
          const { bytes, unencodable } = encode(encoding, name);
          return unencodable.length > 0 ? null : bytes;
        },
        list,
      ),
    ),
    ...CHANNELS.map(([channel, script]) =>
      cell(
        options,
        channel,
        script,
        (name) => {
          const { text } = damage(name, { channel });
          return /[?\ufffd]/.test(text) || text === name ? null : text; // what lost bytes is measured elsewhere
        },
        list,
      ),
    ),
  ];
  listing('names-failures.txt', list);
  return {
    id: 'names',
    tables: [
      {
        title: 'Names: exact % (N)',
        note: `One name alone, by its number of hanzi; and folders of ${FOLDER} names with 2 to 8. Channels: damage that lost nothing.`,
        columns: ['names', 'script', ...HANZI.map((n) => `${n} hanzi`), `folder of ${FOLDER}`],
        rows,
      },
      clean(),
    ],
  };
}

function clean(): Section['tables'][number] {
  const changes: string[] = [];
  const rows = nameSets([]).map(({ name, items }) => {
    let changed = 0;
    for (let from = 0; from < items.length; from += FOLDER) {
      const folder = items.slice(from, from + FOLDER);
      for (const found of repairNames(folder)) {
        if (!found.changed) continue;
        changed++;
        changes.push(
          `${name}: ${short(found.name)} → ${short(found.text)} ${found.channels.map((c) => c.channel).join('+')}`,
        );
      }
    }
    return [name, items.length, changed, (1e6 * upperBound(changed, items.length)).toFixed(1)];
  });
  listing('names-changes.txt', changes);
  return {
    title: 'Names that are well: changed',
    note: `As folders of ${FOLDER}. Bound: upper end of the one-sided 95 % interval, per million.`,
    columns: ['names', 'N', 'changed', 'bound per million'],
    rows,
  };
}
