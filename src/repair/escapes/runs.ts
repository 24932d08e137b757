/**
 * Where escapes are: the cheap screen, and the runs of one escape.
 *
 * A search for what escapes begin with passes clean text; where one begins, the escapes' own grammar decides.
 * `第%E4%B8%80章` has one run of percent-escape, 1 to 10. It decides nothing about meaning.
 */
import { ESCAPES, type Escape } from '../../channel/escapes/index.ts';

export interface Run {
  readonly escape: Escape;
  readonly tokens: { start: number; end: number }[];
}

/**
 * What an escape begins with. A regular expression, for the engine's own loop takes two thirds of the time of the
 * screen's, and clean text has nothing else to pay.
 */
const BEGINNING =
  /\\(?:[xuU\\]|[0-3][0-7]{2})|%[\dA-Fa-fu][\dA-Fa-f]|=(?:\?|[\dA-Fa-f]{2})|\?\\\d|<(?:[\dA-Fa-f]{2}>|U\+)|M-[ -~]|u[\dA-Fa-f]{4}|&(?:[#+,\dA-Z]|amp;|lt;|gt;|quot;|[a-z][\w+,]+-)|\+[\w+/]{3}|\{U\+|#[UL][\dA-Fa-f]{4}|~\{|[\udc80-\udcff]|xn--/;
/** The first two characters of that, in a class each: what passes over clean text in a third of the time. */
const PERHAPS = /[\\%=?<Mu&+{#~x](?=[\w\\?#+,/{-])|[\udc80-\udcff]/g;

const BY_START = new Map<string, Escape[]>();
for (const e of ESCAPES) for (const c of e.starts) BY_START.set(c, [...(BY_START.get(c) ?? []), e]);
/** Lone low surrogates: they begin nothing else. */
const SURROGATES = ESCAPES.filter((e) => e.starts === '');
/** Bytes that one escape spells are no hanzi. */
const LEAST_BYTES = 2;

/** What escapes begin with in well-formed text. */
export const STARTS: string = [...BY_START.keys()].join('');
const HERE = new RegExp(BEGINNING.source, 'y');

/** Whether any escape is at text[i]. */
export function escapeAt(text: string, i: number): boolean {
  HERE.lastIndex = i;
  return (
    HERE.test(text) && (BY_START.get(text[i]!)?.some((escape) => escape.token(text, i) !== null) ?? false)
  );
}

/** The runs of the allowed escapes, in no order; those of different escapes may overlap. */
export function runsOf(text: string, allowed: (id: string) => boolean): Run[] {
  const done: Run[] = [];
  const open = new Map<Escape, Run>();
  PERHAPS.lastIndex = 0;
  while (PERHAPS.test(text)) {
    const i = PERHAPS.lastIndex - 1;
    HERE.lastIndex = i;
    if (!HERE.test(text)) continue;
    for (const escape of BY_START.get(text[i]!) ?? SURROGATES) {
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
  return [...done, ...open.values()].filter(
    ({ escape, tokens }) => !escape.carriesBytes || tokens.length >= LEAST_BYTES,
  );
}
const MAX_JOIN = 80;
