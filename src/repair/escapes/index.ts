/**
 * Leftover escapes: runs are found, read in every way their bytes allow, the language model decides, and what is below
 * (another escape, a wrong decoder) is undone too. Every span replays.
 *
 * Example: %E6%B5%A3%E7%8A%B2%E3%82%BD is 浣犲ソ, which is 你好 read as GBK; the steps are utf8-as-gbk, percent-escape.
 * Refuses what does not read as Chinese, and in `auto` what is the correct spelling where it stands (spelling.ts).
 */
import type { Model } from '../../model/model.ts';
import type { RepairSpan, TextHypothesis } from '../../types.ts';
import { optionsOf, type Settings } from '../options.ts';
import { BLOCK_UNITS } from '../blocks.ts';
import { planFor } from '../plan.ts';
import { explainRun, type Found, type Scope } from './candidates.ts';
import { runsOf } from './runs.ts';
import { spellingOf } from './spelling.ts';

/** Gain in bits that makes a confidence of 0.9, and for which it moves from 0.9 to 0.99. */
const THRESHOLD = 15;
const BITS_PER_NINE = 5;
/** Spans of the leftover escapes of a block, in order, offsets in the block. */
export function escapeSpans(m: Model, block: string, settings: Settings, last: boolean): RepairSpan[] {
  if (settings.escapes === 'never') return [];
  const allowed = (id: string): boolean =>
    settings.allowed(id) && (id !== 'punycode' || settings.escapes === 'always' || settings.named(id));
  const runs = runsOf(block, allowed);
  if (runs.length === 0) return [];
  const scope: Scope = { model: m, allowed, ends: last, minConfidence: settings.minConfidence };
  const isCorrect = spellingOf(block);
  const all: Found[] = [];
  for (const run of runs.sort((x, y) => y.tokens.length - x.tokens.length)) {
    const start = run.tokens[0]!.start;
    const end = run.tokens.at(-1)!.end;
    if (all.some((f) => f.strong && f.start <= start && end <= f.end)) continue;
    if (settings.escapes === 'auto' && isCorrect(start, end, run.escape)) continue;
    const found = explainRun(scope, block, run);
    if (found) all.push(found);
  }
  return chosen(block, all)
    .map((found) => toSpan(block, found))
    .filter((span) => span.confidence >= settings.minConfidence);
}

/** For each chain of the leftover escapes of a text (of its first part, if it is long): what the text is when they are undone. */
export function escapeHypotheses(m: Model, text: string): TextHypothesis[] {
  const byChain = new Map<string, RepairSpan[]>();
  const head = text.slice(0, BLOCK_UNITS);
  for (const span of escapeSpans(m, head, LISTED, head.length === text.length)) {
    const chain = span.channels.map(({ channel }) => channel).join();
    byChain.set(chain, [...(byChain.get(chain) ?? []), span]);
  }
  return [...byChain.values()].map((spans): TextHypothesis => {
    let out = '';
    let at = 0;
    for (const span of spans) {
      out += text.slice(at, span.start) + span.restored;
      at = span.end;
    }
    return {
      channels: spans[0]!.channels,
      text: out + text.slice(at),
      logOdds: spans.reduce((sum, s) => sum + s.logOdds, 0),
      confidence: Math.max(...spans.map((s) => s.confidence)),
    };
  });
}
/** What `detect` lists: weak explanations, too. */
const LISTED: Settings = optionsOf({ minConfidence: 0.01 });

/** All spans in order; an escape inside what a wrong decoder explains is left, `????` inside an escape is part of it. */
export function withEscapes(spans: readonly RepairSpan[], escapes: readonly RepairSpan[]): RepairSpan[] {
  const free = escapes.filter((e) => !spans.some((s) => s.channels.length > 0 && overlap(s, e)));
  const rest = spans.filter((s) => !free.some((e) => overlap(s, e)));
  return [...rest, ...free].sort((x, y) => x.start - y.start);
}

function overlap(a: RepairSpan, b: RepairSpan): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The strong ones, and weak ones beside them on the line; the better where two overlap. */
function chosen(block: string, all: readonly Found[]): Found[] {
  const kept: Found[] = [];
  const add = (found: Found): void => {
    if (!kept.some((k) => k.start < found.end && found.start < k.end)) kept.push(found);
  };
  const byGain = [...all].sort((a, b) => b.gain - a.gain);
  for (const found of byGain) if (found.strong) add(found);
  const anchors = kept.map((k) => ({ ...k }));
  for (const found of byGain) {
    const beside = anchors.some((k) => {
      const between = block.slice(Math.min(k.end, found.end), Math.max(k.start, found.start));
      return channelOf(k) === channelOf(found) && !between.includes('\n');
    });
    if (!found.strong && beside) add(found);
  }
  return kept.sort((a, b) => a.start - b.start);
}

const channelOf = ({ steps }: Found): string => steps.at(-1)!.channel;

function toSpan(block: string, { start, end, restored, steps, gain }: Found): RepairSpan {
  const observed = block.slice(start, end);
  const odds = 9 * 10 ** ((gain - THRESHOLD) / BITS_PER_NINE);
  return {
    start,
    end,
    observed,
    restored,
    text: restored,
    channels: steps,
    plan: planFor(observed, steps, restored),
    logOdds: gain * Math.LN2,
    confidence: odds === Infinity ? 1 : odds / (1 + odds),
    inferred: [],
    lost: [],
  };
}
