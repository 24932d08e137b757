/**
 * Many damaged lines at once: what explained the last one is undone on all that follow, by tables alone.
 *
 * A file that was read wrongly is damaged from end to end in the same way, and explaining its lines one by one costs much
 * more than inverting them. A run of lines ends before the first of which anything was lost or that is not damaged so:
 * that one is judged by itself. The spans are those of single lines all the same.
 */
import { channel } from '../channel/catalogue.ts';
import { isPage } from '../codec/index.ts';
import { fillUndamaged } from '../detect/undamaged.ts';
import type { ChannelStep, PlanStep, RepairSpan } from '../types.ts';
import { LAYER_PRIOR, RUN_UNITS } from '../weights.ts';
import { confidenceOf, strongPieces } from './accept.ts';
import type { ExplainedPiece } from './explain.ts';
import { inverseOf } from './inverse.ts';
import type { Model } from '../model/model.ts';
import { strict } from './strict.ts';

export interface LineRun {
  spans: RepairSpan[];
  /** Offset in the block behind the last line. */
  end: number;
}

/** Damage that lines may share: nothing but transcodings that tables undo. */
export function isStrict(steps: readonly ChannelStep[]): boolean {
  return steps.every((step) => {
    const { kind, reader } = channel(step.channel);
    return kind === 'transcoding' && isPage(reader!);
  });
}

let undamaged = new Int32Array(RUN_UNITS);

/** Repairs the lines that begin at `start`, at most about RUN_UNITS, as far as they were damaged by these steps; null if the first was not. */
export function repairLines(
  m: Model,
  steps: ChannelStep[],
  block: string,
  start: number,
  minConfidence: number,
): LineRun | null {
  const layers = steps.map(({ channel: id, policy }) => {
    const c = channel(id);
    return inverseOf(c, policy ?? c.policies[0]!, true)!;
  });
  const prior = LAYER_PRIOR * (steps.length - 1);
  const pieces: ExplainedPiece[] = [];
  let at = start;
  while (at < block.length && at < start + RUN_UNITS) {
    const newline = block.indexOf('\n', at);
    const end = newline < 0 ? block.length : newline;
    const from = firstBeyondAscii(block, at, end);
    if (from < end) {
      if (undamaged.length < end - at) undamaged = new Int32Array(2 * (end - at));
      fillUndamaged(m, block, from, end, undamaged, at);
      const piece = strict({ model: m, text: block, start: from, end, undamaged, layers, proven: true });
      if (!piece || piece.gain - prior <= 0) break;
      pieces.push({
        ...piece,
        start: piece.start - start,
        end: piece.end - start,
        gain: piece.gain - prior,
        steps,
      });
    }
    at = newline < 0 ? end : newline + 1;
  }
  if (pieces.length === 0) return null;
  const e = { pieces, gain: pieces.reduce((sum, p) => sum + p.gain, 0) };
  const confidence = confidenceOf(block.slice(start, at), e);
  if (confidence < minConfidence) return null;
  const plan = [...steps].reverse().flatMap(undoing);
  const spans = strongPieces(e).map((p): RepairSpan => ({
    start: p.start + start,
    end: p.end + start,
    observed: block.slice(p.start + start, p.end + start),
    restored: p.restored,
    text: p.restored,
    channels: steps,
    plan,
    logOdds: p.gain * Math.LN2,
    confidence,
    inferred: [],
    lost: [],
  }));
  return { spans, end: at };
}

function firstBeyondAscii(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text.charCodeAt(at) < 0x80) at++;
  return at;
}

function undoing({ channel: id, policy }: ChannelStep): PlanStep[] {
  const { reader, writer, policies } = channel(id);
  return [
    { step: 'encode', encoding: reader!, policy: policy ?? policies[0]! },
    { step: 'decode', encoding: writer! },
  ];
}
