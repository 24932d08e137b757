/** What kind of character a UTF-16 unit is, one look-up after the first: Unicode properties are slow to ask a line at a time. */

import { isAsciiLetter } from '../codec/index.ts';

export const ASCII = 1;
export const ASCII_LETTER = 2;
/** Script=Han. */
export const HAN = 3;
/** Hiragana or Katakana. */
export const KANA = 4;
/** Private use, a control or unassigned. */
export const ODD = 5;
/** Any other letter or mark. */
export const LETTER = 6;
/** Punctuation, symbols, numbers, white space. */
export const SIGN = 7;

const known = new Uint8Array(65536);

/** The kind of a unit; of a first surrogate its planes': HAN in extensions B–H, SIGN among emoji, else ODD. */
export function kindOf(unit: number): number {
  const kind = known[unit]!;
  return kind === 0 ? (known[unit] = ask(unit)) : kind;
}

function ask(unit: number): number {
  if (unit < 0x80) return isAsciiLetter(unit) ? ASCII_LETTER : ASCII;
  if (unit >= 0xd800 && unit < 0xe000)
    return unit >= 0xd840 && unit < 0xd888 ? HAN : unit >= 0xd83c && unit < 0xd83f ? SIGN : ODD;
  if (isEmoji(unit) || unit === 0x200d || unit === 0x20e3) return SIGN; // within emoji
  const char = String.fromCharCode(unit);
  if (/\p{Script=Han}/u.test(char)) return HAN;
  if (/\p{Script=Hiragana}|\p{Script=Katakana}/u.test(char)) return KANA;
  if (/[\p{Co}\p{Cc}\p{Cn}]/u.test(char)) return ODD;
  return /[\p{P}\p{S}\p{N}\s]/u.test(char) ? SIGN : LETTER;
}

/** Arrows, frames, shapes, check marks and the like, as programs and their logs have them. */
export function isPlainSign(unit: number): boolean {
  return unit >= 0x2190 && unit < 0x27c0;
}

/** Emoji and what selects their look: any language's text has them. */
export function isEmoji(point: number): boolean {
  return (point > 0x1f000 && point < 0x20000) || (point >= 0xfe00 && point < 0xfe10);
}
