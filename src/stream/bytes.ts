/**
 * Bytes of a document, with a short way for what is clean: UTF-8 that no repair would touch comes out as the bytes it
 * is, never made a string; everything else as `DocumentReader` gives it. The blocks are the same.
 *
 * Windows of a block are screened where they lie. From the first one on that is not valid UTF-8 the document is the reader's. What
 * it decides depends on the document alone, never on its chunks.
 * Memory: one block (at most 196,608 bytes), what is read ahead of it, and the chunk.
 *
 * Example: 'a\n' × 70,000 → clean (65,536 bytes), then the rest.
 */
import type { ByteScreen } from '../detect/screenBytes.ts';
import { AHEAD } from '../detect/screenBytes.ts';
import { detectEncoding } from '../bytes/detect.ts';
import type { DecoderOptions } from '../bytes/stream.ts';
import { utf8Length, utf8Second } from '../codec/utf8.ts';
import { BLOCK_UNITS } from '../repair/blocks.ts';
import { Position } from './position.ts';
import { type BytesPiece, DocumentReader, type TextPiece } from './reader.ts';
import { openSequence } from './utf8.ts';

/** Blocks that need no repair. */
export interface CleanPiece {
  kind: 'clean';
  bytes: Uint8Array;
}

/** A block that may need one; `read`: the bytes that it was. */
export interface ReadText extends TextPiece {
  read: Uint8Array;
}

type Piece = CleanPiece | ReadText | TextPiece | BytesPiece;

/** What is taken together; the pieces of one buffer share its memory. */
const BUFFER = 1 << 20;
const NOTHING: Uint8Array<ArrayBuffer> = new Uint8Array(0);
/** What is looked at for encodings that hide in ASCII. */
const HEAD: number = 1 << 14;
const BOM = [0xef, 0xbb, 0xbf];

/** What the platform has, and quick: whether bytes are valid UTF-8, and valid ones as a string. */
export interface Utf8 {
  isValid(bytes: Uint8Array): boolean;
  decode(bytes: Uint8Array): string;
}

export class CleanReader {
  readonly #screen: ByteScreen;
  readonly #utf8: Utf8;
  /** What has arrived of the current window and behind it: buffer[from, to), of which all before `valid` is valid. */
  #buffer = NOTHING;
  #from = 0;
  #to = 0;
  #valid = 0;
  #begun = false;
  /** Where the current window begins in the document. */
  #units = 0;
  readonly #position = new Position();
  /** Reads the rest of a document that is not UTF-8 throughout. */
  #reader: DocumentReader | undefined;

  readonly #options: DecoderOptions;
  #looked = false;

  /** `options`: what is known of bytes that are not UTF-8. */
  constructor(screen: ByteScreen, utf8: Utf8, options: DecoderOptions = {}) {
    this.#screen = screen;
    this.#utf8 = utf8;
    this.#options = options;
  }

  /** Whether something was met that is not UTF-8. */
  get broken(): boolean {
    return this.#reader !== undefined;
  }

  push(chunk: Uint8Array): Piece[] {
    if (this.#reader) return this.#reader.push(chunk);
    this.#append(chunk);
    return this.#pieces(false);
  }

  end(): Piece[] {
    const pieces = this.#reader ? [] : this.#pieces(true);
    return this.#reader ? [...pieces, ...this.#reader.end()] : pieces;
  }

  /** Copies the chunk behind what is held; what has been handed out stays where it is. */
  #append(chunk: Uint8Array): void {
    if (this.#to + chunk.length > this.#buffer.length) {
      const held = this.#buffer.subarray(this.#from, this.#to);
      this.#buffer = new Uint8Array(Math.max(BUFFER, held.length + chunk.length));
      this.#buffer.set(held);
      this.#valid -= this.#from;
      this.#from = 0;
      this.#to = held.length;
    }
    this.#buffer.set(chunk, this.#to);
    this.#to += chunk.length;
  }

  #pieces(last: boolean): Piece[] {
    const pieces: Piece[] = [];
    if (!this.#begun && !this.#begin(pieces, last)) return pieces;
    const bytes = this.#buffer.subarray(0, this.#to);
    if (!this.#looked && this.#options.from === undefined) {
      const head = bytes.subarray(this.#from, this.#from + HEAD);
      if (!last && head.length < HEAD) return pieces;
      this.#looked = true;
      if (hidesText(head)) return [...pieces, ...this.#hand(bytes)];
    }
    const complete = this.#to - (last ? 0 : openSequence(bytes.subarray(this.#from)));
    const end = this.#validEnd(bytes, complete);
    const broken = end < complete;
    const screen = this.#screen;
    let from = this.#from;
    let clean = from;
    for (;;) {
      const stop = last || broken ? end : Math.max(from + screen.bytes, characterAt(bytes, end - AHEAD));
      const full = screen.look(bytes, from, stop, end, BLOCK_UNITS);
      if (!full && (broken || !last)) break;
      // A window that is no whole line may be cut within reach of the second look, which must not see beyond.
      const parted = full && screen.bytesToLine === 0;
      const cut = full && !parted ? screen.bytesToLine : screen.bytes;
      if (cut === 0) break;
      if (parted || (screen.alarm >= 0 && screen.alarm < cut)) {
        if (clean < from) pieces.push({ kind: 'clean', bytes: bytes.subarray(clean, from) });
        const read = bytes.subarray(from, from + cut);
        const text = this.#utf8.decode(read);
        const { line, column } = this.#position;
        const told = !parted && (screen.mark < 0 || screen.mark >= cut);
        const alarms = told ? { alarms: screen.alarms.filter((at) => at < text.length) } : {};
        pieces.push({ kind: 'text', text, start: this.#units, line, column, last: !full, ...alarms, read });
        clean = from + cut;
      }
      this.#advance(bytes, from, cut);
      from += cut;
      screen.begin();
      if (!full) break;
    }
    if (clean < from) pieces.push({ kind: 'clean', bytes: bytes.subarray(clean, from) });
    this.#from = from;
    this.#valid = end;
    if (!broken) return pieces;
    return [...pieces, ...this.#hand(bytes)];
  }

  /** The rest is the reader's. */
  #hand(bytes: Uint8Array): Piece[] {
    this.#reader = new DocumentReader(this.#options);
    this.#reader.startAt(this.#units, this.#position);
    const pieces = this.#reader.push(bytes.subarray(this.#from));
    this.#buffer = NOTHING;
    return pieces;
  }

  /** A byte order mark comes out by itself and counts for nothing. False if more has to be known. */
  #begin(pieces: Piece[], last: boolean): boolean {
    const head = this.#buffer.subarray(0, Math.min(3, this.#to));
    const marked = BOM.every((byte, i) => head[i] === byte);
    if (!last && !marked && head.every((byte, i) => byte === BOM[i])) return false;
    this.#begun = true;
    if (!marked) return true;
    const bytes = Uint8Array.from(BOM);
    pieces.push({ kind: 'bytes', reason: 'bom', bytes, start: 0, line: 1, column: 1 });
    this.#from = this.#valid = 3;
    return true;
  }

  /** Where the valid UTF-8 ends, at `end` at the latest. */
  #validEnd(bytes: Uint8Array, end: number): number {
    if (this.#utf8.isValid(bytes.subarray(this.#valid, end))) return end;
    let at = this.#valid;
    for (;;) {
      const length = utf8Length(bytes[at]!);
      if (length === 0 || at + length > end) return at;
      if (length > 1 && !utf8Second(bytes[at]!, bytes[at + 1]!)) return at;
      for (let k = 2; k < length; k++) if ((bytes[at + k]! & 0xc0) !== 0x80) return at;
      at += length;
    }
  }

  /** Moves the position over a block of `length` bytes at `from`. */
  #advance(bytes: Uint8Array, from: number, length: number): void {
    const { bytesToLine, unitsToLine, lines, units } = this.#screen;
    const position = this.#position;
    this.#units += length === bytesToLine ? unitsToLine : units;
    // A block that is cut at its last line end has all of the lines, else what stands behind the last one is in it.
    if (lines > 0) {
      position.line += lines;
      position.column = 1;
    }
    for (let i = from + bytesToLine; i < from + length; i++)
      if ((bytes[i]! & 0xc0) !== 0x80) position.column++;
  }
}

/** Whether bytes that are valid UTF-8 are text in something else: HZ, ISO-2022, UTF-7, UTF-16. */
function hidesText(head: Uint8Array): boolean {
  const { encoding } = detectEncoding(head)[0]!;
  return encoding !== 'ascii' && encoding !== 'utf-8' && encoding !== 'binary';
}

/** The beginning of the character that byte `at` belongs to. */
function characterAt(bytes: Uint8Array, at: number): number {
  let i = Math.max(0, at);
  while (i > 0 && (bytes[i]! & 0xc0) === 0x80) i--;
  return i;
}
