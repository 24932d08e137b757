/**
 * `--wet`: Common Crawl's extracted text, and any other WARC file: each `conversion` record is a document of its own, all others pass.
 *
 * A record that needs no repair comes out with the header lines and bytes that it had; of a repaired one Content-Length and the
 * digest of the block are made anew. Compressed output has a member a record, as indices expect. Read by warcio, which is
 * installed beside luanma by those who want this. A finding is named FILE#URI:LINE:COLUMN, counted in the record's text.
 *
 * Example: WARC-Type: conversion, 12 bytes of garbled text → the same record, repaired.
 */
import { createHash, getHashes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type * as WarcioModule from 'warcio';
import type { WARCRecord } from 'warcio';
import { UsageError } from './flags.ts';
import type { Sink } from './io.ts';
import type { Destination, Run } from './run.ts';
import { NOTHING, type Outcome } from './unit.ts';

/** Bytes that are handed to the reader at least. */
const LEAST = 1 << 12;

type Warcio = typeof WarcioModule;

/** Loaded when it is asked for. Throws UsageError where it is not installed. */
async function warcio(): Promise<Warcio> {
  try {
    return await import('warcio');
  } catch {
    throw new UsageError('--wet needs the package warcio: npm install warcio');
  }
}

/** One file of records. */
export async function readWet(path: string, run: Run, to: Destination): Promise<void> {
  const { WARCParser } = await warcio();
  const records = WARCParser.iterRecords(gathered(run.read(path)), {
    keepHeadersCase: true,
    parseHttp: false,
  });
  try {
    for await (const record of records) {
      if (!record.warcHeaders.statusline.startsWith('WARC/')) throw new TypeError('no WARC/1 line');
      const payload = await record.readFully(false);
      const original = recordBytes(record, payload, false);
      const place = `${path}#${record.warcTargetURI ?? ''}`;
      const outcome =
        record.warcType === 'conversion'
          ? Promise.resolve(run.pool.run({ kind: 'document', path: place, bytes: payload })).then((done) =>
              wrapped(record, done),
            )
          : NOTHING;
      await run.add({ path: place, to, original, outcome });
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    await run.add({ path, fault: `${path}: is no WARC file, or a damaged one (${String(error)}); check it` });
  }
  await run.add({ path, to, end: 'records' });
}

/** Where records go that are to be members of their own. */
export function members(out: Sink): Destination {
  return { write: (bytes) => out.write(gzipSync(bytes)) };
}

/** Larger chunks: the reader finds no end of headers that is spread over three. */
async function* gathered(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    if (size < LEAST) continue;
    yield held.length === 1 ? chunk : Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

function wrapped(record: WARCRecord, outcome: Outcome): Outcome {
  const { output } = outcome;
  return output ? { ...outcome, output: recordBytes(record, output, true) } : outcome;
}

/** The record as it stands in a file; with `anew`, what its headers say of the block is made to fit. */
function recordBytes(record: WARCRecord, block: Uint8Array, anew: boolean): Uint8Array {
  const { statusline, headers } = record.warcHeaders;
  const lines = [...headers].map(([name, value]) => {
    return `${name}: ${anew ? renewed(name.toLowerCase(), value, block) : value}\r\n`;
  });
  const head = Buffer.from(`${statusline}\r\n${lines.join('')}\r\n`);
  return Buffer.concat([head, block, Buffer.from('\r\n\r\n')]);
}

function renewed(name: string, value: string, block: Uint8Array): string {
  if (name === 'content-length') return String(block.length);
  if (name !== 'warc-block-digest' && name !== 'warc-payload-digest') return value;
  const [algorithm = '', digest = ''] = value.split(':');
  if (!getHashes().includes(algorithm)) return value;
  const hash = createHash(algorithm).update(block).digest();
  return `${algorithm}:${digest.length === hash.length * 2 ? hash.toString('hex') : base32(hash)}`;
}

/** RFC 4648, without padding. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5)
      text += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[(held << (5 - bits)) & 31] : text;
}
