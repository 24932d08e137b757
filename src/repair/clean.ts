/**
 * Is a block of UTF-8 clean beyond doubt? Then `repairBlock` would find nothing in it, and need not see it.
 *
 * Three things start a repair: an alarm of the screen (detect/screenBytes.ts), a sign of damage beyond repair (beyond.ts), an
 * annotation of a converted page (annotated/index.ts). The signs and the annotations are found by the screen's own pass: their characters
 * are marks. Example: 29 `)` asks whether a toned reading stands before it, as in 28 67 C3 B3 29 (gó).
 */
import { ByteScreen, type Marks } from '../detect/screenBytes.ts';
import { model } from '../model/model.ts';
import { SIGNS } from './beyond.ts';

const CLOSING = 0x29;
const signs = SIGNS.map((sign) => ({ first: sign.charCodeAt(0), bytes: new TextEncoder().encode(sign) }));

const MARKS: Marks = {
  units: [...new Set([CLOSING, ...signs.map(({ first }) => first)])],
  asks(bytes, at, from, to) {
    if (bytes[at] === CLOSING) return endsReading(bytes, at, from);
    return signs.some((sign) => standsAt(bytes, at, to, sign.bytes));
  },
};

/** A screen that asks about everything that starts a repair. */
export function cleanScreen(): ByteScreen {
  return new ByteScreen(model(), MARKS);
}

function standsAt(bytes: Uint8Array, at: number, to: number, sign: Uint8Array): boolean {
  if (at + sign.length > to) return false;
  for (let i = 0; i < sign.length; i++) if (bytes[at + i] !== sign[i]) return false;
  return true;
}

/** The same as `mayBeAnnotated` for one `)`: at most seven letters before it, one of them toned, and `(` or `?` before those. */
function endsReading(bytes: Uint8Array, at: number, from: number): boolean {
  let toned = false;
  let i = at - 1;
  for (let n = 0; n < 7 && i >= from; n++) {
    const byte = bytes[i]!;
    if (byte < 0x80) {
      if (byte < 0x61 || byte > 0x7a) break;
      i--;
    } else {
      // U+00E0 to U+01FF: C3 A0 to C7 BF.
      const lead = bytes[i - 1] ?? 0;
      if (i - 1 < from || lead < 0xc3 || lead > 0xc7 || (lead === 0xc3 && byte < 0xa0)) break;
      toned = true;
      i -= 2;
    }
  }
  return toned && i >= from && (bytes[i] === 0x28 || bytes[i] === 0x3f);
}
