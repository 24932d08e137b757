/**
 * `--detect`: the encoding of each file, nothing else. A row a file, tabs between:
 *
 *     path  encoding  confidence  runner-up  parts
 *
 * Parts are given where the encoding changes: `utf-8:0-812 gb18030:812-1024`, byte ranges; bytes that are no characters are
 * `bad`. `--report` has all of it as JSON: {"type":"detect","file":…,"encoding":…,"hypotheses":[…],"segments":[…]}.
 */
import { ByteDecoder } from '../bytes/decoder.ts';
import { readerOptions } from './encodings.ts';
import type { Run } from './run.ts';

interface Part {
  encoding: string;
  byteStart: number;
  byteEnd: number;
  bad?: true;
}

/** Parts that a row shows. */
const SHOWN = 12;

/** Tells the encoding of one file. */
export async function detectFile(path: string, run: Run): Promise<void> {
  const decoder = new ByteDecoder(readerOptions(run.options));
  const parts: Part[] = [];
  let at = 0;
  const take = (runs: ReturnType<ByteDecoder['end']>): void => {
    for (const { encoding, bytes, bad } of runs) {
      const last = parts.at(-1);
      if (last && last.encoding === encoding && (last.bad ?? false) === bad) last.byteEnd += bytes.length;
      else parts.push({ encoding, byteStart: at, byteEnd: at + bytes.length, ...(bad ? { bad } : {}) });
      at += bytes.length;
    }
  };
  let failed = false;
  const chunks = run.read(path, () => (failed = true));
  for await (const chunk of chunks) take(decoder.push(chunk));
  if (failed) return;
  take(decoder.end());
  const encoding = decoder.encoding ?? 'ascii';
  const [best, second] = decoder.hypotheses;
  const confidence = best?.encoding === encoding ? best.confidence : decoder.confidence;
  const shown = parts.slice(0, SHOWN).map((p) => `${p.bad ? 'bad' : p.encoding}:${p.byteStart}-${p.byteEnd}`);
  if (parts.length > SHOWN) shown.push(`(${parts.length - SHOWN} more)`);
  const row = [
    path,
    encoding,
    confidence.toFixed(4),
    second ? `${second.encoding} ${second.confidence.toFixed(4)}` : '-',
    parts.length > 1 ? shown.join(' ') : '-',
  ];
  await run.write(`${row.join('\t')}\n`);
  const hypotheses = decoder.hypotheses;
  await run.record({ type: 'detect', file: path, encoding, confidence, hypotheses, segments: parts });
}
