/** Other tools on the same text in the same run: detectors, a codec, and ftfy and charset-normalizer where Python has them (scripts/evaluate/python.ts). */
import { createRequire } from 'node:module';
// oxlint-disable-next-line no-restricted-imports -- a peer that is measured
import iconv from 'iconv-lite';
import { devFiles, readLines } from '../scripts/corpus.ts';
import { python } from '../scripts/evaluate/python.ts';
import { type Api, best, megabytes, type Row } from './measure.ts';

const require: NodeJS.Require = createRequire(import.meta.url);
const UNITS = 400_000;
const CALLS = 20;

const FTFY = `
import sys, time
from ftfy import fix_text
text = sys.stdin.buffer.read().decode('utf-8')
best = 1e9
for _ in range(3):
    t = time.perf_counter(); fix_text(text); best = min(best, time.perf_counter() - t)
print(best)`;
const NORMALIZER = `
import sys, time
from charset_normalizer import from_bytes
data = sys.stdin.buffer.read().decode('utf-8').encode('gb18030')[:1024]
best = 1e9
for _ in range(5):
    t = time.perf_counter(); from_bytes(data).best(); best = min(best, time.perf_counter() - t)
print(best)`;

export function peerRows(api: Api): Row[] {
  const clean = devFiles('hans')
    .flatMap((f) => readLines(f))
    .join('\n')
    .slice(0, UNITS);
  const damaged = api.damage(clean.slice(0, UNITS / 10), { channel: 'utf8-as-latin1' }).text;
  const bytes = iconv.encode(clean, 'gb18030');
  const kilobyte = bytes.subarray(0, 1024);
  const jschardet = require('jschardet') as { detect(bytes: Buffer): unknown };
  const chardet = require('chardet') as { detect(bytes: Uint8Array): unknown };
  const rows: Row[] = [
    {
      what: 'jschardet: detect 1 kB of gb18030',
      value: microseconds(() => jschardet.detect(kilobyte)),
      unit: 'µs',
    },
    {
      what: 'chardet: detect 1 kB of gb18030',
      value: microseconds(() => chardet.detect(kilobyte)),
      unit: 'µs',
    },
    {
      what: 'iconv-lite: decode gb18030',
      value: megabytes(clean) / best(() => iconv.decode(bytes, 'gb18030')),
      unit: 'MB/s',
    },
  ];
  for (const [name, text] of [
    ['clean', clean],
    ['utf8-as-latin1', damaged],
  ] as const) {
    const seconds = Number(python(FTFY, text) ?? 0);
    if (seconds > 0) rows.push({ what: `ftfy: ${name}`, value: megabytes(text) / seconds, unit: 'MB/s' });
  }
  const seconds = Number(python(NORMALIZER, clean) ?? 0);
  if (seconds > 0)
    rows.push({ what: 'charset-normalizer: detect 1 kB of gb18030', value: 1e6 * seconds, unit: 'µs' });
  return rows;
}

/** One call, in µs. */
function microseconds(run: () => unknown): number {
  const seconds = best(() => {
    for (let i = 0; i < CALLS; i++) run();
  });
  return (1e6 * seconds) / CALLS;
}
