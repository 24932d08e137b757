/** The catalogue: every damaging step this project knows, one entry each. */
import { assetGeneration, hasAsset } from '../asset.ts';
import { tableAsset, type EncodingId, type Policy } from '../codec/index.ts';
import type { ChannelId, ChannelStep } from '../types.ts';
import { annotatedTraditional } from './annotated/channel.ts';
import { pinyinAnnotated } from './annotated/other.ts';
import { ESCAPES } from './escapes/index.ts';
import { loss, transcoding, type Channel } from './channel.ts';

/** How an encoding is called in a channel id. */
const SHORT: Partial<Record<EncodingId, string>> = {
  'utf-8': 'utf8',
  'utf-16le': 'utf16le',
  'utf-16be': 'utf16be',
  shift_jis: 'sjis',
  'koi8-r': 'koi8r',
};
const short = (id: EncodingId): string => SHORT[id] ?? id;

const SINGLE_BYTE: readonly EncodingId[] = [
  'latin1',
  'cp1252',
  'cp437',
  'cp1254',
  'macroman',
  'cp850',
  'cp866',
  'koi8-r',
  'cp1251',
  'cp1250',
  'cp857',
];
/** Readers of each writer, the more common first: ties between explanations go to the earlier. */
const PAIRS: readonly [EncodingId, readonly EncodingId[]][] = [
  ['utf-8', ['gbk', ...SINGLE_BYTE, 'big5', 'shift_jis', 'euc-kr', 'utf-16le']],
  ['gbk', [...SINGLE_BYTE, 'big5', 'euc-kr', 'shift_jis', 'utf-8', 'utf-16le', 'utf-16be', 'gbk']],
  ['big5', ['gbk', ...SINGLE_BYTE, 'euc-kr', 'shift_jis', 'utf-8']],
];
const POLICIES_OF: Partial<Record<EncodingId, readonly Policy[]>> = {
  gbk: ['windows', 'java', 'whatwg', 'python', 'mysql', 'php', 'glibc'],
  big5: ['windows', 'whatwg', 'java', 'python'],
  shift_jis: ['windows', 'whatwg', 'java', 'python'],
  'euc-kr': ['windows', 'whatwg', 'java', 'python'],
  'utf-8': ['whatwg', 'php', 'glibc'],
  'utf-16le': ['windows'],
  'utf-16be': ['windows'],
};

const transcodings = PAIRS.flatMap(([writer, readers]) =>
  readers.map((reader) =>
    transcoding(
      `${short(writer)}-as-${short(reader)}`,
      writer,
      reader,
      POLICIES_OF[reader] ?? (reader.startsWith('cp12') ? ['windows', 'java'] : ['windows']),
      writer === reader
        ? `written in ${writer} and read so, but bytes were lost or put in on the way`
        : `written in ${writer}, read as ${reader}`,
    ),
  ),
);

const losses: readonly Channel[] = [
  loss('drop-private-use', 'private-use characters were dropped', (t) => t.replace(/[\ue000-\uf8ff]/g, '')),
  loss('drop-c1', 'the C1 controls 80–9F were dropped', (t) => t.replace(/[\u0080-\u009f]/g, '')),
  loss('drop-undefined', 'the bytes that cp1252 leaves undefined (81 8D 8F 90 9D) were dropped', (t) =>
    t.replace(/[\u0081\u008d\u008f\u0090\u009d]/g, ''),
  ),
  loss('nbsp-as-space', 'no-break spaces became spaces', (t) => t.replace(/\u00a0/g, ' ')),
  loss('nel-as-newline', 'NEL (85) was taken for a line end and became one', (t) =>
    t.replace(/\u0085/g, '\n'),
  ),
  loss('drop-soft-hyphen', 'soft hyphens were dropped', (t) => t.replace(/\u00ad/g, '')),
  loss('trim-end', 'white space at the end was trimmed, NBSP and NEL included', (t) =>
    t.replace(/[\s\u0085]+$/u, ''),
  ),
  loss('drop-end-mark', 'the mark for a character cut off at the end was dropped', (t) =>
    t.replace(/[?\ufffd]$/, ''),
  ),
  loss('drop-marks', 'the marks for what could not be read were left out (errors=ignore)', (t) =>
    t.replace(/\ufffd/g, ''),
  ),
  loss('drop-backslash', 'backslashes (5C) were dropped', (t) => t.replace(/\\/g, '')),
  loss('backslash-as-slash', 'backslashes (5C) became slashes (2F)', (t) => t.replace(/\\/g, '/')),
  loss('ufffd-as-question', 'U+FFFD was saved as ?', (t) => t.replace(/\ufffd/g, '?')),
];

export type { Channel };

const all: readonly Channel[] = [
  ...transcodings,
  ...losses,
  annotatedTraditional,
  pinyinAnnotated,
  ...ESCAPES,
];
const byId: ReadonlyMap<ChannelId, Channel> = new Map(all.map((c) => [c.id, c]));

let usable: readonly Channel[] = all;
let usableSince = -1;

/**
 * Every channel, transcodings in order of preference, then losses and escapes. In a browser that loaded only some tables:
 * those whose tables are there.
 */
export function channels(): readonly Channel[] {
  if (usableSince !== assetGeneration()) {
    usableSince = assetGeneration();
    usable = all.filter((c) => readable(c.writer) && readable(c.reader));
  }
  return usable;
}

function readable(encoding: EncodingId | undefined): boolean {
  const table = encoding && tableAsset(encoding);
  return !table || hasAsset(table);
}

/** A channel by id; throws TypeError naming an unknown one. */
export function channel(id: ChannelId): Channel {
  const found = byId.get(id);
  if (!found) throw new TypeError(`unknown channel ${JSON.stringify(id)}; channels() lists them`);
  return found;
}

/** Applies the steps in order. Throws TypeError for an unknown channel. */
export function forward(text: string, steps: readonly ChannelStep[]): string {
  return steps.reduce((t, step) => channel(step.channel).forward(t, step), text);
}
