/**
 * What each family of decoders writes for bytes it cannot read, and how many of them it takes.
 *
 * Measured on the decoders for every pair of bytes (tests/codec/oracles.ts names them). In bytes, gbk
 * 81 20: `windows` and `php` write `?` for both, `whatwg`, `java` and `python` U+FFFD for 81 and read
 * 20 again, `mysql` does so with `?`, `glibc` (iconv -c) drops 81.
 */
import { INVALID, type CodePage, type EncodingId, type Policy } from './codec.ts';

const REPLACEMENT = '\ufffd';
/** Default character of code page 932. */
const KATAKANA_DOT = '\u30fb';

/** What a policy writes for one invalid place: one UTF-16 unit, or nothing (`glibc`). */
export function replacement(id: EncodingId, policy: Policy): string {
  if (id === 'utf-16le' || id === 'utf-16be') return REPLACEMENT;
  if (policy === 'glibc') return '';
  if (policy === 'php' || policy === 'mysql') return '?';
  if (policy !== 'windows' || id === 'utf-8') return REPLACEMENT;
  return id === 'shift_jis' ? KATAKANA_DOT : '?';
}

/** Whether a byte can be the second of a pair in an encoding at all. */
export function isTrail(id: EncodingId, byte: number): boolean {
  if (id === 'big5') return (byte >= 0x40 && byte < 0x7f) || (byte > 0xa0 && byte < 0xff);
  if (id === 'shift_jis') return byte >= 0x40 && byte !== 0x7f && byte < 0xfd;
  if (id === 'euc-kr')
    return (byte > 0x40 && byte < 0x5b) || (byte > 0x60 && byte < 0x7b) || (byte > 0x80 && byte < 0xff);
  return byte >= 0x40 && byte !== 0x7f && byte !== 0xff;
}

/** How many bytes of an unreadable pair a policy takes for its one mark: 1 (the second is read again) or 2. */
export function pairLength(page: CodePage, lead: number, trail: number): 1 | 2 {
  return EATS[page.policy](page, lead, trail) ? 2 : 1;
}

/** Whether the second byte goes with the first. */
const EATS: Readonly<Record<Policy, (page: CodePage, lead: number, trail: number) => boolean>> = {
  windows: (_page, _lead, trail) => trail !== 0, // 00 ends a C string
  whatwg: (_page, _lead, trail) => trail >= 0x80,
  java: javaEats,
  python: () => false,
  php: () => true,
  glibc: (page, lead, trail) => glibcEats(page.id, lead, trail),
  mysql: (page, _lead, trail) => page.id !== 'gb18030' && isTrail(page.id, trail),
};

/** Java takes the second byte too unless it could begin something itself, or nothing begins with the first. */
function javaEats(page: CodePage, lead: number, trail: number): boolean {
  if (page.id === 'gb18030') return trail >= 0x3a;
  if (!hasRow(page, lead) || page.single[trail]! < INVALID) return false;
  return page.single[trail] === INVALID || !hasRow(page, trail);
}

const rows = new WeakMap<CodePage, Uint8Array>();

/** Whether any pair begins with this byte. */
function hasRow(page: CodePage, lead: number): boolean {
  let known = rows.get(page);
  if (!known) {
    known = new Uint8Array(256);
    for (const [code, unit] of page.double!.entries()) if (unit !== 0) known[code >> 8] = 1;
    rows.set(page, known);
  }
  return known[lead] === 1;
}

/** glibc's CP932 takes these rows for too short: lead byte, first byte that cannot follow, last such. */
const SHORT_ROWS_932: readonly (readonly [number, number, number])[] = [
  [0x84, 0xbf, 0xff],
  [0x87, 0x9d, 0xff],
  [0x88, 0x00, 0x9e],
  [0xea, 0xa5, 0xff],
  [0xfc, 0x4c, 0xff],
];

function glibcEats(id: EncodingId, lead: number, trail: number): boolean {
  if (id === 'gb18030') return true;
  if (id === 'gbk') return trail >= 0x40 && !(lead === 0xfe && trail > 0xa0 && trail < 0xff);
  if (!isTrail(id, trail)) return false;
  if (id === 'shift_jis')
    return !SHORT_ROWS_932.some(([row, from, to]) => row === lead && trail >= from && trail <= to);
  return id !== 'euc-kr' || lead < 0xc6 || trail > 0xa0 || (lead === 0xc6 && trail < 0x53);
}
