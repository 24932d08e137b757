/**
 * How tools spell Chinese in ASCII, written apart from the catalogue: by the platform where it can (encodeURIComponent,
 * escape, JSON, btoa), by the tools' own rules elsewhere. Null: this form cannot write the text.
 */
import { encode, type EncodingId } from '../../src/codec/index.ts';
import { damage } from './subject.ts';

type Write = (text: string) => string | null;

function bytes(encoding: EncodingId, text: string): number[] | null {
  const { bytes: out, unencodable } = encode(encoding, text);
  return unencodable.length > 0 ? null : Array.from(out);
}

const hex = (n: number, width = 2): string => n.toString(16).padStart(width, '0');
const upper = (n: number, width = 2): string => hex(n, width).toUpperCase();

/** Every byte from 80 on by `high`, the others by `low`. */
function perByte(
  encoding: EncodingId,
  high: (b: number) => string,
  low: (b: number) => string = (b) => String.fromCharCode(b),
): Write {
  return (text) =>
    bytes(encoding, text)
      ?.map((b) => (b < 0x80 ? low(b) : high(b)))
      .join('') ?? null;
}

/** Every character beyond ASCII by `high`, surrogates apart. */
function perUnit(high: (u: number) => string, low: (c: string) => string = (c) => c): Write {
  return (text) =>
    Array.from({ length: text.length }, (_, i) =>
      text.charCodeAt(i) < 0x80 ? low(text[i]!) : high(text.charCodeAt(i)),
    ).join('');
}

function perPoint(high: (p: number) => string): Write {
  return (text) => Array.from(text, (c) => (c < '\x80' ? c : high(c.codePointAt(0)!))).join('');
}

const backslashed = (b: number): string =>
  b === 0x5c ? '\\\\' : b < 0x20 || b === 0x7f ? `\\x${hex(b)}` : String.fromCharCode(b);

const unreserved = (b: number): string =>
  /[A-Za-z0-9_.~-]/.test(String.fromCharCode(b)) ? String.fromCharCode(b) : `%${upper(b)}`;

function git(text: string): string {
  const inside = perByte(
    'utf-8',
    (b) => `\\${b.toString(8)}`,
    (b) => (b === 0x22 ? '\\"' : b === 0x5c ? '\\\\' : String.fromCharCode(b)),
  )(text);
  return `"${inside}"`;
}

/** Words of at most 45 bytes, cut where they end, in mid-character too. */
function encodedWords(label: string, encoding: EncodingId, letter: 'B' | 'Q', gap: string): Write {
  return (text) => {
    const all = bytes(encoding, text);
    if (!all) return null;
    const words: string[] = [];
    for (let i = 0; i < all.length; i += 45) {
      const part = all.slice(i, i + 45);
      const data =
        letter === 'B'
          ? Buffer.from(part).toString('base64')
          : part
              .map((b) =>
                b === 0x20
                  ? '_'
                  : /[A-Za-z0-9]/.test(String.fromCharCode(b))
                    ? String.fromCharCode(b)
                    : `=${upper(b)}`,
              )
              .join('');
      words.push(`=?${label}?${letter}?${data}?=`);
    }
    return words.join(gap);
  };
}

/** RFC 2045: at most 76 characters a line. */
function quotedPrintable(encoding: EncodingId): Write {
  const plain = perByte(
    encoding,
    (b) => `=${upper(b)}`,
    (b) => (b === 0x3d ? '=3D' : String.fromCharCode(b)),
  );
  return (text) => {
    const all = plain(text);
    if (all === null) return null;
    let out = '';
    let line = 0;
    for (const token of all.match(/=[0-9A-F]{2}|[^=]/gs) ?? []) {
      if (line + token.length > 75) {
        out += '=\n';
        line = 0;
      }
      out += token;
      line += token.length;
    }
    return out;
  };
}

function utf7(shift: string, slash: string, direct: RegExp): Write {
  return (text) =>
    (text.match(/[\x20-\x7e]|[^\x20-\x7e]+/g) ?? [])
      .map((part) => {
        if (part === shift) return `${shift}-`;
        if (/^[\x20-\x7e]$/.test(part) && direct.test(part)) return part;
        const units = Buffer.from(part, 'utf16le').swap16();
        return `${shift}${units.toString('base64').replace(/=+$/, '').replaceAll('/', slash)}-`;
      })
      .join('');
}

function hz(text: string): string | null {
  const all = bytes('gbk', text);
  if (!all) return null;
  let out = '';
  let inside = false;
  for (let i = 0; i < all.length; i++) {
    const b = all[i]!;
    if (b >= 0x80 !== inside) out += inside ? '~}' : '~{';
    inside = b >= 0x80;
    if (!inside) out += b === 0x7e ? '~~' : String.fromCharCode(b);
    else if (b < 0xa1 || all[i + 1]! < 0xa1) return null;
    else out += String.fromCharCode(b & 0x7f, all[++i]! & 0x7f);
  }
  return inside ? `${out}~}` : out;
}

function catV(b: number): string {
  const low = b & 0x7f;
  return `M-${low < 0x20 ? `^${String.fromCharCode(low + 0x40)}` : low === 0x7f ? '^?' : String.fromCharCode(low)}`;
}

/** Each half of a surrogate pair as three bytes. */
function cesu8(text: string): number[] {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)).flatMap((u) =>
    u < 0x80
      ? [u]
      : u < 0x800
        ? [0xc0 | (u >> 6), 0x80 | (u & 63)]
        : [0xe0 | (u >> 12), 0x80 | ((u >> 6) & 63), 0x80 | (u & 63)],
  );
}

const json = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\x7f-\uffff]/g, (c) => `\\u${hex(c.charCodeAt(0), 4)}`);

/** After a wrong decoder. */
const after =
  (channel: string, write: Write): Write =>
  (text) =>
    write(damage(text, { channel }).text);

export const ESCAPE_FORMS: readonly { name: string; write: Write; astral?: true; hant?: true }[] = [
  { name: 'git octal in quotes', write: git },
  { name: 'octal without quotes', write: perByte('utf-8', (b) => `\\${b.toString(8)}`) },
  { name: 'octal, gbk', write: perByte('gbk', (b) => `\\${b.toString(8)}`, backslashed) },
  {
    name: '\\xE6 (nginx)',
    write: perByte(
      'utf-8',
      (b) => `\\x${upper(b)}`,
      (b) => (b === 0x22 || b === 0x5c ? `\\x${upper(b)}` : String.fromCharCode(b)),
    ),
  },
  { name: '\\xe6', write: perByte('utf-8', (b) => `\\x${hex(b)}`, backslashed) },
  { name: '\\xe6, gbk', write: perByte('gbk', (b) => `\\x${hex(b)}`, backslashed) },
  { name: '\\xe6, big5', write: perByte('big5', (b) => `\\x${hex(b)}`, backslashed), hant: true },
  {
    name: "b'…'",
    write: (text) => {
      const inside = perByte('utf-8', (b) => `\\x${hex(b)}`, backslashed)(text);
      return inside === null || inside.includes("'") ? null : `b'${inside}'`;
    },
  },
  {
    name: "b'…', gbk",
    write: (text) => {
      const inside = perByte('gbk', (b) => `\\x${hex(b)}`, backslashed)(text);
      return inside === null || inside.includes("'") ? null : `b'${inside}'`;
    },
  },
  { name: '\\u4f60', write: json },
  { name: '\\u4F60', write: perUnit((u) => `\\u${upper(u, 4)}`) },
  { name: '\\\\u4f60', write: perUnit((u) => `\\\\u${hex(u, 4)}`) },
  { name: '\\u{4f60}', write: perPoint((p) => `\\u{${hex(p)}}`) },
  { name: 'u4f60', write: perUnit((u) => `u${hex(u, 4)}`) },
  { name: 'surrogate pairs', write: json, astral: true },
  { name: 'u + surrogate pairs', write: perUnit((u) => `u${hex(u, 4)}`), astral: true },
  { name: '%E4%BD%A0 (encodeURIComponent)', write: (text) => encodeURIComponent(text) },
  {
    name: '%e4%bd%a0',
    write: perByte(
      'utf-8',
      (b) => `%${hex(b)}`,
      (b) => unreserved(b).replace(/%../, (t) => t.toLowerCase()),
    ),
  },
  { name: '%E4, all but ASCII kept', write: perByte('utf-8', (b) => `%${upper(b)}`) },
  { name: '%D6%D0', write: perByte('gbk', (b) => `%${upper(b)}`, unreserved) },
  { name: '%A4%A4 (big5)', write: perByte('big5', (b) => `%${upper(b)}`, unreserved), hant: true },
  { name: '%u4F60 (escape)', write: (text) => escape(text) },
  { name: '&#20320;', write: perPoint((p) => `&#${p};`) },
  { name: '&#x4F60;', write: perPoint((p) => `&#x${upper(p, 0)};`) },
  { name: '&#x4f60;', write: perPoint((p) => `&#x${hex(p, 0)};`), astral: true },
  { name: '&amp;#20320;', write: perPoint((p) => `&amp;#${p};`) },
  { name: '=?UTF-8?B?', write: encodedWords('UTF-8', 'utf-8', 'B', '\r\n ') },
  { name: '=?utf-8?Q?', write: encodedWords('utf-8', 'utf-8', 'Q', ' ') },
  { name: '=?gb2312?B?', write: encodedWords('gb2312', 'gbk', 'B', '\n ') },
  { name: '=?GBK?Q?', write: encodedWords('GBK', 'gbk', 'Q', ' ') },
  { name: '=?gb2312?B?, is utf-8', write: encodedWords('gb2312', 'utf-8', 'B', '\n ') },
  { name: '=?UTF-8?B?, is gbk', write: encodedWords('UTF-8', 'gbk', 'B', ' ') },
  { name: '=?ISO-8859-1?Q?, is gbk', write: encodedWords('ISO-8859-1', 'gbk', 'Q', ' ') },
  { name: '=?Big5?B?', write: encodedWords('Big5', 'big5', 'B', '\n '), hant: true },
  { name: 'quoted-printable', write: quotedPrintable('utf-8') },
  { name: 'quoted-printable, gbk', write: quotedPrintable('gbk') },
  { name: 'UTF-7', write: utf7('+', '/', /[A-Za-z0-9'(),\-./:? ]/) },
  { name: 'IMAP UTF-7', write: utf7('&', ',', /[\x20-\x25\x27-\x7e]/) },
  { name: '?\\228\\184 (svn)', write: perByte('utf-8', (b) => `?\\${b}`) },
  { name: '{U+4E2D} (svn)', write: perPoint((p) => `{U+${upper(p, 4)}}`) },
  { name: '<U+4E2D> (R)', write: perPoint((p) => `<U+${upper(p, p > 0xffff ? 8 : 4)}>`), astral: true },
  { name: '#U65b0 (unzip)', write: perPoint((p) => (p > 0xffff ? `#L${hex(p, 6)}` : `#U${hex(p, 4)}`)) },
  { name: '<E4><B8> (less)', write: perByte('utf-8', (b) => `<${upper(b)}>`) },
  { name: '<C4><E3> (less), gbk', write: perByte('gbk', (b) => `<${upper(b)}>`) },
  { name: 'M-dM-8M-- (cat -v)', write: perByte('utf-8', catV) },
  { name: 'M-VM-P (cat -v), gbk', write: perByte('gbk', catV) },
  { name: '\\udcXX, utf-8', write: perByte('utf-8', (b) => String.fromCharCode(0xdc00 | b)) },
  { name: '\\udcXX, gbk', write: perByte('gbk', (b) => String.fromCharCode(0xdc00 | b)) },
  { name: '\\udcXX spelled out', write: perByte('gbk', (b) => `\\udc${hex(b)}`) },
  { name: 'HZ', write: hz },
  {
    name: 'CESU-8 in \\x',
    write: (text) =>
      cesu8(text)
        .map((b) => (b < 0x80 ? String.fromCharCode(b) : `\\x${hex(b)}`))
        .join(''),
    astral: true,
  },
  {
    name: 'CESU-8 in %',
    write: (text) =>
      cesu8(text)
        .map((b) => (b < 0x80 ? unreserved(b) : `%${upper(b)}`))
        .join(''),
    astral: true,
  },
  { name: '%25E4 (twice)', write: (text) => encodeURIComponent(encodeURIComponent(text)) },
  { name: 'utf8-as-gbk, then %', write: after('utf8-as-gbk', (text) => encodeURIComponent(text)) },
  { name: 'utf8-as-latin1, then %', write: after('utf8-as-latin1', (text) => encodeURIComponent(text)) },
  { name: 'gbk-as-latin1, then \\u', write: after('gbk-as-latin1', json) },
  {
    name: 'utf8-as-gbk, then &#',
    write: after(
      'utf8-as-gbk',
      perPoint((p) => `&#${p};`),
    ),
  },
];
