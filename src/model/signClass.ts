/** Characters as source code tells them apart: each ASCII sign is its own class, the rest are few. Example: `$` is 5, any letter 34. */

import { isAsciiLetter, isDigit } from '../codec/index.ts';

/** Line end 0, ASCII signs with the space 1–33, letter 34, digit 35, whatever is not ASCII 36. */
export const SIGN_CLASSES = 37;
export const LETTER_CLASS = 34;
export const DIGIT_CLASS = 35;

const classes = new Uint8Array(128);
{
  let next = 1;
  for (let u = 0; u < 128; u++) {
    if (isAsciiLetter(u)) classes[u] = LETTER_CLASS;
    else if (isDigit(u)) classes[u] = DIGIT_CLASS;
    else if (u === 9) classes[u] = 1;
    else if (u >= 0x20 && u < 0x7f) classes[u] = next++;
  }
}

/** The class of a UTF-16 unit. */
export function signClass(unit: number): number {
  return unit < 128 ? classes[unit]! : SIGN_CLASSES - 1;
}
