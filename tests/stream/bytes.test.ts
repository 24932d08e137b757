/** Clean bytes pass as they are; the others make the blocks that they would have made among all. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8 } from '../../src/cli/utf8.ts';
import { cleanScreen } from '../../src/repair/clean.ts';
import { CleanReader } from '../../src/stream/bytes.ts';
import { DocumentReader, type BytesPiece, type TextPiece } from '../../src/stream/reader.ts';
import { GARBLED } from '../cli/harness.ts';
import { chunked, cuts, longBytes, longText, SEED } from './texts.ts';

type Pieces = ReturnType<CleanReader['end']>;

const screen = cleanScreen();

function read(chunks: readonly Uint8Array[]): Pieces {
  screen.begin();
  const reader = new CleanReader(screen, utf8, { from: 'utf-8' });
  const pieces: Pieces = [];
  for (const chunk of chunks) {
    // Memory that is used again for something else.
    const lent = new Uint8Array(chunk);
    pieces.push(...reader.push(lent));
    lent.fill(0x3f);
  }
  return [...pieces, ...reader.end()];
}

function plain(bytes: Uint8Array): (TextPiece | BytesPiece)[] {
  const reader = new DocumentReader({ from: 'utf-8' });
  return [...reader.push(bytes), ...reader.end()];
}

/** Pieces with neighbouring clean ones as one: they depend on the chunks. */
function comparable(pieces: Pieces): unknown[] {
  const out: unknown[] = [];
  let clean = '';
  for (const piece of [...pieces, null]) {
    if (piece?.kind === 'clean') {
      clean += Buffer.from(piece.bytes).toString('latin1');
      continue;
    }
    if (clean !== '') out.push(clean);
    clean = '';
    if (piece?.kind === 'text') {
      const { alarms: _, read: was, ...text }: TextPiece & { read?: Uint8Array } = piece;
      if (was) expect(Buffer.from(was).toString()).toBe(text.text);
      out.push(text);
    } else if (piece) out.push({ ...piece, bytes: Buffer.from(piece.bytes).toString('hex') });
  }
  return out;
}

const document = fc.oneof(
  longBytes,
  longText.map((text) => new Uint8Array(Buffer.from(text))),
);

test('any chunking gives the same', () => {
  fc.assert(
    fc.property(document, cuts, (bytes, at) => {
      expect(comparable(read(chunked(bytes, at)))).toEqual(comparable(read([bytes])));
    }),
    { seed: SEED, numRuns: 200 },
  );
});

test('joined it is the document; what is not clean is a piece that the reader of everything gives', () => {
  fc.assert(
    fc.property(document, (bytes) => {
      const pieces = read([bytes]);
      const out = pieces.map((piece) => (piece.kind === 'text' ? Buffer.from(piece.text) : piece.bytes));
      expect(Buffer.concat(out).equals(bytes)).toBe(true);
      const all = new Set(comparable(plain(bytes)).map((piece) => JSON.stringify(piece)));
      for (const piece of comparable(pieces))
        if (typeof piece !== 'string') expect(all.has(JSON.stringify(piece))).toBe(true);
    }),
    { seed: SEED, numRuns: 200 },
  );
});

test('clean blocks about one that is not: places, and nothing held back for long', () => {
  const fill = '\u{1f600}干净的一行。\n'.repeat(30_000);
  const bytes = Buffer.from(`\ufeff${fill}ab${GARBLED}\n${fill}`);
  const pieces = read(chunked(bytes, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]));
  const texts = pieces.filter((piece) => piece.kind === 'text');
  expect(texts.length).toBe(1);
  expect([texts[0]!.text.includes(GARBLED), texts[0]!.last]).toEqual([true, false]);
  const before = plain(bytes).find((piece) => piece.kind === 'text' && piece.text.includes(GARBLED));
  expect(comparable([texts[0]!])).toEqual(comparable([before!]));
});
