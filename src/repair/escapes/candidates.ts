/**
 * What a run of one escape says: every reading that its bytes allow, with other escapes and wrong decoders below it.
 *
 * %25E4%25BD%25A0 is %E4%BD%A0 is 你: two layers, each of which has to bring its bits. Refuses what does not replay and
 * what does not read as Chinese (evidence.ts).
 */
import type { Escape, Reading } from '../../channel/escapes/index.ts';
import { firstAlarm } from '../../detect/screen.ts';
import { chineseBits } from '../../model/chinese.ts';
import type { Model } from '../../model/model.ts';
import type { ChannelStep } from '../../types.ts';
import { confidenceOf, strongPieces } from '../accept.ts';
import { explain } from '../explain.ts';
import { ONE_LINE } from '../layout.ts';
import { replays } from '../verify.ts';
import { BARE, bitsOfAny, chinese, HAN, isAmple, isFluent, isPinyin, readsWell } from './evidence.ts';
import { runsOf, type Run } from './runs.ts';

/** Escapes in escapes, and wrong decoders below them. */
const MAX_DEPTH = 4;
/** Bits that every layer has to bring. */
const LAYER = 8;
/** What an encoding has to bring over UTF-8, whose bytes check themselves; and a label that says another one. */
const WRITER_PRIOR: Readonly<Record<string, number>> = {
  'utf-8': 0,
  'cesu-8': 0,
  gbk: 6,
  big5: 8,
  gb18030: 14,
};
const OTHER_LABEL = 4;
/** So many characters of a text are enough to see a wrong decoder in it. */
const PROBE = 512;
/** Longer runs are not tried without their ends. */
const MOST_TO_CUT = 1000;
/** Characters that a run may lose at its ends: cut off in the middle of a character. */
const MAX_CUT = 3;

export interface Found {
  start: number;
  end: number;
  restored: string;
  steps: ChannelStep[];
  /** Bits over what stands there. */
  gain: number;
  /** By itself; else only beside one that is. */
  strong: boolean;
}

export interface Scope {
  model: Model;
  allowed: (id: string) => boolean;
  ends: boolean;
  minConfidence: number;
}

/** The best explanation of a run; null if none reads as Chinese. */
export function explainRun(scope: Scope, block: string, { escape, tokens }: Run): Found | null {
  const first = tokens[0]!;
  const last = tokens.at(-1)!;
  const [start, end] = escape.around(block, first.start, last.end);
  const whole = judged(scope, block, escape, start, extended(block, escape, start, end), null);
  if (whole) return whole;
  // a two-byte character whose second byte is a letter that was left as it is
  if (block.charCodeAt(end) > 0x3f && block.charCodeAt(end) < 0x7f) {
    const more = judged(scope, block, escape, start, end + 1, null);
    if (more && more.steps.at(-1)!.encoding !== undefined) return more;
  }
  // UTF-8 that is whole needs no cut
  if (!escape.carriesBytes || tokens.length > MOST_TO_CUT) return null;
  if (escape.read(block.slice(start, end)).some(({ step }) => !step.encoding)) return null;
  return cutOff(scope, block, escape, tokens);
}

/** UTF-8 that begins or ends in the middle of a character: the tokens there stay. */
function cutOff(scope: Scope, block: string, escape: Escape, tokens: Run['tokens']): Found | null {
  for (let cut = 1; cut <= 2 * MAX_CUT; cut++) {
    for (let head = Math.max(0, cut - MAX_CUT); head <= Math.min(cut, MAX_CUT); head++) {
      const from = tokens[head];
      const to = tokens.at(head - cut - 1);
      if (!from || !to || to.end <= from.start) continue;
      const part = judged(scope, block, escape, from.start, to.end, 'utf-8');
      if (part) return part;
    }
  }
  return null;
}

/** The run with the rest of an escape that begins with its last character: %25E4 is %E4. */
function extended(block: string, escape: Escape, start: number, end: number): number {
  if (escape.id !== 'percent-escape' && escape.id !== 'html-special' && escape.id !== 'quoted-printable')
    return end;
  const spelled = block.slice(Math.max(start, end - 6), end);
  const rest = /^(?:#?[\dA-Za-z]{1,8};?)/.exec(block.slice(end, end + 10));
  return rest && /%25|&amp;|=3D/i.test(spelled) ? end + rest[0].length : end;
}

function judged(
  scope: Scope,
  block: string,
  escape: Escape,
  start: number,
  end: number,
  only: string | null,
): Found | null {
  const m = scope.model;
  const observed = block.slice(start, end);
  const readings = escape
    .read(observed)
    .filter(({ step }) => only === null || (step.encoding ?? 'utf-8') === only);
  let best = cheapest(
    readings.map((reading) => plain(m, reading)),
    observed,
  );
  if (!best || !readsWell(m, best.restored))
    best = cheapest([...(best ? [best] : []), ...readings.flatMap((r) => layered(scope, r, 1))], observed);
  if (!best) return null;
  const { restored, steps, bits } = best;
  const kind = chinese(restored, block[start - 1] ?? '', block[end] ?? '');
  if (kind === 'no') return null;
  if (
    !best.checked &&
    !isPinyin(restored) &&
    !(isFluent(m, restored, escape) && isAmple(escape, observed, restored))
  )
    return null;
  const undamaged = bitsOfAny(m, observed);
  // the bytes of even one hanzi in UTF-8 are no accident
  return {
    start,
    end,
    restored,
    steps,
    gain: undamaged - bits,
    strong: kind === 'strong' || (escape.carriesBytes && best.checked && HAN.test(restored)),
  };
}

/** The likeliest of those that replay. */
function cheapest(candidates: readonly Candidate[], observed: string): Candidate | null {
  const inOrder = [...candidates].sort((a, b) => a.bits - b.bits);
  return inOrder.find(({ restored, steps }) => replays(restored, steps, observed)) ?? null;
}

interface Candidate {
  restored: string;
  steps: ChannelStep[];
  bits: number;
  /** The bytes check themselves, or there were none. */
  checked: boolean;
}

/** What the reading says, as it is. */
function plain(m: Model, { text, step, label }: Reading): Candidate {
  const writer = step.encoding ?? 'utf-8';
  const prior = (WRITER_PRIOR[writer] ?? 0) + (label !== undefined && label !== writer ? OTHER_LABEL : 0);
  return {
    restored: text,
    steps: [step],
    bits: prior + Math.min(chineseBits(m, text), bitsOfAny(m, text)),
    checked: isChecked(step),
  };
}

/** Whether not any bytes would make characters: UTF-8, and characters by number, with a mark before each. */
function isChecked({ channel, encoding }: ChannelStep): boolean {
  return (encoding === undefined || encoding === 'cesu-8') && !BARE.has(channel);
}

/** What it says once something below it is undone: another escape, read over the whole text, or a wrong decoder. */
function layered(scope: Scope, reading: Reading, depth: number): Candidate[] {
  if (depth >= MAX_DEPTH) return [];
  const { text, step } = reading;
  const prior = plain(scope.model, { ...reading, text: '' }).bits + LAYER;
  const escapes = new Set(runsOf(text, scope.allowed).map((run) => run.escape));
  const below = [...escapes].flatMap((escape) => escape.read(text));
  const direct = below.map((r) => plain(scope.model, r));
  const inner = direct.some((c) => readsWell(scope.model, c.restored))
    ? direct
    : [...direct, ...below.flatMap((r) => layered(scope, r, depth + 1)), ...damageBelow(scope, text)];
  return inner
    .filter(({ restored, steps }) => replays(restored, steps, text))
    .map((c) => ({
      restored: c.restored,
      steps: [...c.steps, step],
      bits: c.bits + prior,
      checked: c.checked && isChecked(step),
    }));
}

/** A wrong decoder before the escape was written. */
function damageBelow(scope: Scope, text: string): Candidate[] {
  if (firstAlarm(scope.model, text, 0, text.length) < 0) return [];
  // what nothing explains in its first part is not searched to its end
  if (text.length > PROBE && damageBelow(scope, text.slice(0, PROBE)).length === 0) return [];
  return explain({ ...scope, layout: { ...ONE_LINE, ends: scope.ends } }, text).flatMap((e): Candidate[] => {
    const pieces = confidenceOf(text, e) >= scope.minConfidence ? strongPieces(e) : [];
    if (pieces.length === 0) return [];
    let restored = '';
    let at = 0;
    for (const p of [...pieces].sort((a, b) => a.start - b.start)) {
      restored += text.slice(at, p.start) + p.restored;
      at = p.end;
    }
    restored += text.slice(at);
    return [{ restored, steps: pieces[0]!.steps, bits: chineseBits(scope.model, restored), checked: true }];
  });
}
