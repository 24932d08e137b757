/**
 * Lines of JSON Lines that need nothing: JSON, with all the wanted fields, and these are clean. One pass, and nothing is made.
 *
 * It never says so of a line that JSON.parse refuses. Whatever is out of the ordinary (a field on a path, an escape in a key, deep
 * nesting, a field that is missing or no string, half a surrogate pair) is refused here, and the long way (json.ts) decides.
 * Example, for the field t: {"n": [1, {}], "t": "\u4f60\n"} passes.
 */
import type { FieldPath } from '../stream/records.ts';
import { hex, put, SIMPLE, type ValueScreen } from './cleanValue.ts';
import { BACKSLASH, COLON, COMMA, PLAIN, QUOTE } from './json.ts';

const MOST_NESTED = 64;
/** Fewer bytes are copied one by one. */
const FEW = 24;
const WORDS = ['true', 'false', 'null'].map((word) => new TextEncoder().encode(word));

export class CleanRecords {
  readonly #screen: ValueScreen;
  readonly #names: readonly Uint8Array[];
  /** The batch that the line is in: its end ends every loop, for no string and no value goes on behind a line feed. */
  #bytes: Uint8Array = new Uint8Array(0);
  #scratch = new Uint8Array(1 << 12);
  /** Bytes of the last text in the scratch buffer. */
  #length = 0;
  /** The same: a Buffer searches thirty times as fast as the array that it is. */
  #searched: Buffer = Buffer.alloc(0);
  /** The bytes of the batch in fours, and where the first whole one begins in it. */
  #fours: Int32Array = new Int32Array(0);
  #aligned = 0;
  /** The next quote and the next backslash of the batch from where they were last asked for; its length if there is none. */
  #quote = -1;
  #backslash = -1;

  constructor(screen: ValueScreen, names: readonly Uint8Array[]) {
    this.#screen = screen;
    this.#names = names;
  }

  /** For these fields; undefined where they are not plain names. */
  static for(screen: ValueScreen, fields: readonly FieldPath[]): CleanRecords | undefined {
    if (fields.length > 30 || fields.some(({ routes }) => routes.length > 1 || routes[0]![0] === '*'))
      return undefined;
    return new CleanRecords(
      screen,
      fields.map(({ name }) => new TextEncoder().encode(name)),
    );
  }

  /** Whether the line bytes[from, to), valid UTF-8, is an object with all the fields, and they are clean. */
  isClean(bytes: Uint8Array, from: number, to: number): boolean {
    if (bytes !== this.#bytes) this.#begin(bytes);
    let found = 0;
    let i = this.#space(from);
    if (bytes[i] !== 0x7b) return false;
    do {
      const key = this.#space(i + 1);
      if (bytes[key] !== QUOTE) return false;
      i = this.#string(key);
      if (i < 0) return false;
      for (let k = key + 1; k < i - 1; k++) if (bytes[k] === BACKSLASH) return false;
      const field = this.#fieldOf(key + 1, i - 1);
      i = this.#space(i);
      if (bytes[i] !== COLON) return false;
      i = this.#space(i + 1);
      if (field < 0) i = this.#value(i, 1);
      else {
        i = this.#text(i, to);
        if (i < 0 || this.#screen.unitsOf(this.#scratch, 0, this.#length) < 0) return false;
        found |= 1 << field;
      }
      if (i < 0) return false;
      i = this.#space(i);
    } while (bytes[i] === COMMA);
    return bytes[i] === 0x7d && this.#space(i + 1) >= to && found === 2 ** this.#names.length - 1;
  }

  #begin(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#searched = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#aligned = -bytes.byteOffset & 3;
    const fours = Math.max(0, (bytes.length - this.#aligned) >> 2);
    this.#fours =
      fours > 0 ? new Int32Array(bytes.buffer, bytes.byteOffset + this.#aligned, fours) : new Int32Array(0);
    this.#quote = this.#backslash = -1;
  }

  /** Where the next quote or backslash is: searched by the engine's own loop, each of them once. Texts are asked for in order. */
  #plainEnd(from: number): number {
    const bytes = this.#searched;
    if (this.#quote < from) this.#quote = next(bytes, QUOTE, from);
    if (this.#backslash < from) this.#backslash = next(bytes, BACKSLASH, from);
    return Math.min(this.#quote, this.#backslash);
  }

  /** Whether there is a byte below 20 in bytes[from, to): four at a time. */
  #hasControl(from: number, to: number): boolean {
    const bytes = this.#bytes;
    const fours = this.#fours;
    const aligned = this.#aligned;
    let i = from;
    for (; i < to && ((i - aligned) & 3) !== 0; i++) if (bytes[i]! < 0x20) return true;
    for (; i + 4 <= to; i += 4) {
      const four = fours[(i - aligned) >> 2]!;
      // Below 20 the highest bit appears, also in a byte above one that is below 20.
      if (((four - 0x20202020) & ~four & 0x80808080) !== 0) return true;
    }
    for (; i < to; i++) if (bytes[i]! < 0x20) return true;
    return false;
  }

  /** Number of the field whose name is bytes[from, to); −1 if it is none's. */
  #fieldOf(from: number, to: number): number {
    const bytes = this.#bytes;
    const names = this.#names;
    next: for (let f = 0; f < names.length; f++) {
      const name = names[f]!;
      if (name.length !== to - from) continue;
      for (let k = 0; k < name.length; k++) if (bytes[from + k] !== name[k]) continue next;
      return f;
    }
    return -1;
  }

  #space(at: number): number {
    const bytes = this.#bytes;
    let i = at;
    while (bytes[i] === 0x20 || bytes[i] === 0x0a || bytes[i] === 0x0d || bytes[i] === 0x09) i++;
    return i;
  }

  /** Behind the string that begins at i; −1 if there is none. */
  #string(at: number): number {
    const bytes = this.#bytes;
    for (let i = at + 1; ; i++) {
      while (PLAIN[bytes[i]!] === 1) i++;
      if (bytes[i] === QUOTE) return i + 1;
      if (bytes[i] !== BACKSLASH) return -1;
      const kind = bytes[++i];
      if (kind === 0x75) {
        if (hex(bytes, i + 1) < 0) return -1;
        i += 4;
      } else if (SIMPLE[kind ?? 0] === 0) return -1;
    }
  }

  /** The same, with what it says in the scratch buffer. */
  #text(at: number, to: number): number {
    const bytes = this.#bytes;
    if (bytes[at] !== QUOTE) return -1;
    // no escape is shorter than what it stands for
    if (this.#scratch.length < to - at) this.#scratch = new Uint8Array(2 * (to - at));
    const out = this.#scratch;
    let n = 0;
    for (let i = at + 1; ;) {
      const end = this.#plainEnd(i);
      if (end >= to || this.#hasControl(i, end)) return -1;
      if (end - i < FEW) for (let k = i; k < end; k++) out[n++] = bytes[k]!;
      else {
        out.set(bytes.subarray(i, end), n);
        n += end - i;
      }
      i = end + 1;
      if (bytes[end] === QUOTE) {
        this.#length = n;
        return i;
      }
      const kind = bytes[i++];
      if (kind !== 0x75) {
        const plain = SIMPLE[kind ?? 0]!;
        if (plain === 0) return -1;
        out[n++] = plain;
        continue;
      }
      let point = hex(bytes, i);
      i += 4;
      if (point < 0 || (point >= 0xdc00 && point < 0xe000)) return -1;
      if (point >= 0xd800 && point < 0xdc00) {
        const low = bytes[i] === BACKSLASH && bytes[i + 1] === 0x75 ? hex(bytes, i + 2) : 0;
        if (low < 0xdc00 || low > 0xdfff) return -1;
        point = ((point - 0xd7c0) << 10) | (low & 0x3ff);
        i += 6;
      }
      n = put(out, n, point);
    }
  }

  /** Behind the value that begins at i; −1 if there is none. */
  #value(at: number, depth: number): number {
    const bytes = this.#bytes;
    const first = bytes[at];
    if (first === QUOTE) return this.#string(at);
    const list = first === 0x5b;
    if (!list && first !== 0x7b) return this.#scalar(at);
    if (depth === MOST_NESTED) return -1;
    const end = list ? 0x5d : 0x7d;
    let i = this.#space(at + 1);
    if (bytes[i] === end) return i + 1;
    for (;;) {
      if (!list) {
        if (bytes[i] !== QUOTE) return -1;
        i = this.#string(i);
        if (i < 0) return -1;
        i = this.#space(i);
        if (bytes[i] !== COLON) return -1;
        i = this.#space(i + 1);
      }
      i = this.#value(i, depth + 1);
      if (i < 0) return -1;
      i = this.#space(i);
      if (bytes[i] === end) return i + 1;
      if (bytes[i] !== COMMA) return -1;
      i = this.#space(i + 1);
    }
  }

  #scalar(at: number): number {
    const bytes = this.#bytes;
    for (const word of WORDS)
      if (bytes[at] === word[0]) return word.every((b, k) => bytes[at + k] === b) ? at + word.length : -1;
    let i = bytes[at] === 0x2d ? at + 1 : at;
    if (bytes[i] === 0x30) i++;
    else i = this.#digits(i);
    if (i > 0 && bytes[i] === 0x2e) i = this.#digits(i + 1);
    if (i > 0 && (bytes[i] === 0x65 || bytes[i] === 0x45)) {
      i++;
      i = this.#digits(bytes[i] === 0x2b || bytes[i] === 0x2d ? i + 1 : i);
    }
    return i;
  }

  #digits(at: number): number {
    let i = at;
    while (this.#bytes[i]! >= 0x30 && this.#bytes[i]! <= 0x39) i++;
    return i > at ? i : -1;
  }
}

function next(bytes: Buffer, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at < 0 ? bytes.length : at;
}
