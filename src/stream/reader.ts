/**
 * A document in, blocks out: what the repair sees of a stream and what it does not get to see.
 *
 * Strings are cut by `BlockSplitter` as they are. Bytes are decoded first, from whatever encoding they are in; a line
 * of a block that holds bytes which are no characters comes out as UTF-8 with those bytes as they were, and ends the
 * text before it; a byte order mark at the start comes out as bytes and counts for no offset and no column. Everything is in order, and joined it is the document.
 * It refuses a document that mixes strings and bytes (TypeError).
 *
 * Example: 61 0A FF 0A 62 → text 'a\n' (1:1), bytes FF 0A (bad at 2:1), text 'b' (3:1).
 *
 * Memory: one block of text held back (at most 65,536 units), three of bytes, the chunk that is pushed, and its blocks.
 */
import { type DecoderOptions, TextReader } from '../bytes/stream.ts';
import { type Block, BlockSplitter } from '../repair/blocks.ts';
import { Position } from './position.ts';
import { BAD_BYTE, toBytes } from './utf8.ts';

/** A block of text, or the part of it between two lines that hold bad bytes. */
export interface TextPiece {
  kind: 'text';
  text: string;
  /** UTF-16 offset in the document. */
  start: number;
  /** Of the first character, from 1. */
  line: number;
  column: number;
  /** The document ends here. */
  last: boolean;
  /** If it is known: the units where the screen alarms, of each line the first; there is nothing else to repair in it. */
  alarms?: readonly number[];
}

/** Bytes that pass through: a byte order mark at the start, or (part of) a line with bytes that are no characters. */
export interface BytesPiece {
  kind: 'bytes';
  reason: 'bom' | 'encoding';
  bytes: Uint8Array;
  /** UTF-16 offset in the document, where a bad byte counts as one unit. */
  start: number;
  /** Of the first bad byte, from 1. */
  line: number;
  column: number;
}

const BOM = '\ufeff';
const BOM_BYTES = [0xef, 0xbb, 0xbf];

/** Reads one document: `push` its chunks, then `end`. */
export class DocumentReader {
  readonly #blocks = new BlockSplitter();
  readonly #position = new Position();
  readonly #options: DecoderOptions;
  #bytes: TextReader | undefined;
  #kind: 'nothing' | 'text' | 'bytes' = 'nothing';
  #begun = false;
  /** Units before what was pushed. */
  #base = 0;

  /** What is pushed first stands in a document, so many units from its beginning, at a position; no mark is expected. */
  startAt(units: number, { line, column }: Position): void {
    this.#base = units;
    this.#position.line = line;
    this.#position.column = column;
    this.#begun = true;
  }

  /** `options`: what is known of the bytes; they mean nothing for strings. */
  constructor(options: DecoderOptions = {}) {
    this.#options = options;
  }

  push(chunk: string | Uint8Array): (TextPiece | BytesPiece)[] {
    const kind = typeof chunk === 'string' ? 'text' : 'bytes';
    if (this.#kind === 'nothing') this.#kind = kind;
    else if (this.#kind !== kind)
      throw new TypeError('luanma: a document is either strings or bytes, not both');
    if (typeof chunk === 'string') return this.#pieces(this.#blocks.push(chunk));
    this.#bytes ??= new TextReader(this.#options);
    return this.#decoded(this.#bytes.push(chunk));
  }

  end(): (TextPiece | BytesPiece)[] {
    const rest = this.#bytes ? this.#decoded(this.#bytes.end()) : [];
    return [...rest, ...this.#pieces(this.#blocks.end())];
  }

  #decoded(text: string): (TextPiece | BytesPiece)[] {
    if (this.#begun || !text.startsWith(BOM)) {
      this.#begun ||= text !== '';
      return this.#pieces(this.#blocks.push(text));
    }
    this.#begun = true;
    const bytes = Uint8Array.from(BOM_BYTES);
    const mark: BytesPiece = { kind: 'bytes', reason: 'bom', bytes, start: 0, line: 1, column: 1 };
    return [mark, ...this.#pieces(this.#blocks.push(text.slice(1)))];
  }

  #pieces(blocks: readonly Block[]): (TextPiece | BytesPiece)[] {
    return blocks.flatMap((block) => (this.#bytes?.sawBadByte ? this.#sorted(block) : [this.#text(block)]));
  }

  /** A block that may hold bad bytes: its runs of good lines, its bad lines one by one. */
  #sorted({ text, start, last }: Block): (TextPiece | BytesPiece)[] {
    if (!BAD_BYTE.test(text)) return [this.#text({ text, start, last })];
    const pieces: (TextPiece | BytesPiece)[] = [];
    let good = 0;
    for (let line = 0; line < text.length;) {
      const newline = text.indexOf('\n', line);
      const next = newline < 0 ? text.length : newline + 1;
      const bad = text.slice(line, next).search(BAD_BYTE);
      if (bad >= 0) {
        if (good < line)
          pieces.push(this.#text({ text: text.slice(good, line), start: start + good, last: false }));
        pieces.push(this.#passed(text.slice(line, next), bad, start + line));
        good = next;
      }
      line = next;
    }
    if (good < text.length) pieces.push(this.#text({ text: text.slice(good), start: start + good, last }));
    return pieces;
  }

  #text({ text, start, last }: Block): TextPiece {
    const { line, column } = this.#position;
    this.#position.advance(text);
    return { kind: 'text', text, start: this.#base + start, line, column, last };
  }

  #passed(text: string, bad: number, start: number): BytesPiece {
    this.#position.advance(text, 0, bad);
    const { line, column } = this.#position;
    this.#position.advance(text, bad);
    return {
      kind: 'bytes',
      reason: 'encoding',
      bytes: toBytes(text),
      start: this.#base + start,
      line,
      column,
    };
  }
}
