/**
 * EUC-JP: the rows and cells of JIS X 0208 with A0 added, read off the table of Shift_JIS.
 *
 * A4 A2 is row 4, cell 2: 82 A0 in Shift_JIS, あ. 8E B1 is half-width ア. JIS X 0212 (8F xx xx) is refused:
 * files that have it are rare and nothing here has its table.
 */
import { codePage, INVALID } from '../codec/index.ts';

let made: { double: Uint16Array; singles: Uint16Array } | undefined;

/** lead << 8 | trail → unit, and byte → unit, as the tables of `codec/` have them. */
export function eucJpPairs(): { double: Uint16Array; singles: Uint16Array } {
  if (made) return made;
  const jis = codePage('shift_jis', 'whatwg').double!;
  const double = new Uint16Array(65536);
  for (let lead = 0xa1; lead < 0xff; lead++) {
    const row = lead - 0xa1;
    const sjisLead = (row >> 1) + (row < 62 ? 0x81 : 0xc1);
    for (let trail = 0xa1; trail < 0xff; trail++) {
      const cell = trail - 0xa1 + (row & 1 ? 94 : 0);
      const unit = jis[(sjisLead << 8) | (cell + (cell < 63 ? 0x40 : 0x41))]!;
      // the user-defined rows of Shift_JIS lie beyond row 94
      if (unit < 0xe000 || unit > 0xf8ff) double[(lead << 8) | trail] = unit;
    }
  }
  for (let trail = 0xa1; trail < 0xe0; trail++) double[0x8e00 | trail] = 0xff61 + trail - 0xa1;
  const singles = Uint16Array.from({ length: 256 }, (_, b) => (b < 128 ? b : INVALID));
  return (made = { double, singles });
}
