/**
 * CESU-8: a character beyond the BMP as its two surrogates, three bytes each, as Java and MySQL wrote it into UTF-8.
 *
 * It is read as the character; the bytes stay in the segment, for the encoder writes four. ED A0 BD ED B8 80 is U+1F600.
 * A surrogate alone is refused.
 */
export const CESU_LENGTH = 6;

/** The code point that six bytes at `i` are, −1 if they are none. */
export function cesuPoint(bytes: Uint8Array, i: number, to: number): number {
  if (bytes[i] !== 0xed || i + CESU_LENGTH > to || bytes[i + 3] !== 0xed) return -1;
  const [a, b, c, d] = [bytes[i + 1]!, bytes[i + 2]!, bytes[i + 4]!, bytes[i + 5]!];
  if ((a & 0xf0) !== 0xa0 || (b & 0xc0) !== 0x80 || (c & 0xf0) !== 0xb0 || (d & 0xc0) !== 0x80) return -1;
  return 0x10000 + ((((a & 15) << 6) | (b & 63)) << 10) + (((c & 15) << 6) | (d & 63));
}

/** Where the next such character begins at or after `i`, −1 if nowhere. */
export function nextCesu(bytes: Uint8Array, i: number): number {
  for (let at = bytes.indexOf(0xed, i); at >= 0; at = bytes.indexOf(0xed, at + 1))
    if (cesuPoint(bytes, at, bytes.length) >= 0) return at;
  return -1;
}
