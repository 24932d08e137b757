/**
 * Texts and JSON strings that need no repair, told from their bytes: no string is made of what is clean.
 *
 * Escapes are resolved into a scratch buffer, as UTF-8; half a surrogate pair cannot be, and is left to the slow way. Example: the
 * bytes of `a\n\u4f60` between their quotes are screened as 61 0A E4 BD A0 and are 3 units long.
 */
import { isUtf8 } from 'node:buffer';
import { BLOCK_UNITS } from '../repair/blocks.ts';
import type { ByteScreen } from '../detect/screenBytes.ts';

const BACKSLASH = 0x5c;
const SIMPLE = new Map(
  Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9 }).map(([c, to]) => [c.charCodeAt(0), to]),
);

export class ValueScreen {
  readonly #screen: ByteScreen;
  #scratch = new Uint8Array(1 << 12);

  constructor(screen: ByteScreen) {
    this.#screen = screen;
  }

  /** Whether a text is clean beyond doubt: valid UTF-8 that needs no repair. */
  isClean(bytes: Uint8Array): boolean {
    return isUtf8(bytes) && this.#units(bytes, bytes.length) >= 0;
  }

  /** UTF-16 units of the value between the quotes, valid JSON and valid UTF-8, if it is clean beyond doubt; else −1. */
  unitsOfClean(inner: Uint8Array): number {
    const escape = inner.indexOf(BACKSLASH);
    if (escape < 0) return this.#units(inner, inner.length);
    const length = this.#resolve(inner, escape);
    return length < 0 ? -1 : this.#units(this.#scratch, length);
  }

  #units(bytes: Uint8Array, end: number): number {
    const screen = this.#screen;
    let units = 0;
    for (let from = 0; ;) {
      screen.begin();
      const full = screen.look(bytes, from, end, end, BLOCK_UNITS);
      // A block that is cut inside a line is left to those who cut it (stream/bytes.ts).
      if (screen.alarm >= 0 || (full && screen.bytesToLine === 0)) return -1;
      if (!full) return units + screen.units;
      units += screen.unitsToLine;
      from += screen.bytesToLine;
    }
  }

  /** Writes the value to the scratch buffer; its length, or −1. `at`: the first backslash. */
  #resolve(inner: Uint8Array, at: number): number {
    // An escape is never shorter than what it stands for.
    if (this.#scratch.length < inner.length) this.#scratch = new Uint8Array(2 * inner.length);
    const out = this.#scratch;
    let n = 0;
    let from = 0;
    for (let escape = at; escape >= 0; escape = inner.indexOf(BACKSLASH, from)) {
      out.set(inner.subarray(from, escape), n);
      n += escape - from;
      const kind = inner[escape + 1]!;
      from = escape + 2;
      if (kind !== 0x75) {
        out[n++] = SIMPLE.get(kind) ?? kind;
        continue;
      }
      let point = hex(inner, from);
      from += 4;
      if (point >= 0xd800 && point < 0xe000) {
        const low = inner[from] === BACKSLASH && inner[from + 1] === 0x75 ? hex(inner, from + 2) : 0;
        if (point >= 0xdc00 || low < 0xdc00 || low > 0xdfff) return -1;
        point = ((point - 0xd7c0) << 10) | (low & 0x3ff);
        from += 6;
      }
      n = put(out, n, point);
    }
    out.set(inner.subarray(from), n);
    return n + inner.length - from;
  }
}

function hex(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i]!;
    value = (value << 4) | (byte <= 0x39 ? byte & 15 : (byte & 15) + 9);
  }
  return value;
}

/** Writes a code point as UTF-8; returns where the next one goes. */
function put(out: Uint8Array, at: number, point: number): number {
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
