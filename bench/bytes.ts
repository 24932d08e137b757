/** Bytes in: one detection of 1 kB, detection and decoding of large inputs, iconv-lite's decoding beside it. */
// oxlint-disable-next-line no-restricted-imports -- a peer that is measured
import iconv from 'iconv-lite';
import { devFiles, readLines } from '../scripts/corpus.ts';
import { type Api, best, type Row } from './measure.ts';

const KILOBYTE = 1024;
/** Different kilobytes, so that no branch is learnt by heart. */
const PIECES = 100;
const LARGE = 100_000_000;
const UNITS = 1_000_000;

const ENCODINGS: readonly (readonly [string, string, 'hans' | 'hant'])[] = [
  ['gb18030', 'gb18030', 'hans'],
  ['big5', 'big5', 'hant'],
  ['utf-8', 'utf8', 'hans'],
  ['utf-16le', 'utf16le', 'hans'],
];

function text(script: 'hans' | 'hant', encoding: string): string {
  const lines = devFiles(script).flatMap((f) => readLines(f));
  // what big5 lacks would come out as question marks
  const kept = lines.filter((line) => iconv.decode(iconv.encode(line, encoding), encoding) === line);
  return kept.join('\n').slice(0, UNITS);
}

export function bytesRows(api: Api): Row[] {
  const rows: Row[] = [];
  for (const [name, encoding, script] of ENCODINGS) {
    const bytes = iconv.encode(text(script, encoding), encoding);
    const step = Math.floor((bytes.length - KILOBYTE) / PIECES) & ~1;
    const pieces = Array.from({ length: PIECES }, (_, i) => bytes.subarray(i * step, i * step + KILOBYTE));
    const once = (): void => {
      for (const piece of pieces) api.detect(piece);
    };
    for (let i = 0; i < 20; i++) once();
    rows.push({ what: `detect 1 kB of ${name}`, value: (1e6 * best(once, 20)) / PIECES, unit: 'µs' });
    if (name === 'utf-16le') continue;
    const size = bytes.length / 1e6;
    const ours = best(() => api.decode(bytes), 20);
    const theirs = best(() => iconv.decode(bytes, encoding), 20);
    rows.push(
      { what: `decode ${name}`, value: size / ours, unit: 'MB/s', note: 'of the bytes read' },
      { what: `decode ${name}, over iconv-lite`, value: theirs / ours, unit: '×' },
    );
  }
  const gbk = iconv.encode(text('hans', 'gbk'), 'gbk');
  const large = Buffer.alloc(LARGE, gbk);
  const late = Buffer.alloc(LARGE, 'Nothing here needs more than seven bits.\n');
  late.set(gbk.subarray(0, KILOBYTE), LARGE - 2 * KILOBYTE);
  for (const [what, bytes] of [
    ['gbk', large],
    ['English, gbk at the end', late],
  ] as const)
    rows.push({
      what: `detect 100 MB: ${what}`,
      value: LARGE / 1e6 / best(() => api.detect(bytes), 3),
      unit: 'MB/s',
      note: 'of the bytes read',
    });
  return rows;
}
