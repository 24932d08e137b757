/**
 * The stream: the same output at any chunking, through every adapter, and not a byte lost.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitBlocks } from '../../src/repair/blocks.ts';
import { createRepairStream, pieceBytes, type RepairBlock, type StreamPiece } from '../../src/stream/core.ts';
import { repairChunks } from '../../src/stream/iterate.ts';
import { createRepairTransform } from '../../src/stream/node.ts';
import { toBytes, Utf8Reader } from '../../src/stream/utf8.ts';
import { createRepairTransformStream } from '../../src/stream/web.ts';
import type { Repair } from '../../src/types.ts';
import { GARBLED, GOOD, HOPELESS, stubRepair } from '../cli/harness.ts';
import { chunked, cuts, longBytes, longText, SEED } from './texts.ts';

const RUNS = { seed: SEED, numRuns: 200 };
const repair = (text: string): Repair => stubRepair(text);
const unchanged = (text: string): Repair => ({ ...stubRepair(''), text });

function streamed(
  chunks: readonly (string | Uint8Array)[],
  repairer: RepairBlock = repair,
  from?: string,
): StreamPiece[] {
  const stream = createRepairStream({ repair: repairer, ...(from === undefined ? {} : { from }) });
  return [...chunks.flatMap((chunk) => stream.push(chunk)), ...stream.end()];
}

/** Pieces with their bytes as text: comparing large arrays element by element takes minutes. */
const comparable = (pieces: readonly StreamPiece[]): unknown[] =>
  pieces.map((p) => (p.kind === 'text' ? p : { ...p, bytes: Buffer.from(p.bytes).toString('latin1') }));
const textOf = (pieces: readonly StreamPiece[]): string =>
  pieces.map((p) => (p.kind === 'text' ? p.text : '')).join('');
const bytesOf = (pieces: readonly StreamPiece[]): Buffer => Buffer.concat(pieces.map(pieceBytes));

/** Nothing but the error, if there is one. */
const piped = (input: string): Promise<void> =>
  pipeline(
    Readable.from([input], { objectMode: false }),
    createRepairTransform({ repair }),
    async (source) => {
      for await (const chunk of source) void chunk;
    },
  );

describe('core', () => {
  test('strings: any chunking gives the same pieces, and the text of the whole', () => {
    fc.assert(
      fc.property(longText, cuts, (text, at) => {
        const pieces = streamed(chunked(text, at));
        expect(pieces).toEqual(streamed([text]));
        expect(textOf(pieces)).toBe(
          splitBlocks(text)
            .map((block) => stubRepair(block.text).text)
            .join(''),
        );
      }),
      RUNS,
    );
  });

  test('bytes: any chunking gives the same pieces', () => {
    fc.assert(
      fc.property(longBytes, cuts, (bytes, at) => {
        expect(comparable(streamed(chunked(bytes, at)))).toEqual(comparable(streamed([bytes])));
      }),
      RUNS,
    );
  });

  test('bytes read as UTF-8: what is not changed comes out byte for byte', () => {
    fc.assert(
      fc.property(fc.oneof(longBytes, fc.uint8Array({ maxLength: 400 })), cuts, (bytes, at) => {
        expect(bytesOf(streamed(chunked(bytes, at), unchanged, 'utf-8')).equals(bytes)).toBe(true);
      }),
      RUNS,
    );
  });

  test('a text is repaired as bytes as it is as a string', () => {
    fc.assert(
      fc.property(longText, (text) => {
        const formed = text.replace(/\p{Cs}/gu, '').replace(/^\ufeff+/, '');
        expect(streamed([Buffer.from(formed)])).toEqual(streamed([formed]));
      }),
      RUNS,
    );
  });

  test('spans have offsets, lines and columns of the document', () => {
    const fill = `${'\u{1f600}'.repeat(20_000)}\n`;
    const text = `${fill}ab${GARBLED}\n${fill}\r\n\u{1f600}${GARBLED}${GARBLED}`;
    const spans = streamed([text]).flatMap((piece) => (piece.kind === 'text' ? piece.spans : []));
    for (const span of spans) expect(text.slice(span.start, span.end)).toBe(GARBLED);
    expect(spans.map(({ line, column }) => [line, column])).toEqual([
      [2, 3],
      [5, 2],
      [5, 5],
    ]);
  });

  test('columns go on where a long line is cut', () => {
    const text = `${'\u6c34'.repeat(100_000)}${GARBLED}`;
    const spans = streamed([Buffer.from(text)]).flatMap((piece) =>
      piece.kind === 'text' ? piece.spans : [],
    );
    expect(spans.map(({ line, column }) => [line, column])).toEqual([[1, 100_001]]);
  });

  test('lines with bytes that are no characters pass through; those around them are repaired', () => {
    const bytes = Buffer.concat([
      Buffer.from(`\ufeff${GARBLED}\n\u4f60`),
      Buffer.from([0xff, 0xc0, 10]),
      Buffer.from(GARBLED),
    ]);
    const pieces = streamed([bytes]);
    expect(
      pieces.map((p) =>
        p.kind === 'text' ? p.text : [p.reason, p.line, p.column, Buffer.from(p.bytes).toString('hex')],
      ),
    ).toEqual([['bom', 1, 1, 'efbbbf'], `${GOOD}\n`, ['encoding', 2, 2, 'e4bda0ffc00a'], GOOD]);
  });

  test('the repair is told which block ends the document', () => {
    const told: [number, boolean][] = [];
    const note = (text: string, last: boolean): Repair => (told.push([text.length, last]), unchanged(text));
    streamed(['a\n', 'x'.repeat(65_535)], note);
    streamed([Buffer.from('a\n\xff\n', 'latin1'), Buffer.from('b')], note);
    expect(told).toEqual([
      [2, false],
      [65_535, true],
      [2, false],
      [1, true],
    ]);
  });

  test('output comes before the input ends', () => {
    const stream = createRepairStream({ repair });
    expect(textOf(stream.push('a line\n'.repeat(10_000)))).toBe('a line\n'.repeat(9_362));
  });

  test('nothing in, nothing out', () => {
    expect([streamed([]), streamed(['']), streamed([new Uint8Array()])]).toEqual([[], [], []]);
  });

  test('refuses strings and bytes in one document, and a push after the end', () => {
    expect(() => streamed(['a', Buffer.from('b')])).toThrow(TypeError);
    const stream = createRepairStream({ repair });
    stream.end();
    expect(() => stream.push('a')).toThrow(TypeError);
  });

  test('a line of 20 million characters is cut, and held in blocks', () => {
    let most = 0;
    const stream = createRepairStream({
      repair: (text) => ((most = Math.max(most, text.length)), unchanged(text)),
    });
    const chunk = Buffer.alloc(1_000_000, 'x');
    let bytes = 0;
    for (let i = 0; i < 20; i++) for (const piece of stream.push(chunk)) bytes += pieceBytes(piece).length;
    for (const piece of stream.end()) bytes += pieceBytes(piece).length;
    expect([bytes, most]).toEqual([20_000_000, 65_536]);
  });
});

describe('utf-8', () => {
  test('every sequence of two bytes, and every cut, comes back', () => {
    for (let code = 0; code < 0x10000; code++) {
      const bytes = Uint8Array.of(code >> 8, code & 0xff);
      const whole = new Utf8Reader();
      const text = whole.push(bytes) + whole.end();
      const cut = new Utf8Reader();
      const again = cut.push(bytes.subarray(0, 1)) + cut.push(bytes.subarray(1)) + cut.end();
      if (text !== again || Buffer.compare(toBytes(text), bytes) !== 0) expect.fail(code.toString(16));
    }
  });

  test('valid text is decoded as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const reader = new Utf8Reader();
        expect(reader.push(Buffer.from(text)) + reader.end()).toBe(text);
      }),
      RUNS,
    );
  });
});

describe('adapters', () => {
  const text = `${GARBLED}\n${'line\n'.repeat(40_000)}${HOPELESS}\n\u{1f600}${GARBLED}`;
  const good = text.replaceAll(GARBLED, GOOD);
  const chunks = chunked(Buffer.from(text), [0.1, 0.1001, 0.5, 3, -2]);

  test('node: bytes in, bytes out, and every piece is told', async () => {
    const pieces: StreamPiece[] = [];
    const out: Buffer[] = [];
    await pipeline(
      Readable.from(chunks, { objectMode: false }),
      createRepairTransform({ repair, onPiece: (p) => pieces.push(p) }),
      async (source: AsyncIterable<Buffer>) => {
        for await (const chunk of source) out.push(chunk);
      },
    );
    expect(Buffer.concat(out).toString()).toBe(good);
    expect(pieces).toEqual(streamed(chunks));
  });

  test('node: an error of the repair destroys the stream', async () => {
    await expect(piped('BUG')).rejects.toThrow('stub');
    await expect(piped(`BUG${'x'.repeat(70_000)}`)).rejects.toThrow('stub');
  });

  test.each([
    ['bytes', chunks],
    ['strings', [text.slice(0, 3), text.slice(3)]],
  ])('web: %s', async (kind, source) => {
    const pieces: StreamPiece[] = [];
    const stream = new ReadableStream<string | Uint8Array>({
      start(controller) {
        for (const chunk of source) controller.enqueue(chunk);
        controller.close();
      },
    });
    const out: (string | Uint8Array)[] = [];
    for await (const chunk of stream.pipeThrough(
      createRepairTransformStream({ repair, onPiece: (p) => pieces.push(p) }),
    ))
      out.push(chunk);
    expect(out.every((chunk) => (typeof chunk === 'string') === (kind === 'strings'))).toBe(true);
    expect(Buffer.concat(out.map((chunk) => Buffer.from(chunk as string))).toString()).toBe(good);
    expect(pieces).toEqual(streamed(source));
  });

  test('async iterables, and plain ones', async () => {
    for (const source of [chunks, Readable.from(chunks, { objectMode: false })]) {
      const pieces: StreamPiece[] = [];
      for await (const piece of repairChunks(source, { repair })) pieces.push(piece);
      expect(bytesOf(pieces).toString()).toBe(good);
    }
  });
});
