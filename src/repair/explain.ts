/**
 * What happened to this stretch of text? Ranks the channels, searches with the best, peels layers, and
 * returns the damaged pieces of the best explanation. Nothing is accepted here; see accept.ts.
 */
import { channel, type Channel } from '../channel/catalogue.ts';
import { isAsciiLetter, isPage, isSingleByte } from '../codec/index.ts';
import { rankChannels, type Ranked } from '../detect/rank.ts';
import { firstAlarm } from '../detect/screen.ts';
import { undamagedCosts } from '../detect/undamaged.ts';
import {
  ACCIDENT,
  ANCHOR,
  ASCII_BITS,
  CLOSE_RIVAL,
  EXPECTED,
  FEW_UNITS,
  STUMBLE,
  LAYER_PRIOR,
  LETTER_JOIN,
  MANY_MARKS,
  MARKS_EACH,
  LOSS_PRIOR,
  MAX_LAYERS,
  MUCH_GUESSED,
  NULL_CAP,
  OUTER_VALID,
  PROBE,
  PROBED,
  RANKED_KEPT,
  RANKED_LEAST,
  READS_WELL,
  WIDE_KEPT,
  RUN_CAP,
  THRESHOLD_PROVEN,
  TOUCHING,
  CUT_UNITS,
  UNEXPLAINED,
  UNEXPLAINED_SHARE,
} from '../weights.ts';
import { findPair, pairCost, STEPS, type Model } from '../model/model.ts';
import type { ChannelStep } from '../types.ts';
import { lattice } from '../channel/lattice.ts';
import { forwardSearch } from './forward.ts';
import { inverseOf } from './inverse.ts';
import type { Layout } from './layout.ts';
import { peel } from './peel.ts';
import { search, type Piece, type SearchInput } from './search.ts';
import { strict } from './strict.ts';
import { lostInTransit } from './transit.ts';
import { accidentsFor, variantsFor, type Variant } from './variants.ts';
import { replays } from './verify.ts';
import { writer } from './writer.ts';

export interface ExplainedPiece extends Piece {
  steps: ChannelStep[];
}

export interface Explanation {
  pieces: ExplainedPiece[];
  /** Bits over "undamaged", all pieces together. */
  gain: number;
  /** The one channel that explains all of it; absent for layers. */
  used?: Used;
}

export interface Scope {
  model: Model;
  allowed: (id: string) => boolean;
  layout: Layout;
  /** What explained the last damaged line of the block; tried first, and enough if it leaves nothing to explain. */
  last?: Used | undefined;
}

export interface Used {
  channel: Channel;
  variant: Variant;
}

interface Found {
  pieces: Piece[];
  gain: number;
}

/** What each unit costs under "undamaged", 1/8 bits: as evidence, and where a run is to begin or end. */
interface Costs {
  undamaged: Int32Array;
  sharp: Int32Array;
}

/** U+FFFD U+FFFD in UTF-8, read as GBK and as Big5. */
const MARKS_READ = '锟斤拷嚙踝蕭';

/** Whether hardly anything but marks is left of a long text: every guess would do, and to weigh them takes long. */
function isAllGone(text: string): boolean {
  let marks = 0;
  let left = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0xfffd || MARKS_READ.includes(text[i]!)) marks++;
    else if (unit >= 0x80) left++;
  }
  return marks >= MANY_MARKS && left * MARKS_EACH < marks;
}

/** Explanations of `text`, best first; empty if nothing beats "undamaged". `at`: where the screen alarmed, if it did. */
export function explain(scope: Scope, text: string, layers = 1, at?: number): Explanation[] {
  if (isAllGone(text)) return [];
  const sharp = undamagedCosts(scope.model, text, 0, text.length, RUN_CAP);
  const undamaged = sharp.map((cost) => Math.min(cost, NULL_CAP * STEPS));
  const costs: Costs = { undamaged, sharp };
  if (layers === 1 && scope.last) {
    const again = attempt(scope, text, costs, scope.last.channel, scope.last.variant);
    if (again && isWhole(scope, text, again, undamaged) && readsWell(again)) return [again];
  }
  const ranked = rankChannels(scope.model, text, undamaged, scope.allowed, at);
  if (layers === 1 && at !== undefined && text.length > 2 * PROBE && (ranked[0]?.gain ?? 0) < PROBED) {
    const [from, to] = [Math.max(0, at - PROBE / 2), Math.min(text.length, at + PROBE / 2)];
    const layout = { ...scope.layout, ends: scope.layout.ends && to === text.length };
    const near = explain({ ...scope, layout, last: undefined }, text.slice(from, to), 1, at - from);
    if (!near.some(({ gain }) => gain >= THRESHOLD_PROVEN)) return [];
  }
  // where bytes are gone the ranking knows too little
  const weighed = at !== undefined && !/[?\ufffd]/.test(text);
  const leastOf = (r: Ranked): number =>
    weighed && r.channel !== scope.last?.channel ? RANKED_LEAST[kindOf(r.channel)] : 0;
  const found: Explanation[] = [];
  let explained = false;
  for (const r of worthSearching(ranked)) {
    if (r.gain <= 0) break;
    if (r.gain < leastOf(r)) continue;
    // nothing is left to explain, and this one fits clearly worse
    if (explained && r.gain < CLOSE_RIVAL * ranked[0]!.gain) break;
    const e = best(scope, text, costs, r.channel);
    if (!e) continue;
    found.push(e);
    explained ||= isWhole(scope, text, e, undamaged);
  }
  const whole = explained && found.some((e) => readsWell(e));
  if (layers < MAX_LAYERS && !whole) {
    const outer = ranked
      .filter(
        (r) =>
          r.channel.writer === 'utf-8' &&
          r.valid >= 2 &&
          (r.invalid * 3 <= r.valid || r.valid >= OUTER_VALID),
      )
      .sort((x, y) => y.valid - y.invalid - x.valid + x.invalid);
    for (const r of outer.slice(0, 2)) {
      const e = layered(scope, text, undamaged, r, layers, at);
      if (e) found.push(e);
    }
  }
  const first = found.sort((x, y) => y.gain - x.gain)[0];
  const better = first && withAccidents(scope, text, costs, first);
  return better ? [better, ...found] : found;
}

/** What a channel read, and wrote, as far as its evidence is told apart. */
function kindOf({ reader, writer: by }: Channel): keyof typeof RANKED_LEAST {
  if (!isPage(reader!)) return reader === 'utf-8' ? 'marks' : 'utf16';
  if (isSingleByte(reader)) return 'single';
  if (by === reader) return 'own';
  return by === 'utf-8' ? 'utf8' : 'double';
}

/**
 * The best few, and the best of each writer: many readers show the same, and would crowd the others out. So would
 * UTF-16, which makes something of any two bytes: its best is enough.
 */
function worthSearching(ranked: readonly Ranked[]): readonly Ranked[] {
  let narrow = 0;
  let wide = 0;
  return ranked.filter((r, i) => {
    const kept = kindOf(r.channel) === 'utf16' ? wide++ < WIDE_KEPT : narrow++ < RANKED_KEPT;
    return kept || ranked.findIndex((o) => o.channel.writer === r.channel.writer) === i;
  });
}

/** Whether nothing is left to explain, or hardly anything of a long text. */
function isWhole(scope: Scope, text: string, e: Explanation, undamaged: Int32Array): boolean {
  if (isRun(scope, text, e)) return true;
  const outside = bitsOutside(scope, text, e, undamaged);
  if (outside < UNEXPLAINED) return true;
  return outside < UNEXPLAINED_SHARE * (undamaged.reduce((sum, c) => sum + c, 0) / STEPS);
}

/** Whether it is certain, and no other part of the text alarms: a damaged run, or several, in a text that is fine. */
function isRun(scope: Scope, text: string, e: Explanation): boolean {
  if (e.gain < ANCHOR || !readsWell(e)) return false;
  let at = 0;
  for (const { start, end } of [...e.pieces, { start: text.length, end: text.length }]) {
    const rest = text.slice(at, start);
    // few characters raise no alarm, whatever they are
    if (
      rest.length < FEW_UNITS ? /[^\0-\x7f]/.test(rest) : firstAlarm(scope.model, rest, 0, rest.length) >= 0
    )
      return false;
    at = end;
  }
  return true;
}

/**
 * Bits of "undamaged" that the characters beyond ASCII cost which no piece covers. What touches a piece
 * is hardly independent of it, however likely its letters are in some language.
 */
function bitsOutside(scope: Scope, text: string, e: Explanation, undamaged: Int32Array): number {
  let outside = 0;
  let at = 0;
  // the stretch was cut here: what began before the cut belongs to the next
  const cut = !scope.layout.ends && text.length - (e.pieces.at(-1)?.end ?? 0) <= CUT_UNITS;
  const end = cut ? e.pieces.at(-1)!.end : text.length;
  for (const p of [...e.pieces, { start: end, end }]) {
    for (let i = at; i < p.start; i++) if (text.charCodeAt(i) >= 0x80) outside += undamaged[i]!;
    if (at < p.start) {
      if (at > 0 && text.charCodeAt(at) >= 0x80) outside += TOUCHING * STEPS;
      if (p.start < text.length && text.charCodeAt(p.start - 1) >= 0x80) outside += TOUCHING * STEPS;
    }
    at = p.end;
  }
  return outside / STEPS;
}

/** Whether the restored text is so likely that no layer is to be looked for below it. */
function readsWell(e: Explanation): boolean {
  const length = e.pieces.reduce((n, p) => n + p.restored.length, 0);
  return e.pieces.reduce((sum, p) => sum + p.bits, 0) <= READS_WELL * length;
}

/** Whether somewhere in the restored text a few characters in a row are so unlikely that a byte may be missing there. */
function stumbles(m: Model, e: Explanation): boolean {
  for (const { restored } of e.pieces) {
    let before = m.classOf[0x0a]!;
    let odd = 0;
    for (let i = 0; i < restored.length; i++) {
      const unit = restored.charCodeAt(i);
      const cls = m.classOf[unit]!;
      const cost =
        pairCost(m.zh, findPair(m.zh, before, cls), before, cls) + Math.min(m.hans[unit]!, m.hant[unit]!);
      const joined = isAsciiLetter(unit) !== isAsciiLetter(restored.charCodeAt(i - 1)) ? LETTER_JOIN : 0;
      odd = Math.max(0, odd + Math.min(cost, NULL_CAP * STEPS) + (joined - EXPECTED) * STEPS);
      if (odd > STUMBLE * STEPS) return true;
      before = cls;
    }
  }
  return false;
}

/** The best of the channel's variants; the first that leaves nothing unexplained will do. */
function best(scope: Scope, text: string, costs: Costs, c: Channel): Explanation | null {
  let found: Explanation | null = null;
  let explained = false;
  for (const variant of variantsFor(c, text)) {
    if (explained && !variant.rival) continue;
    const e = attempt(scope, text, costs, c, variant);
    if (e && (!found || e.gain > found.gain + 1e-6)) found = e;
    explained = found !== null && isWhole(scope, text, found, costs.undamaged);
  }
  return found;
}

/** The best explanation once more with bytes lost on the way, if it leaves something or makes a reader stumble. */
function withAccidents(scope: Scope, text: string, costs: Costs, e: Explanation): Explanation | null {
  if (!e.used || e.gain < ANCHOR) return null;
  if (bitsOutside(scope, text, e, costs.undamaged) < UNEXPLAINED && !stumbles(scope.model, e)) return null;
  const needed = e.gain + (kindOf(e.used.channel) === 'double' ? ACCIDENT : 1e-6);
  let found: Explanation | null = null;
  for (const variant of accidentsFor(e.used.channel, text)) {
    const other = attempt(scope, text, costs, e.used.channel, variant);
    if (other && other.gain > (found?.gain ?? needed)) found = other;
  }
  return found;
}

function attempt(scope: Scope, text: string, costs: Costs, c: Channel, variant: Variant): Explanation | null {
  const m = scope.model;
  const { policy, losses, lostBytes = false } = variant;
  // beside a damaged run an odd character is hardly the text's own; single bytes all look odd
  const sharp = isSingleByte(c.reader!) ? costs.undamaged : costs.sharp;
  const inverse = losses.length === 0 && !lostBytes ? inverseOf(c, policy, false) : null;
  const certain =
    inverse && strict({ model: m, text, start: 0, end: text.length, undamaged: sharp, layers: [inverse] });
  let found: readonly Piece[];
  if (certain) found = [certain];
  else {
    const input: Omit<SearchInput, 'member'> = {
      model: m,
      text,
      undamaged: sharp,
      lattice: lattice(c.reader!, policy, losses, c.writer === 'utf-8'),
      writer: writer(c.writer!),
      layout: scope.layout,
      lostBytes,
      sameEncoding: c.reader === c.writer,
    };
    found = inItsScript(m, c, losses.length === 0 && !lostBytes && !/[?\ufffd]/.test(text), (member) =>
      c.reader === 'utf-8'
        ? forwardSearch({ ...input, writer: c.writer!, member })
        : search({ ...input, member }),
    );
  }
  const steps: ChannelStep[] = [{ channel: c.id, policy }, ...losses.map((id) => ({ channel: id }))];
  const pieces = found.map((p) => {
    let more = 0;
    for (let i = p.start; i < p.end; i++) more += sharp[i]! - costs.undamaged[i]!;
    return { ...p, gain: p.gain - more / STEPS };
  });
  const e = explanation(
    text,
    pieces,
    steps,
    (losses.length > 0 ? LOSS_PRIOR : 0) + (variant.prior ?? 0),
    lostBytes,
  );
  return e && { ...e, used: { channel: c, variant } };
}

/** Keeps the pieces that replay, under as few of the losses as it takes. */
function explanation(
  text: string,
  pieces: readonly Piece[],
  steps: readonly ChannelStep[],
  prior: number,
  lostBytes: boolean,
): Explanation | null {
  const proved = pieces.flatMap((p): ExplainedPiece[] => {
    const piece = trim(text, p);
    if (piece.restored === '') return [];
    const observed = text.slice(piece.start, piece.end);
    const minimal =
      fewest(piece.restored, steps, observed) ?? (lostBytes ? lostInTransit(piece, steps, observed) : null);
    return minimal ? [{ ...piece, steps: minimal }] : [];
  });
  const gain = proved.reduce((sum, p) => sum + p.gain, 0) - prior;
  return proved.length > 0 && gain > 0 ? { pieces: proved, gain } : null;
}

function isLoss(step: ChannelStep): boolean {
  return channel(step.channel).kind === 'loss';
}

/** The steps without the losses that nothing shows: of those that left this piece as it is, as few as it takes. */
function fewest(restored: string, steps: readonly ChannelStep[], observed: string): ChannelStep[] | null {
  let kept = steps.filter((step) => !isLoss(step) || replays(observed, [step], observed));
  if (!replays(restored, kept, observed)) return null;
  for (const step of [...kept].filter(isLoss)) {
    const fewer = kept.filter((s) => s !== step);
    if (replays(restored, fewer, observed)) kept = fewer;
  }
  return kept;
}

/** Takes off what both sides read the same at the ends. */
function trim<P extends Piece>(text: string, p: P): P {
  let { start, end, restored } = p;
  let head = 0;
  const fixed = (k: number): boolean => !p.uncertain.some((u) => u.start <= k && k < u.end);
  while (
    start < end &&
    head < restored.length &&
    text.charCodeAt(start) < 0x80 &&
    text[start] === restored[head] &&
    fixed(head)
  ) {
    start++;
    head++;
  }
  let tail = restored.length;
  while (
    end > start &&
    tail > head &&
    text.charCodeAt(end - 1) < 0x80 &&
    text[end - 1] === restored[tail - 1] &&
    fixed(tail - 1)
  ) {
    end--;
    tail--;
  }
  const bits = p.bits - ASCII_BITS * (head + restored.length - tail);
  restored = restored.slice(head, tail);
  return {
    ...p,
    start,
    end,
    restored,
    bits,
    uncertain: p.uncertain.map((u) => ({ ...u, start: u.start - head, end: u.end - head })),
  };
}

/** An outer UTF-8 layer taken off strictly, then the inner damage explained. */
function layered(
  scope: Scope,
  text: string,
  undamaged: Int32Array,
  ranked: Ranked,
  layers: number,
  at: number | undefined,
): Explanation | null {
  const peeled = peel(text, ranked.channel);
  if (peeled.text === text) return null;
  // a layer that leaves what raised the alarm as it is does not explain it; single bytes may raise it beside the layer
  const { reader } = ranked.channel;
  const double = isPage(reader!) && !isSingleByte(reader);
  const kept = at === undefined || !double ? -1 : peeled.observedAt.indexOf(at);
  if (kept >= 0 && peeled.text[kept] === text[at!]) return null;
  // what reads well now is no damage: most texts with an outer layer have no inner one
  if (peeled.text.length > FEW_UNITS && firstAlarm(scope.model, peeled.text, 0, peeled.text.length) < 0)
    return null;
  const inner = explain(scope, peeled.text, layers + 1)[0];
  if (!inner) return null;
  const pieces = inner.pieces.flatMap((p): ExplainedPiece[] => {
    let s = p.start;
    let e = p.end;
    while (s > 0 && peeled.observedAt[s]! < 0) s--;
    while (e < peeled.text.length && peeled.observedAt[e]! < 0) e++;
    const start = peeled.observedAt[s]!;
    const end = peeled.observedAt[e]!;
    const lead = peeled.text.slice(s, p.start);
    const restored = lead + p.restored + peeled.text.slice(p.end, e);
    const steps = [...p.steps, { channel: ranked.channel.id, policy: ranked.channel.policies[0]! }];
    if (!replays(restored, steps, text.slice(start, end))) return [];
    let before = 0;
    for (let i = start; i < end; i++) before += undamaged[i]!;
    const between = undamagedCosts(scope.model, peeled.text, s, e).reduce((a, b) => a + b, 0);
    const gain = p.gain + (before - between) / STEPS - LAYER_PRIOR;
    return [
      {
        start,
        end,
        restored,
        gain,
        bits: p.bits,
        steps,
        uncertain: p.uncertain.map((u) => ({ ...u, start: u.start + lead.length, end: u.end + lead.length })),
      },
    ];
  });
  const gain = pieces.reduce((sum, p) => sum + p.gain, 0);
  return pieces.length > 0 && gain > 0 ? { pieces, gain } : null;
}

/** What a search finds with the member costs of the script that the text is in. `certain`: nothing can have been lost. */
function inItsScript(
  m: Model,
  c: Channel,
  certain: boolean,
  run: (member: Uint8Array) => Found,
): readonly Piece[] {
  if (c.writer === 'big5') return run(m.hant).pieces;
  // nothing to choose: the bytes say which script it is
  if (certain) return run(bothScripts(m)).pieces.map((p) => inOneScript(m, p));
  const hans = run(m.hans);
  const traditional = isTraditional(m, hans.pieces);
  if (!traditional && (c.reader === 'utf-8' || !muchIsGuessed(hans.pieces))) return hans.pieces;
  const hant = run(m.hant);
  return traditional || hant.gain > hans.gain ? hant.pieces : hans.pieces;
}

/** Where much is guessed, what was guessed does not tell the script. */
function muchIsGuessed(pieces: readonly Piece[]): boolean {
  let guessed = 0;
  let length = 0;
  for (const p of pieces) {
    guessed += p.uncertain.length;
    length += p.restored.length;
  }
  return guessed * MUCH_GUESSED > length;
}

let both: Uint8Array | undefined;
let bothOf: Model | undefined;

/** Member costs of the cheaper script, character by character. */
function bothScripts(m: Model): Uint8Array {
  if (!both || bothOf !== m) {
    both = m.hans.map((cost, unit) => Math.min(cost, m.hant[unit]!));
    bothOf = m;
  }
  return both;
}

/** The piece as what it costs if one script wrote all of it. */
function inOneScript(m: Model, p: Piece): Piece {
  const one = Math.min(memberCost(m.hans, p), memberCost(m.hant, p));
  const more = (one - memberCost(bothScripts(m), p)) / STEPS;
  return { ...p, gain: p.gain - more, bits: p.bits + more };
}

function isTraditional(m: Model, pieces: readonly Piece[]): boolean {
  let over = 2 * STEPS;
  for (const p of pieces) over += memberCost(m.hant, p) - memberCost(m.hans, p);
  return over < 0;
}

function memberCost(member: Uint8Array, { restored }: Piece): number {
  let sum = 0;
  for (let i = 0; i < restored.length; i++) sum += member[restored.charCodeAt(i)]!;
  return sum;
}
