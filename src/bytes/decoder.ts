/**
 * Bytes in, text out, a block at a time: the one reader behind `decode`, the streams and the command.
 *
 * The input is cut into blocks at fixed offsets, so that chunks never matter. ASCII passes; the first block with
 * anything else is looked at together with the one after it, and the encoding is settled. From then on whole lines are
 * read: UTF-8, GB18030 and Big5 may follow each other, all else is one encoding to the end. Memory: three
 * blocks. Example: push(C4 E3 BA C3), end() → [{ encoding: 'gb18030', text: 你好 }].
 */
import { type DetectOptions, detectEncoding } from './detect.ts';
import { readAs, writeAs } from './codecs.ts';
import { markOf } from './declared.ts';
import { type FastLines, fastLines, isCutBefore, knownLines } from './fast.ts';
import { escapeNameOf } from './escapes.ts';
import { type Entry, LONGEST, MIXABLE, readMixed } from './mixed.ts';
import { utf8Length, utf8Second } from '../codec/index.ts';
import { encodingOf } from './names.ts';
import { isAscii, isUtf8, utf8Text } from './native.ts';
import type { EncodingHypothesis } from '../types.ts';
import { LOOK_AHEAD } from './weights.ts';

/** A run of the input in one encoding. Joined, the `bytes` are the input. */
export interface DecodedRun {
  encoding: string;
  bytes: Uint8Array;
  text: string;
  /** No characters: `text` is empty. */
  bad: boolean;
  /** The encoder would write `text` in other bytes. */
  odd: boolean;
}

export interface DecoderOptions extends DetectOptions {
  /** The encoding; it is not looked for then. */
  from?: string;
  /** Below this the bytes count as `binary`; default 0. */
  minConfidence?: number;
}

const NOTHING = new Uint8Array(0);
const LINE_FEED = 10;
/** Before a fault in a long line so much is read with it. */
const NEAR_FAULT = 128;
/** Where a line is too long for a block, the cut is looked for in so many bytes. */
const CUT_ROOM = 1024;

/** How the rest of the input is read. */
type Mode = 'mixed' | 'utf-8' | 'lines' | 'units';

export class ByteDecoder {
  /** Undefined until it is settled. */
  encoding: string | undefined;
  confidence = 1;
  /** What the decision was made from, best first; empty if the encoding was given. */
  hypotheses: readonly EncodingHypothesis[] = [];
  readonly #options: DecoderOptions;
  #held: Uint8Array = NOTHING;
  #mode: Mode = 'mixed';
  #begun = false;
  readonly #entry: { state: number; seen: boolean[]; faulty: boolean } = {
    state: 0,
    seen: [false, false, false],
    faulty: false,
  };
  /** So far all was in one encoding. */
  #alone = true;

  constructor(options: DecoderOptions = {}) {
    this.#options = options;
    if (options.from !== undefined) this.#settle(encodingOf(options.from), 1);
  }

  /** The encoding is known already. */
  settle(encoding: string, confidence: number): void {
    this.#settle(encoding, confidence);
  }

  push(chunk: Uint8Array): DecodedRun[] {
    const bytes = this.#held.length === 0 ? chunk : joined(this.#held, chunk);
    const runs: DecodedRun[] = [];
    let at = 0;
    // a block is read only when more is known to follow: the last one is `end`'s
    while (bytes.length - at > (this.encoding === undefined ? 2 : 1) * LOOK_AHEAD) {
      const block = bytes.subarray(at, at + LOOK_AHEAD);
      if (this.encoding === undefined) {
        if (!this.#isPlain(block)) {
          this.#decide(bytes.subarray(at, at + 2 * LOOK_AHEAD));
          continue;
        }
        this.#begun = true;
        runs.push({ encoding: 'ascii', bytes: block, text: utf8Text(block), bad: false, odd: false });
        at += LOOK_AHEAD;
        continue;
      }
      const length = this.#cut(block);
      runs.push(...this.#read(block.subarray(0, length), false));
      at += length;
    }
    this.#held = at === bytes.length ? NOTHING : bytes.slice(at);
    return runs;
  }

  end(): DecodedRun[] {
    const rest = this.#held;
    this.#held = NOTHING;
    if (rest.length === 0) return [];
    if (this.encoding === undefined) this.#decide(rest);
    const runs: DecodedRun[] = [];
    for (let at = 0; at < rest.length;) {
      const left = rest.length - at;
      const length = left <= LOOK_AHEAD ? left : this.#cut(rest.subarray(at, at + LOOK_AHEAD));
      runs.push(...this.#read(rest.subarray(at, at + length), at + length === rest.length));
      at += length;
    }
    return runs;
  }

  /** Nothing in the block needs a decision. */
  #isPlain(block: Uint8Array): boolean {
    if (!isAscii(block) || escapeNameOf(block)) return false;
    return this.#begun || detectEncoding(block)[0]!.encoding === 'ascii';
  }

  #decide(window: Uint8Array): void {
    this.hypotheses = detectEncoding(window, this.#options);
    const { encoding, confidence } = this.hypotheses[0]!;
    if (confidence < (this.#options.minConfidence ?? 0)) this.#settle('binary', 1 - confidence);
    else this.#settle(encoding, confidence);
  }

  #settle(encoding: string, confidence: number): void {
    this.encoding = encoding;
    this.confidence = confidence;
    const forced = this.#options.from !== undefined;
    const state = (MIXABLE as readonly string[]).indexOf(encoding);
    if (encoding === 'binary' || encoding === 'ascii') {
      this.#mode = 'utf-8';
    } else if (state >= 0) {
      this.#mode = forced ? 'lines' : 'mixed';
      this.#entry.state = state;
      this.#entry.seen[state] = true;
    } else this.#mode = encoding.startsWith('utf-16') || encoding.startsWith('utf-32') ? 'units' : 'lines';
    if (this.#mode === 'lines' && encoding === 'utf-8') this.#mode = 'utf-8';
  }

  /** Where the part of a block ends that is read now: after its last line, or anywhere near its end. */
  #cut(block: Uint8Array): number {
    if (this.#mode === 'units') return block.length & ~3;
    const line = block.lastIndexOf(LINE_FEED) + 1;
    if (line > 0) return line;
    return longLineCut(block, this.encoding!);
  }

  #read(bytes: Uint8Array, ends: boolean): DecodedRun[] {
    const begins = !this.#begun;
    this.#begun = true;
    const encoding = this.encoding!;
    if (this.#mode === 'lines' || this.#mode === 'units') return exact(encoding, bytes);
    const runs: DecodedRun[] = [];
    let from = 0;
    const mark = begins ? markOf(bytes) : null;
    if (mark && (MIXABLE as readonly string[]).includes(mark.encoding)) {
      from = mark.length;
      runs.push(...exact(mark.encoding, bytes.subarray(0, from)));
    }
    if (this.#mode === 'utf-8') {
      const as = encoding === 'binary' ? 'utf-8' : encoding;
      return [...runs, ...exact(as, bytes.subarray(from))];
    }
    return [...runs, ...this.#mixed(bytes, from, begins, ends)];
  }

  /** Lines in UTF-8, GB18030 and Big5 by turns. */
  #mixed(bytes: Uint8Array, start: number, begins: boolean, ends: boolean): DecodedRun[] {
    const runs: DecodedRun[] = [];
    const size = bytes.length;
    let at = start;
    while (at < size) {
      const encoding = MIXABLE[this.#entry.state]!;
      const { text, to, odd } =
        encoding === 'utf-8'
          ? utf8Lines(bytes, at, size, at === start)
          : begins && at === start && isCutBefore(encoding, bytes, at, size)
            ? NO_LINES
            : fastLines(encoding, bytes, at, size, this.#alone);
      if (to > at) {
        runs.push({ encoding, bytes: bytes.subarray(at, to), text, bad: false, odd });
        at = to;
        continue;
      }
      const line = lineEnd(bytes, at);
      let next = Math.min(line, at + LONGEST);
      const entry: Entry = {
        ...this.#entry,
        begins: begins && at === start,
        ends: ends && next === size,
        open: next < line,
      };
      const read = readMixed(bytes, at, next, entry);
      next = read.at(-1)!.to;
      for (const run of read) {
        const part = bytes.subarray(run.from, run.to);
        const name = MIXABLE[run.state]!;
        if (run.bad) {
          this.#entry.faulty = true;
          runs.push({ encoding: name, bytes: part, text: '', bad: true, odd: true });
        } else runs.push(...exact(name, part));
        if (isAscii(part)) continue;
        this.#entry.state = run.state;
        this.#alone &&= this.#entry.seen[run.state]!;
        this.#entry.seen[run.state] = true;
      }
      at = next;
    }
    return runs;
  }
}

const NO_LINES: FastLines = { text: '', to: 0, odd: false };

/** The lines from `from` on that are UTF-8 beyond doubt. */
function utf8Lines(bytes: Uint8Array, from: number, to: number, whole: boolean): FastLines {
  if (whole && isUtf8(bytes.subarray(from, to)))
    return { text: utf8Text(bytes.subarray(from, to)), to, odd: false };
  let good = from;
  while (good < to) {
    const next = Math.min(to, lineEnd(bytes, good));
    if (!isUtf8(bytes.subarray(good, next))) {
      // a long line is good up to a little before its first fault
      const near = validUntil(bytes, good, next) - NEAR_FAULT;
      if (near > good + LONGEST) for (good = near; (bytes[good]! & 0xc0) === 0x80;) good--;
      break;
    }
    if (isDoubtful(bytes, good, next)) break;
    good = next;
  }
  return { text: utf8Text(bytes.subarray(from, good)), to: good, odd: false };
}

/** Where the first byte stands that is not part of a UTF-8 character. */
function validUntil(bytes: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to;) {
    const length = utf8Length(bytes[i]!);
    if (length === 0 || i + length > to) return i;
    if (length > 1 && !utf8Second(bytes[i]!, bytes[i + 1]!)) return i;
    for (let k = 2; k < length; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return i;
    i += length;
  }
  return to;
}

/** A few letters of two bytes each could as well be hanzi. */
function isDoubtful(bytes: Uint8Array, from: number, to: number): boolean {
  let high = 0;
  for (let i = from; i < to; i++) {
    if (bytes[i]! >= 0xe0 || high > 12) return false;
    high += bytes[i]! >> 7;
  }
  return high > 0;
}

/** Bytes in one encoding: runs that are written back as they were, and others. */
function exact(encoding: string, bytes: Uint8Array): DecodedRun[] {
  if (encoding === 'utf-8' ? isUtf8(bytes) : encoding === 'ascii' && isAscii(bytes))
    return [{ encoding, bytes, text: utf8Text(bytes), bad: false, odd: false }];
  const runs: DecodedRun[] = [];
  for (let at = 0; at < bytes.length;) {
    const known = knownLines(encoding, bytes, at, bytes.length);
    if (!known) return closely(encoding, bytes);
    const { text, to } = known;
    if (to > at) runs.push({ encoding, bytes: bytes.subarray(at, to), text, bad: false, odd: false });
    at = to === bytes.length ? to : lineEnd(bytes, to);
    if (at > to) runs.push(...closely(encoding, bytes.subarray(to, at)));
  }
  return runs;
}

/** As `exact`, where a table alone does not tell. */
function closely(encoding: string, bytes: Uint8Array): DecodedRun[] {
  return readAs(encoding, bytes).flatMap(({ from, to, text, bad }): DecodedRun[] => {
    const part = bytes.subarray(from, to);
    if (bad) return [{ encoding, bytes: part, text: '', bad: true, odd: true }];
    if (same(writeAs(encoding, text).bytes, part))
      return [{ encoding, bytes: part, text, bad: false, odd: false }];
    return byLines(encoding, part);
  });
}

/** Behind the line feed that ends the line at `at`, or the end. */
function lineEnd(bytes: Uint8Array, at: number): number {
  return bytes.indexOf(LINE_FEED, at) + 1 || bytes.length;
}

/** A part that is not written back as it was, line by line; an odd line is kept with its bytes. */
function byLines(encoding: string, bytes: Uint8Array): DecodedRun[] {
  const runs: DecodedRun[] = [];
  const wide = encoding.startsWith('utf-16') || encoding.startsWith('utf-32');
  for (let at = 0; at < bytes.length;) {
    const to = wide ? bytes.length : lineEnd(bytes, at);
    const part = bytes.subarray(at, to);
    const pieces = readAs(encoding, part);
    const text = pieces.map((piece) => piece.text).join('');
    const odd = !same(writeAs(encoding, text).bytes, part);
    runs.push({ encoding, bytes: part, text, bad: false, odd });
    at = to;
  }
  return runs;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A cut between two characters of a line that fills a block. */
function longLineCut(block: Uint8Array, encoding: string): number {
  const end = block.length;
  for (let i = end - 1; i > end - CUT_ROOM; i--) if (block[i]! < 0x30 && block[i - 1]! < 0x80) return i;
  if (encoding === 'utf-8' || encoding === 'binary' || encoding === 'ascii') {
    let i = end - 1;
    while (i > end - 4 && (block[i]! & 0xc0) === 0x80) i--;
    return i;
  }
  let i = 0;
  while (i < end - CUT_ROOM) i += block[i]! < 128 ? 1 : 2;
  return i;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
