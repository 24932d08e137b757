/** An accepted piece → the span that is reported: plan, inferred characters with their runners-up, what is lost. */
import { STEPS, findPair, tripleCost, type Model } from '../model/model.ts';
import type { Inferred, PlanStep, RepairSpan } from '../types.ts';
import type { ExplainedPiece } from './explain.ts';
import type { Settings } from './options.ts';
import { planFor } from './plan.ts';
import { writer } from './writer.ts';
import { channel } from '../channel/catalogue.ts';
import { unreadablePairs } from '../channel/lattice.ts';

/** How many runners-up are reported. */
const RUNNERS_UP = 5;

export function toSpan(
  m: Model,
  piece: ExplainedPiece,
  offset: number,
  block: string,
  confidence: number,
  settings: Settings,
): RepairSpan {
  const start = piece.start + offset;
  const end = piece.end + offset;
  const observed = block.slice(start, end);
  const { restored, steps } = piece;
  const inferred = piece.uncertain.map((u) =>
    inference(m, piece, u, block.slice(Math.max(0, start - 2), start), block.slice(end, end + 2)),
  );
  const lost: { start: number; end: number }[] = [];
  const edits: [number, number, string][] = [];
  for (const i of inferred) {
    const marked = settings.lost === 'mark' || (i.alternatives[0]?.probability ?? 0) < settings.minInferred;
    if (!marked || settings.lost === 'keep') continue;
    edits.push([i.start, i.end, '\ufffd']);
    lost.push({ start: i.start, end: i.end });
  }
  const plan: PlanStep[] = planFor(observed, steps, restored);
  let text = restored;
  if (edits.length > 0) {
    plan.push({ step: 'replace', edits });
    text = edits.reduceRight((t, [a, b, put]) => t.slice(0, a) + put + t.slice(b), restored);
  }
  if (settings.lost === 'keep' && inferred.length > 0)
    return kept(start, end, observed, piece, plan, confidence, inferred);
  const reported =
    settings.lost === 'infer' ? inferred.filter((i) => !lost.some((l) => l.start === i.start)) : [];
  return {
    start,
    end,
    observed,
    restored,
    text,
    channels: steps,
    plan,
    logOdds: piece.gain * Math.LN2,
    confidence,
    inferred: reported,
    lost,
  };
}

/** `lost: 'keep'`: a span with lost bytes leaves what was observed in place of the inferred characters' run. */
function kept(
  start: number,
  end: number,
  observed: string,
  piece: ExplainedPiece,
  plan: PlanStep[],
  confidence: number,
  inferred: Inferred[],
): RepairSpan {
  const edits = inferred.map((i): [number, number, string] => [i.start, i.end, '?']);
  const text = edits.reduceRight((t, [a, b, put]) => t.slice(0, a) + put + t.slice(b), piece.restored);
  return {
    start,
    end,
    observed,
    restored: piece.restored,
    text,
    channels: piece.steps,
    plan: [...plan, { step: 'replace', edits }],
    logOdds: piece.gain * Math.LN2,
    confidence,
    inferred: [],
    lost: inferred.map(({ start: s, end: e }) => ({ start: s, end: e })),
  };
}

/** P(candidate | its neighbours) over the characters that the seen bytes allow, the neighbours held fixed. */
function inference(
  m: Model,
  piece: ExplainedPiece,
  u: { start: number; end: number; slots: number },
  before: string,
  after: string,
): Inferred {
  const { writer: encoding, reader, policies } = channel(piece.steps[0]!.channel);
  const w = writer(encoding!);
  const unreadable = unreadablePairs(reader!, piece.steps[0]!.policy ?? policies[0]!);
  const chosen = piece.restored.slice(u.start, u.end);
  const left = ('\n\n' + before + piece.restored.slice(0, u.start)).slice(-2);
  const right = (piece.restored.slice(u.end) + after + '\n\n').slice(0, 2);
  const member = m.hans;
  const cost = (unit: number): number => {
    const units = [
      left.charCodeAt(0),
      left.charCodeAt(1),
      unit,
      right.charCodeAt(0),
      right.charCodeAt(1),
    ].map((x) => m.classOf[x]!);
    let total = member[unit]!;
    for (let k = 2; k < 5; k++) {
      const context = findPair(m.zh, units[k - 2]!, units[k - 1]!);
      total += tripleCost(m, context, units[k - 1]!, units[k]!, findPair(m.zh, units[k - 1]!, units[k]!));
    }
    return total;
  };
  const points = w.candidates(u.slots, m, unreadable, false).points.slice(0, 400);
  const scored = points
    .map((p) => ({ text: String.fromCharCode(p), bits: cost(p) / STEPS }))
    .sort((a, b) => a.bits - b.bits);
  const best = scored[0]?.bits ?? 0;
  const total = scored.reduce((sum, s) => sum + 2 ** (best - s.bits), 0);
  const alternatives = scored
    .slice(0, RUNNERS_UP + 1)
    .map((s) => ({ text: s.text, probability: 2 ** (best - s.bits) / total }));
  const own = alternatives.findIndex((x) => x.text === chosen);
  if (own > 0) alternatives.unshift(...alternatives.splice(own, 1));
  else if (own < 0) {
    const bits = chosen.length === 1 ? cost(chosen.charCodeAt(0)) / STEPS : best;
    alternatives.unshift({ text: chosen, probability: Math.min(1, 2 ** (best - bits) / total) });
  }
  return { start: u.start, end: u.end, alternatives };
}
