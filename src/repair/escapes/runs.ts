/**
 * Where escapes are: the cheap screen, and the runs of one escape.
 *
 * One table look-up a character finds what an escape may begin with; the character after it decides whether the
 * escape's grammar is asked. `第%E4%B8%80章` has one run of percent-escape, 1 to 10. It decides nothing about meaning.
 */
import { ESCAPES, type Escape } from '../../channel/escapes/index.ts';

export interface Run {
  readonly escape: Escape;
  readonly tokens: { start: number; end: number }[];
}

/** What the second character of an escape may be; by the first. */
const SECOND: Readonly<Record<string, string>> = {
  '\\': 'xuU0123\\',
  '%': '0123456789abcdefABCDEFu',
  '=': '0123456789abcdefABCDEF?',
  '?': '\\',
  '<': '0123456789abcdefABCDEFU',
  M: '-',
  u: '0123456789abcdefABCDEF',
  '&': '#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+,',
  '+': 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/',
  '{': 'U',
  '#': 'UL',
  '~': '{',
  x: 'n',
};

/** [first << 7 | second] → 1 where an escape may begin. */
const PAIRS = new Uint8Array(128 * 128);
const FIRST = new Uint8Array(65536);
const BY_START = new Map<string, Escape[]>();
for (const e of ESCAPES) {
  for (const c of e.starts) {
    BY_START.set(c, [...(BY_START.get(c) ?? []), e]);
    FIRST[c.charCodeAt(0)] = 1;
    for (const s of SECOND[c] ?? '') PAIRS[(c.charCodeAt(0) << 7) | s.charCodeAt(0)] = 1;
  }
}
/** Lone low surrogates: they begin nothing else. */
const SURROGATES = ESCAPES.filter((e) => e.starts === '');
for (let u = 0xdc80; u <= 0xdcff; u++) FIRST[u] = 2;

/** The runs of the allowed escapes, in no order; those of different escapes may overlap. */
export function runsOf(text: string, allowed: (id: string) => boolean): Run[] {
  const done: Run[] = [];
  const open = new Map<Escape, Run>();
  const end = text.length;
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i);
    const first = FIRST[unit]!;
    if (first === 0) continue;
    if (first === 1) {
      const second = i + 1 < end ? text.charCodeAt(i + 1) : 128;
      if (second > 127 || PAIRS[(unit << 7) | second] === 0) continue;
    }
    for (const escape of first === 1 ? BY_START.get(text[i]!)! : SURROGATES) {
      const run = open.get(escape);
      const last = run?.tokens.at(-1);
      if ((last && i < last.end) || !allowed(escape.id)) continue;
      const token = escape.token(text, i);
      if (!token) continue;
      const found = { start: i, end: token.end };
      if (
        run &&
        last &&
        (i === last.end || (i - last.end <= MAX_JOIN && escape.joins(text.slice(last.end, i))))
      )
        run.tokens.push(found);
      else {
        if (run) done.push(run);
        open.set(escape, { escape, tokens: [found] });
      }
    }
  }
  return [...done, ...open.values()];
}
const MAX_JOIN = 80;
