import { isAsciiLetter } from '../codec/index.ts';

/** Whether a unit counts as a letter where a damaged run may begin or end: between two letters a border is less likely. */
export function isLetter(unit: number): boolean {
  if (unit < 0x80) return isAsciiLetter(unit);
  return (
    unit >= 0xc0 &&
    !(unit >= 0x2000 && unit < 0x2e80) &&
    !(unit >= 0x3000 && unit < 0x3040) &&
    !(unit >= 0xff00 && unit < 0xff10)
  );
}
