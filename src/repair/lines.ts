/**
 * Many damaged lines at once: what explained the last one is tried on all that follow, at width one.
 *
 * A file that was read wrongly is damaged from end to end in the same way, and judging its lines one by one costs more
 * than inverting them. Refuses (null) a run of lines of which anything was lost or is not damaged: those are
 * judged line by line. The spans are those of single lines all the same.
 */
import { lattice } from '../channel/lattice.ts';
import { undamagedCosts } from '../detect/undamaged.ts';
import type { ChannelStep, PlanStep, RepairSpan } from '../types.ts';
import { RUN_UNITS } from '../weights.ts';
import { confidenceOf } from './accept.ts';
import type { Explanation, Scope } from './explain.ts';
import { applyPlan } from './plan.ts';
import { strict } from './strict.ts';
import { replays } from './verify.ts';
import { writer } from './writer.ts';

export interface LineRun {
  spans: RepairSpan[];
  /** Offset in the block behind the last line. */
  end: number;
}

/** Repairs the lines that begin at `start`, as many as fit RUN_UNITS, if all of them are as `scope.last` says. */
export function repairLines(
  scope: Scope,
  block: string,
  start: number,
  minConfidence: number,
): LineRun | null {
  const { last, model } = scope;
  if (!last || last.variant.losses.length > 0 || last.channel.reader === 'utf-8') return null;
  const window = block.slice(start, start + RUN_UNITS);
  const length = window.length < RUN_UNITS ? window.length : window.lastIndexOf('\n');
  if (length <= window.indexOf('\n')) return null;
  const text = window.slice(0, length);
  const { channel: c, variant } = last;
  const { policy } = variant;
  const found = strict({
    model,
    text,
    undamaged: undamagedCosts(model, text, 0, text.length),
    lattice: lattice(c.reader!, policy, [], c.writer === 'utf-8'),
    writer: writer(c.writer!),
  });
  if (!found) return null;
  const steps: ChannelStep[] = [{ channel: c.id, policy }];
  const plan: PlanStep[] = [
    { step: 'encode', encoding: c.reader!, policy },
    { step: 'decode', encoding: c.writer! },
  ];
  const piece = found.pieces[0]!;
  const observed = text.slice(piece.start, piece.end);
  const e: Explanation = { pieces: [{ ...piece, steps }], gain: found.gain, used: last };
  const confidence = confidenceOf(text, e);
  if (
    confidence < minConfidence ||
    !replays(piece.restored, steps, observed) ||
    applyPlan(observed, plan) !== piece.restored
  )
    return null;
  const per = (piece.gain * Math.LN2) / observed.length;
  const before = observed.split('\n');
  const after = piece.restored.split('\n');
  if (before.length !== after.length) return null;
  const spans: RepairSpan[] = [];
  let at = start + piece.start;
  before.forEach((line, i) => {
    const span = trimmed(line, after[i]!);
    if (span)
      spans.push({
        start: at + span.from,
        end: at + line.length - span.behind,
        observed: line.slice(span.from, line.length - span.behind),
        restored: span.restored,
        text: span.restored,
        channels: steps,
        plan,
        logOdds: per * (line.length - span.behind - span.from),
        confidence,
        inferred: [],
        lost: [],
      });
    at += line.length + 1;
  });
  return { spans, end: start + length };
}

/** A line without the ASCII at its ends that both sides read the same; null if nothing is left. */
function trimmed(
  observed: string,
  restored: string,
): { from: number; behind: number; restored: string } | null {
  let from = 0;
  while (from < observed.length && observed.charCodeAt(from) < 0x80 && observed[from] === restored[from])
    from++;
  if (from === observed.length && observed.length === restored.length) return null;
  let behind = 0;
  const most = Math.min(observed.length, restored.length) - from;
  while (
    behind < most &&
    observed.charCodeAt(observed.length - 1 - behind) < 0x80 &&
    observed[observed.length - 1 - behind] === restored[restored.length - 1 - behind]
  )
    behind++;
  return { from, behind, restored: restored.slice(from, restored.length - behind) };
}
