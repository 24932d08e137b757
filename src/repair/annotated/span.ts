/** A run that was read → the span that is reported, with its plan and what was inferred in it. */
import { stays, toSimplified, zhuAt } from '../../channel/annotated/convert.ts';
import { bytesOf } from '../../channel/slots.ts';
import { findPair, STEPS, tripleCost, type Model } from '../../model/model.ts';
import type { Inferred, PlanStep, RepairSpan } from '../../types.ts';
import type { Settings } from '../options.ts';
import type { ExplainedRun } from './index.ts';
import type { Lexicon } from './lexicon.ts';
import type { Page } from './page.ts';
import type { Guess } from './shifted.ts';

const RUNNERS_UP = 5;
/** Natural log-odds beyond which 著 is no question: 1 in 50. */
const SURE_ODDS = 4;

export function spanOf(
  m: Model,
  lex: Lexicon,
  block: string,
  start: number,
  end: number,
  run: ExplainedRun,
  page: Page,
  confidence: number,
  settings: Settings,
): RepairSpan {
  const { restored } = run;
  const keep = stays(run.text);
  const plan: PlanStep[] = run.edits.length > 0 ? [{ step: 'replace', edits: run.edits }] : [];
  if (settings.script !== 'keep') plan.push({ step: 'simplify', ...(keep.length > 0 ? { keep } : {}) });
  const inferred = run.guesses.map((g) => inference(m, lex, restored, g));
  const lost: { start: number; end: number }[] = [];
  const edits: [number, number, string][] = [];
  for (const i of inferred) {
    const mark = settings.lost === 'mark' || (i.alternatives[0]?.probability ?? 0) < settings.minInferred;
    if (settings.lost !== 'keep' && !mark) continue;
    edits.push([i.start, i.end, settings.lost === 'keep' ? '?' : '\ufffd']);
    lost.push({ start: i.start, end: i.end });
  }
  const unsure = settings.script === 'keep' ? [] : twoSources(run.text);
  let text = settings.script === 'keep' ? run.text : restored;
  if (edits.length > 0) {
    plan.push({ step: 'replace', edits });
    text = edits.reduceRight((t, [a, b, put]) => t.slice(0, a) + put + t.slice(b), text);
  }
  return {
    start,
    end,
    observed: block.slice(start, end),
    restored,
    text,
    channels: [run.step],
    plan,
    logOdds: page.evidence * Math.LN2,
    confidence,
    inferred: [...inferred.filter((i) => !lost.some((l) => l.start === i.start)), ...unsure].sort(
      (a, b) => a.start - b.start,
    ),
    lost,
  };
}

/** Each 著 that may be 着 or 著 in Simplified. */
function twoSources(text: string): Inferred[] {
  const found: Inferred[] = [];
  for (let at = text.indexOf('\u8457'); at >= 0; at = text.indexOf('\u8457', at + 1)) {
    const odds = zhuAt(text, at);
    if (Math.abs(odds) > SURE_ODDS) continue;
    const zhu = 1 / (1 + Math.exp(-odds));
    const alternatives = [
      { text: '\u8457', probability: zhu },
      { text: '\u7740', probability: 1 - zhu },
    ];
    alternatives.sort((a, b) => b.probability - a.probability);
    found.push({ start: at, end: at + 1, alternatives });
  }
  return found;
}

/** P(candidate | its neighbours) over the characters that the seen bytes allow. */
function inference(m: Model, lex: Lexicon, restored: string, g: Guess): Inferred {
  const padded = `\n\n${restored}\n\n`;
  const cost = (unit: number): number => {
    const units = [0, 1, 2, 3, 4].map((k) =>
      k === 2 ? m.classOf[unit]! : m.classOf[padded.charCodeAt(g.at + k)]!,
    );
    let total = m.hans[unit]!;
    for (let k = 2; k < 5; k++) {
      const context = findPair(m.zh, units[k - 2]!, units[k - 1]!);
      const pair = findPair(m.zh, units[k - 1]!, units[k]!);
      total += tripleCost(m, context, units[k - 1]!, units[k]!, pair);
    }
    return total / STEPS;
  };
  const chosen = restored.charCodeAt(g.at);
  const candidates = new Set<number>([chosen]);
  for (const lead of bytesOf(g.lead)) {
    if (g.trail < 0) {
      if (lead >= 0x20 && lead !== 0x7f) candidates.add(lead);
      continue;
    }
    for (const trail of bytesOf(g.trail)) {
      const unit = lex.written[(lead << 8) | trail]!;
      if (unit !== 0) candidates.add(toSimplified(String.fromCharCode(unit)).charCodeAt(0));
    }
  }
  const scored = [...candidates].map((unit) => ({ unit, bits: cost(unit) })).sort((a, b) => a.bits - b.bits);
  const best = scored[0]!.bits;
  const sum = scored.reduce((s, c) => s + 2 ** (best - c.bits), 0);
  const ranked = scored.filter((c) => c.unit !== chosen).slice(0, RUNNERS_UP);
  ranked.unshift(scored.find((c) => c.unit === chosen)!);
  return {
    start: g.at,
    end: g.at + 1,
    alternatives: ranked.map((c) => ({
      text: String.fromCharCode(c.unit),
      probability: 2 ** (best - c.bits) / sum,
    })),
  };
}
