/**
 * What happened to this stretch of text? Ranks the channels, searches with the best, peels layers, and
 * returns the damaged pieces of the best explanation. Nothing is accepted here; see accept.ts.
 */
import { channel } from '../channel/catalogue.ts';
import type { Policy } from '../codec/index.ts';
import { rankChannels, type Ranked } from '../detect/rank.ts';
import { undamagedCosts } from '../detect/undamaged.ts';
import {
  ASCII_BITS,
  CLOSE_RIVAL,
  LAYER_PRIOR,
  LOSS_PRIOR,
  MAX_LAYERS,
  OUTER_VALID,
  RANKED_KEPT,
  READS_WELL,
  UNEXPLAINED,
} from '../weights.ts';
import { STEPS, type Model } from '../model/model.ts';
import type { ChannelStep } from '../types.ts';
import { lattice } from '../channel/lattice.ts';
import { peel } from './peel.ts';
import { search, type Piece } from './search.ts';
import { replays } from './verify.ts';
import { writer } from './writer.ts';

export interface ExplainedPiece extends Piece {
  steps: ChannelStep[];
}

export interface Explanation {
  pieces: ExplainedPiece[];
  /** Bits over "undamaged", all pieces together. */
  gain: number;
}

export interface Scope {
  model: Model;
  allowed: (id: string) => boolean;
  /** The stretch ends where the document ends. */
  ends: boolean;
}

/** Explanations of `text`, best first; empty if nothing beats "undamaged". */
export function explain(scope: Scope, text: string, layers = 1): Explanation[] {
  const undamaged = undamagedCosts(scope.model, text, 0, text.length);
  const ranked = rankChannels(scope.model, text, undamaged, scope.allowed);
  const found: Explanation[] = [];
  let unexplained = Infinity;
  for (const r of ranked.slice(0, RANKED_KEPT)) {
    if (r.gain <= 0) break;
    // nothing is left to explain, and this one fits clearly worse
    if (unexplained < UNEXPLAINED && r.gain < CLOSE_RIVAL * ranked[0]!.gain) break;
    const e = plain(scope, text, undamaged, r);
    if (!e) continue;
    found.push(e);
    unexplained = Math.min(unexplained, bitsOutside(text, e, undamaged));
  }
  if (unexplained >= UNEXPLAINED && ranked.length > 0 && ranked[0]!.gain > 0) {
    const lossy = withLosses(scope, text, undamaged, ranked[0]!);
    if (lossy) found.push(lossy);
  }
  const whole = unexplained < UNEXPLAINED && found.some((e) => readsWell(e));
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
      const e = layered(scope, text, undamaged, r, layers);
      if (e) found.push(e);
    }
  }
  return found.sort((x, y) => y.gain - x.gain);
}

/** Bits of "undamaged" that the characters beyond ASCII cost which no piece covers. */
function bitsOutside(text: string, e: Explanation, undamaged: Int32Array): number {
  let outside = 0;
  let k = 0;
  for (let i = 0; i < text.length; i++) {
    while (k < e.pieces.length && e.pieces[k]!.end <= i) k++;
    if (text.charCodeAt(i) >= 0x80 && !(k < e.pieces.length && e.pieces[k]!.start <= i))
      outside += undamaged[i]!;
  }
  return outside / STEPS;
}

/** Whether the restored text is so likely that no layer is to be looked for below it. */
function readsWell(e: Explanation): boolean {
  const length = e.pieces.reduce((n, p) => n + p.restored.length, 0);
  return e.pieces.reduce((sum, p) => sum + p.bits, 0) <= READS_WELL * length;
}

/** The best of the channel's policies; the first that leaves nothing unexplained will do. */
function plain(scope: Scope, text: string, undamaged: Int32Array, ranked: Ranked): Explanation | null {
  let best: Explanation | null = null;
  for (const policy of policiesFor(ranked, text)) {
    const e = attempt(scope, text, undamaged, ranked, policy, []);
    if (e && (!best || e.gain > best.gain + 1e-6)) best = e;
    if (best && bitsOutside(text, best, undamaged) < UNEXPLAINED) break;
  }
  return best;
}

/** The best explanation in which characters also vanished afterwards. */
function withLosses(scope: Scope, text: string, undamaged: Int32Array, ranked: Ranked): Explanation | null {
  let best: Explanation | null = null;
  for (const losses of lossesFor(ranked, text)) {
    const e = attempt(scope, text, undamaged, ranked, policiesFor(ranked, text)[0]!, losses);
    if (e && e.gain > LOSS_PRIOR && (!best || e.gain - LOSS_PRIOR > best.gain))
      best = { ...e, gain: e.gain - LOSS_PRIOR };
  }
  return best;
}

/** Decoder families worth trying: the marks in the text tell. */
function policiesFor({ channel: c }: Ranked, text: string): Policy[] {
  const fffd = text.includes('\ufffd');
  if (c.reader === 'utf-8') return [text.includes('?') && !fffd ? 'php' : 'whatwg'];
  if (fffd) {
    const marked = c.policies.filter((p) => p === 'whatwg' || p === 'java' || p === 'python');
    return marked.length > 0 ? marked : [c.policies[0]!];
  }
  if (c.reader === 'gbk' && text.includes('?')) return ['windows', 'mysql'];
  return [c.policies[0]!];
}

/** Losses that go with the channel. */
function lossesFor({ channel: c }: Ranked, text: string): string[][] {
  if (c.writer !== 'utf-8') return text.includes(' ') && c.reader === 'macroman' ? [['nbsp-as-space']] : [];
  if (c.reader === 'gbk') return [['drop-private-use']];
  if (c.reader === 'latin1')
    return [['drop-c1', 'nbsp-as-space'], ['nbsp-as-space', 'drop-soft-hyphen'], ['trim-end']];
  if (c.reader === 'cp1252')
    return [['drop-undefined'], ['drop-undefined', 'nbsp-as-space', 'drop-soft-hyphen'], ['trim-end']];
  return [['nbsp-as-space', 'drop-soft-hyphen'], ['trim-end']];
}

function attempt(
  scope: Scope,
  text: string,
  undamaged: Int32Array,
  { channel: c }: Ranked,
  policy: Policy,
  losses: readonly string[],
): Explanation | null {
  const m = scope.model;
  const input = {
    model: m,
    text,
    undamaged,
    lattice: lattice(c.reader!, policy, losses, c.writer === 'utf-8'),
    writer: writer(c.writer!),
    ends: scope.ends,
  };
  let result = search({ ...input, member: c.writer === 'big5' ? m.hant : m.hans });
  if (c.writer !== 'big5' && isTraditional(m, result.pieces)) result = search({ ...input, member: m.hant });
  const steps: ChannelStep[] = [{ channel: c.id, policy }, ...losses.map((id) => ({ channel: id }))];
  return explanation(text, result.pieces, steps);
}

/** Keeps the pieces that replay, under as few of the losses as it takes. */
function explanation(
  text: string,
  pieces: readonly Piece[],
  steps: readonly ChannelStep[],
): Explanation | null {
  const proved = pieces.flatMap((p): ExplainedPiece[] => {
    const piece = trim(text, p);
    if (piece.restored === '') return [];
    const observed = text.slice(piece.start, piece.end);
    const minimal = fewest(piece.restored, steps, observed);
    return minimal ? [{ ...piece, steps: minimal }] : [];
  });
  const gain = proved.reduce((sum, p) => sum + p.gain, 0);
  return proved.length > 0 && gain > 0 ? { pieces: proved, gain } : null;
}

function fewest(restored: string, steps: readonly ChannelStep[], observed: string): ChannelStep[] | null {
  if (!replays(restored, steps, observed)) return null;
  let kept = [...steps];
  for (const step of steps) {
    if (channel(step.channel).kind !== 'loss') continue;
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
): Explanation | null {
  const peeled = peel(text, ranked.channel);
  if (peeled.text === text) return null;
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

function isTraditional(m: Model, pieces: readonly Piece[]): boolean {
  let hans = 0;
  let hant = 0;
  for (const p of pieces)
    for (let i = 0; i < p.restored.length; i++) {
      const u = p.restored.charCodeAt(i);
      hans += m.hans[u]!;
      hant += m.hant[u]!;
    }
  return hant + 2 * STEPS < hans;
}
