/** An accepted piece → the span that is reported: plan, inferred characters with their runners-up, what is lost. */
import { STEPS, findPair, tripleCost, type Model } from '../model/model.ts';
import type { Inferred, PlanStep, RepairSpan } from '../types.ts';
import type { ExplainedPiece } from './explain.ts';
import type { Settings } from './options.ts';
import { planFor } from './plan.ts';
import { writer } from './writer.ts';
import { INFERENCE_SHARPNESS } from '../weights.ts';
import { channel } from '../channel/catalogue.ts';

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
  const mark = observed.includes('\ufffd') ? '\ufffd' : observed.includes('?') ? '?' : '';
  const edits = inferred.map((i): [number, number, string] => [i.start, i.end, mark]);
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
  const { writer: encoding } = channel(piece.steps[0]!.channel);
  const w = writer(encoding!);
  const chosen = piece.restored.slice(u.start, u.end);
  const left = ('\n\n' + before + piece.restored.slice(0, u.start)).slice(-2);
  const right = (piece.restored.slice(u.end) + after + '\n\n').slice(0, 2);
  const [l2, l1, r1, r2] = [
    left.charCodeAt(0),
    left.charCodeAt(1),
    right.charCodeAt(0),
    right.charCodeAt(1),
  ].map((unit) => m.classOf[unit]!) as [number, number, number, number];
  const before2 = findPair(m.zh, l2, l1);
  const after2 = findPair(m.zh, r1, r2);
  const cost = (unit: number): number => {
    const cls = m.classOf[unit]!;
    const before1 = findPair(m.zh, l1, cls);
    const after1 = findPair(m.zh, cls, r1);
    return (
      m.hans[unit]! +
      tripleCost(m, before2, l1, cls, before1) +
      tripleCost(m, before1, cls, r1, after1) +
      tripleCost(m, after1, r1, r2, after2)
    );
  };
  const points = w.candidates(u.slots, m).points.slice(0, 400);
  const scored = points
    .map((p) => ({ text: String.fromCharCode(p), bits: cost(p) / STEPS }))
    .sort((a, b) => a.bits - b.bits);
  const best = scored[0]?.bits ?? 0;
  const total = scored.reduce((sum, s) => sum + 2 ** (INFERENCE_SHARPNESS * (best - s.bits)), 0);
  const alternatives = scored
    .slice(0, RUNNERS_UP + 1)
    .map((s) => ({ text: s.text, probability: 2 ** (INFERENCE_SHARPNESS * (best - s.bits)) / total }));
  const own = alternatives.findIndex((x) => x.text === chosen);
  if (own > 0) alternatives.unshift(...alternatives.splice(own, 1));
  else if (own < 0) {
    const bits = chosen.length === 1 ? cost(chosen.charCodeAt(0)) / STEPS : best;
    alternatives.unshift({
      text: chosen,
      probability: Math.min(1, 2 ** (INFERENCE_SHARPNESS * (best - bits)) / total),
    });
  }
  return { start: u.start, end: u.end, alternatives };
}
