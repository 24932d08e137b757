/**
 * Punycode labels of host names (RFC 3492): xn--fiqs8s is 中国. On request only, for in a host name it is the
 * correct spelling. Refuses a label that does not encode to itself again, case folded.
 */
import type { Escape } from './escape.ts';

const ID = 'punycode';
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const LABEL = /xn--[a-z0-9-]+/y;

function adapt(delta: number, points: number, first: boolean): number {
  let d = Math.floor(first ? delta / 700 : delta / 2);
  d += Math.floor(d / points);
  let k = 0;
  for (; d > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) d = Math.floor(d / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * d) / (d + 38));
}

const threshold = (k: number, bias: number): number => Math.min(T_MAX, Math.max(T_MIN, k - bias));

function decodeLabel(label: string): string | null {
  const cut = label.lastIndexOf('-');
  const points = Array.from(label.slice(0, Math.max(0, cut)), (c) => c.codePointAt(0)!);
  let n = 0x80;
  let i = 0;
  let bias = 72;
  for (let at = cut + 1; at < label.length;) {
    const before = i;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = parseInt(label[at++] ?? '', 36);
      if (Number.isNaN(digit)) return null;
      const value = digit < 10 ? digit + 26 : digit - 10;
      i += value * weight;
      const t = threshold(k, bias);
      if (value < t) break;
      weight *= BASE - t;
    }
    bias = adapt(i - before, points.length + 1, before === 0);
    n += Math.floor(i / (points.length + 1));
    i %= points.length + 1;
    if (n > 0x10ffff) return null;
    points.splice(i++, 0, n);
  }
  return points.map((p) => String.fromCodePoint(p)).join('');
}

function encodeLabel(text: string): string {
  const points = Array.from(text, (c) => c.codePointAt(0)!);
  const basic = points.filter((p) => p < 0x80);
  let out = basic.map((p) => String.fromCodePoint(p)).join('') + (basic.length > 0 ? '-' : '');
  let done = basic.length;
  let n = 0x80;
  let delta = 0;
  let bias = 72;
  while (done < points.length) {
    const next = Math.min(...points.filter((p) => p >= n));
    delta += (next - n) * (done + 1);
    n = next;
    for (const p of points) {
      if (p < n) delta++;
      if (p !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (q < t) break;
        out += digit(t + ((q - t) % (BASE - t)));
        q = Math.floor((q - t) / (BASE - t));
      }
      out += digit(q);
      bias = adapt(delta, done + 1, done === basic.length);
      delta = 0;
      done++;
    }
    delta++;
    n++;
  }
  return out;
}

const digit = (value: number): string => String.fromCharCode(value < 26 ? value + 97 : value + 22);

const undo = (run: string): string => (run.startsWith('xn--') ? (decodeLabel(run.slice(4)) ?? run) : run);

export const PUNYCODE: Escape = {
  id: ID,
  title: 'labels of host names in Punycode; undone on request only',
  kind: 'escape',
  policies: [],
  starts: 'x',
  carriesBytes: false,
  joins: () => false,
  token: (text, i) => {
    if (/[a-z0-9-]/i.test(text[i - 1] ?? '')) return null;
    LABEL.lastIndex = i;
    return LABEL.test(text) ? { end: LABEL.lastIndex } : null;
  },
  around: (_, start, end) => [start, end],
  read: (run) => [{ text: undo(run), step: { channel: ID } }],
  undo,
  forward: (text) => (/[^\x00-\x7f]/.test(text) ? `xn--${encodeLabel(text)}` : text),
};
