/**
 * Texts and JSON strings that need no repair, told from their bytes: no string is made of what is clean.
 *
 * Escapes are resolved into a scratch buffer, as UTF-8; half a surrogate pair cannot be, and is left to the slow way. Example: the
 * bytes of `a\n\u4f60` between their quotes are screened as 61 0A E4 BD A0 and are 3 units long.
 */
import { isUtf8 } from 'node:buffer';
import { BLOCK_UNITS } from '../repair/blocks.ts';
import type { ByteScreen } from '../detect/screenBytes.ts';
import { BACKSLASH } from './json.ts';

/** What stands behind a backslash → what it means; 0: nothing. */
export const SIMPLE: Uint8Array = new Uint8Array(256);
for (const [c, to] of Object.entries({ '"': 0x22, '\\': 0x5c, '/': 0x2f, b: 8, f: 12, n: 10, r: 13, t: 9 }))
  SIMPLE[c.charCodeAt(0)] = to;

export class ValueScreen {
  readonly #screen: ByteScreen;
  #scratch = new Uint8Array(1 << 12);

  constructor(screen: ByteScreen) {
    this.#screen = screen;
  }

  /** Whether a text is clean beyond doubt: valid UTF-8 that needs no repair. */
  isClean(bytes: Uint8Array): boolean {
    return isUtf8(bytes) && this.unitsOf(bytes, 0, bytes.length) >= 0;
  }

  /** UTF-16 units of the value at bytes[from, to), valid JSON and valid UTF-8, if it is clean beyond doubt; else −1. */
  unitsOfClean(bytes: Uint8Array, from: number, to: number): number {
    let escape = from;
    while (escape < to && bytes[escape] !== BACKSLASH) escape++;
    if (escape === to) return this.unitsOf(bytes, from, to);
    const length = this.#resolve(bytes, from, to);
    return length < 0 ? -1 : this.unitsOf(this.#scratch, 0, length);
  }

  /** The same for text as it stands. */
  unitsOf(bytes: Uint8Array, begin: number, end: number): number {
    const screen = this.#screen;
    let units = 0;
    for (let from = begin; ;) {
      screen.begin();
      const full = screen.look(bytes, from, end, end, BLOCK_UNITS);
      // A block that is cut inside a line is left to those who cut it (stream/bytes.ts).
      if (screen.alarm >= 0 || (full && screen.bytesToLine === 0)) return -1;
      if (!full) return units + screen.units;
      units += screen.unitsToLine;
      from += screen.bytesToLine;
    }
  }

  /** Writes the value to the scratch buffer; its length, or −1. */
  #resolve(bytes: Uint8Array, begin: number, end: number): number {
    // An escape is never shorter than what it stands for.
    if (this.#scratch.length < end - begin) this.#scratch = new Uint8Array(2 * (end - begin));
    const out = this.#scratch;
    let n = 0;
    for (let i = begin; i < end;) {
      const byte = bytes[i++]!;
      if (byte !== BACKSLASH) {
        out[n++] = byte;
        continue;
      }
      const kind = bytes[i++]!;
      if (kind !== 0x75) {
        out[n++] = SIMPLE[kind]!;
        continue;
      }
      let point = hex(bytes, i);
      i += 4;
      if (point >= 0xd800 && point < 0xe000) {
        const low = bytes[i] === BACKSLASH && bytes[i + 1] === 0x75 ? hex(bytes, i + 2) : 0;
        if (point >= 0xdc00 || low < 0xdc00 || low > 0xdfff) return -1;
        point = ((point - 0xd7c0) << 10) | (low & 0x3ff);
        i += 6;
      }
      n = put(out, n, point);
    }
    return n;
  }
}

/** Four hexadecimal digits; −1 if they are not. */
export function hex(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i] ?? 0;
    const lower = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) value = (value << 4) | (byte & 15);
    else if (lower >= 0x61 && lower <= 0x66) value = (value << 4) | ((byte & 15) + 9);
    else return -1;
  }
  return value;
}

/** Writes a code point as UTF-8; returns where the next one goes. */
export function put(out: Uint8Array, at: number, point: number): number {
  let n = at;
  if (point < 0x80) out[n++] = point;
  else {
    if (point < 0x800) out[n++] = 0xc0 | (point >> 6);
    else {
      if (point < 0x10000) out[n++] = 0xe0 | (point >> 12);
      else {
        out[n++] = 0xf0 | (point >> 18);
        out[n++] = 0x80 | ((point >> 12) & 63);
      }
      out[n++] = 0x80 | ((point >> 6) & 63);
    }
    out[n++] = 0x80 | (point & 63);
  }
  return n;
}
