/**
 * Runs the command in place: `main` with streams of its own. The stub engine knows two words, so that tests of the
 * command do not depend on what the repairer thinks of a text.
 */
import { Readable, Writable } from 'node:stream';
import type { Engine } from '../../src/cli/engine.ts';
import type { CliIo } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import type { Repair, RepairSpan } from '../../src/types.ts';

/** 你好 in UTF-8 read as GBK, without what stands after it. */
export const GARBLED = '\u6d63\u72b2\u30bd';
export const GOOD = '\u4f60\u597d';
/** What uninitialised memory looks like in GBK: the stub calls it beyond repair. */
export const HOPELESS = '\u70eb\u70eb\u70eb';

/** Repairs GARBLED, finds HOPELESS beyond repair, and fails on 'BUG'. */
export function stubRepair(text: string): Repair {
  if (text.includes('BUG')) throw new Error('stub');
  const spans: RepairSpan[] = [];
  let out = '';
  let at = 0;
  for (const match of text.matchAll(new RegExp(`${GARBLED}|${HOPELESS}`, 'g'))) {
    const observed = match[0];
    const good = observed === GARBLED;
    out += text.slice(at, match.index) + (good ? GOOD : observed);
    at = match.index + observed.length;
    spans.push({
      start: match.index,
      end: at,
      observed,
      restored: good ? GOOD : observed,
      text: good ? GOOD : observed,
      channels: good ? [{ channel: 'utf8-as-gbk' }] : [],
      plan: [],
      logOdds: 20,
      confidence: 0.995,
      inferred: good
        ? [
            {
              start: 1,
              end: 2,
              alternatives: [
                { text: GOOD[1]!, probability: 0.97 },
                { text: 'x', probability: 0.0001 },
              ],
            },
          ]
        : [],
      lost: [],
    });
  }
  out += text.slice(at);
  return {
    text: out,
    changed: out !== text,
    confidence: spans.length > 0 ? 0.995 : 1,
    damaged: 0,
    spans,
    alternatives: [],
  };
}

export const stub: Engine = {
  repair: stubRepair,
  repairBlock: stubRepair,
  detect: (text) => [
    { channels: [{ channel: 'utf8-as-gbk' }], text: stubRepair(text).text, logOdds: 12.34, confidence: 0.99 },
    {
      channels: [{ channel: 'big5-as-gbk' }, { channel: 'utf8-as-latin1' }],
      text: 'a\tb',
      logOdds: 1,
      confidence: 0.01,
    },
    { channels: [], text, logOdds: 0, confidence: 0 },
  ],
  channels: () => [
    { id: 'utf8-as-gbk', title: 'written in utf-8, read as gbk' },
    { id: 'big5-as-gbk', title: 'written in big5, read as gbk' },
  ],
  modelHash: () => 'cafe',
};

export interface Ran {
  status: number;
  stdout: Buffer;
  stderr: string;
}

export interface RunOptions {
  stdin?: Readable | Iterable<Uint8Array> | string | Uint8Array;
  cwd?: string;
  engine?: Engine;
  colour?: boolean;
  colourOut?: boolean;
  columns?: number;
  stdout?: Writable;
}

/** Runs the command with the stub engine, or another one. */
export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { stdin = '', cwd = process.cwd(), engine = stub, colour = false } = options;
  const out = collector();
  const err = collector();
  const io: CliIo = {
    stdin:
      stdin instanceof Readable
        ? stdin
        : Readable.from(
            typeof stdin === 'string' || stdin instanceof Uint8Array ? [Buffer.from(stdin)] : stdin,
            { objectMode: false },
          ),
    stdout: options.stdout ?? out.stream,
    stderr: err.stream,
    cwd,
    colour,
    ...(options.colourOut === undefined ? {} : { colourOut: options.colourOut }),
    ...(options.columns === undefined ? {} : { columns: options.columns }),
    version: '1.2.3',
    worker: new URL('file:///nowhere'), // no test in place has several jobs
    engine: () => Promise.resolve(engine),
  };
  const status = await main(args, io);
  return { status, stdout: out.bytes(), stderr: err.bytes().toString() };
}

function collector(): { stream: Writable; bytes: () => Buffer } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    highWaterMark: 1024,
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      setImmediate(done);
    },
  });
  return { stream, bytes: () => Buffer.concat(chunks) };
}
