/** ASCII by kind. Example: 5F `_` is a sign, neither a letter nor a digit; the space is none of the three. */

/** A–Z, a–z. */
export function isAsciiLetter(unit: number): boolean {
  return (unit | 32) >= 0x61 && (unit | 32) <= 0x7a;
}

export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** What is printed, but for letters, digits and the space. */
export function isAsciiSign(unit: number): boolean {
  return unit > 0x20 && unit < 0x7f && !isDigit(unit) && !isAsciiLetter(unit);
}
