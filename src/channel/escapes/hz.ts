/**
 * HZ (RFC 1843): GB 2312 in seven bits between ~{ and ~}. 你好, C4E3 BAC3, is ~{DcCC~}; ~~ is a tilde.
 * Refuses what has an odd number of bytes between the braces, or a code that GB 2312 lacks.
 */
import { decode, encode } from '../../codec/index.ts';
import { isAsciiGap, type Escape } from './escape.ts';

const ID = 'hz';

/** A line of HZ is short (RFC 1843: 80 characters); this is far more. */
const MOST = 4096;

function pairsAt(text: string, i: number): { text: string; end: number } | null {
  if (!text.startsWith('~{', i)) return null;
  const close = text.slice(i, i + MOST).indexOf('~}') + i;
  if (close < i + 2 || (close - i) % 2 !== 0 || close === i + 2) return null;
  const bytes = new Uint8Array(close - i - 2);
  for (let k = 0; k < bytes.length; k++) {
    const unit = text.charCodeAt(i + 2 + k);
    if (unit < 0x21 || unit > 0x7e) return null;
    bytes[k] = unit | 0x80;
  }
  const { text: inside, errors } = decode('gbk', bytes);
  return errors.length > 0 ? null : { text: inside, end: close + 2 };
}

function undo(run: string): string {
  let out = '';
  for (let i = 0; i < run.length;) {
    const pairs = pairsAt(run, i);
    if (pairs) out += pairs.text;
    else if (run.startsWith('~~', i)) out += '~';
    else out += run[i]!;
    i = pairs ? pairs.end : i + (run.startsWith('~~', i) ? 2 : 1);
  }
  return out;
}

export const HZ: Escape = {
  id: ID,
  title: 'GB 2312 in seven bits between ~{ and ~}',
  kind: 'escape',
  policies: [],
  starts: '~',
  carriesBytes: false,
  joins: isAsciiGap,
  token: pairsAt,
  around: (_, start, end) => [start, end],
  read: (run) => [{ text: undo(run), step: { channel: ID } }],
  undo,
  forward: (text) => {
    let out = '';
    let inside = false;
    for (const char of text) {
      const { bytes, unencodable } = encode('gbk', char);
      const pair = char > '\x7f' && unencodable.length === 0 && bytes.every((b) => b > 0xa0);
      if (pair !== inside) out += pair ? '~{' : '~}';
      inside = pair;
      if (pair) out += String.fromCharCode(...bytes.map((b) => b & 0x7f));
      else out += char === '~' ? '~~' : char;
    }
    return inside ? `${out}~}` : out;
  },
};
