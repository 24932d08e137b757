/**
 * `annotated-traditional` in a block: is it such a page (page.ts), what did the converter write (run.ts,
 * shifted.ts), does the damage applied to that give the page again, and which spans report it.
 *
 * A span is a run of a line: from one character that no damaged page shows (or the line's end) to the next.
 */
import { ANNOTATED } from '../../channel/annotated/channel.ts';
import { PINYIN } from '../../channel/annotated/other.ts';
import { toSimplified } from '../../channel/annotated/convert.ts';
import type { Model } from '../../model/model.ts';
import type { ChannelStep, RepairSpan, TextHypothesis } from '../../types.ts';
import { optionsOf, type Settings } from '../options.ts';
import { replays } from '../verify.ts';
import { cousinSpans, mayBeCousin } from './cousins.ts';
import { cutLines, cutPage, isConverted, mayBeCut, pageWithoutReadings, plainCost } from './cuts.ts';
import { Familiar } from './familiar.ts';
import { lexicon, type Lexicon } from './lexicon.ts';
import { pageOf, type Page } from './page.ts';
import { readRun, type ReadRun } from './run.ts';
import type { Surroundings } from './shifted.ts';
import { spanOf } from './span.ts';
import type { LineSurvey } from './survey.ts';
import { BITS_PER_NINE, CUT_GAIN, FEW_ANNOTATIONS, PAGE_THRESHOLD, SURE_GUESS } from './weights.ts';

/** Spans of the annotated page in a block, in order; none if it is no such page. */
export function annotatedSpans(m: Model, block: string, settings: Settings): RepairSpan[] {
  const spans = settings.allowed(ANNOTATED) ? convertedSpans(m, block, settings) : [];
  if (spans.length > 0 || !settings.allowed(PINYIN) || !mayBeCousin(block)) return spans;
  return cousinSpans(lexicon(), block, settings);
}

function convertedSpans(m: Model, block: string, settings: Settings): RepairSpan[] {
  if (mayBeAnnotated(block)) {
    const lex = lexicon();
    const page = pageOf(lex, block);
    if (page !== null) {
      const spans = spansOf(m, lex, block, page, settings).map(({ span }) => span);
      // so little text shows neither the page's habits nor its words: no doubtful guesses on top of that
      return page.annotations <= FEW_ANNOTATIONS && spans.some(isDoubtful) ? [] : spans;
    }
  }
  return mayBeCut(block) ? cutSpans(m, block, settings) : [];
}

/** Spans of a page without readings. Most that look so are none: the lines with cuts tell that by themselves. */
function cutSpans(m: Model, block: string, settings: Settings): RepairSpan[] {
  const lex = lexicon();
  const lines = cutLines(lex, block);
  const gainOf = (folded: boolean): number => {
    let gain = 0;
    const page = { ...pageWithoutReadings(lex, lines, folded), evidence: Infinity };
    for (const { span, run } of spansOf(m, lex, block, page, settings))
      for (const { start, end, cost } of run.shifts)
        gain += plainCost(m, block, span.start + start, span.start + end) - cost;
    return gain;
  };
  const unfolded = gainOf(false);
  const folded = lines.every(({ fullWidth }) => fullWidth === 0) ? gainOf(true) : 0;
  if (Math.max(unfolded, folded) < CUT_GAIN) return [];
  const cut = cutPage(lex, block);
  const gain = cut.page.folded ? folded : unfolded;
  if (gain < CUT_GAIN) return [];
  const page = isConverted(cut) ? cut.page : { ...cut.page, lines };
  const evidence = gain + Math.max(0, cut.converted);
  return spansOf(m, lex, block, { ...page, evidence }, settings).map(({ span }) => span);
}

/** What is changed on a page; nothing if its evidence is too weak. */
function spansOf(
  m: Model,
  lex: Lexicon,
  block: string,
  page: Page,
  settings: Settings,
): { span: RepairSpan; run: ExplainedRun }[] {
  const odds = 9 * 10 ** ((page.evidence - PAGE_THRESHOLD) / BITS_PER_NINE);
  const confidence = odds === Infinity ? 1 : odds / (1 + odds);
  if (confidence < settings.minConfidence) return [];
  const spans: { span: RepairSpan; run: ExplainedRun }[] = [];
  const carriage = block.includes('\r\n');
  let counted: Familiar | undefined;
  const familiar = (): Familiar => {
    if (!counted) {
      counted = new Familiar();
      for (const line of page.lines) counted.add(block, line.start, line.end);
    }
    return counted;
  };
  for (const line of page.lines) {
    for (const [start, end] of runsOf(lex, block, line)) {
      const run = explainRun(m, lex, block, page, line, start, end, carriage, familiar);
      if (run) spans.push({ span: spanOf(m, lex, block, start, end, run, page, confidence, settings), run });
    }
  }
  return spans;
}

/** Whether something was lost, or guessed with a runner-up about as likely. */
function isDoubtful({ lost, inferred }: RepairSpan): boolean {
  return lost.length > 0 || inferred.some((i) => (i.alternatives[0]?.probability ?? 0) < SURE_GUESS);
}

/** The whole text as such a page; null if it is none at all. The channels are those of its first run. */
export function annotatedHypothesis(m: Model, text: string): TextHypothesis | null {
  const spans = annotatedSpans(m, text, optionsOf({ minConfidence: 0 }));
  const [first] = spans;
  if (!first) return null;
  let out = '';
  let at = 0;
  for (const span of spans) {
    out += text.slice(at, span.start) + span.text;
    at = span.end;
  }
  const { channels, logOdds, confidence } = first;
  return { channels, text: out + text.slice(at), logOdds, confidence };
}

/**
 * A cheap look: at least two readings, for one proves no page: `)` behind lower-case letters of which one is
 * toned, behind `?`, or behind `(` and what is no ASCII.
 */
export function mayBeAnnotated(block: string): boolean {
  let readings = 0;
  for (let at = block.indexOf(')'); at >= 0; at = block.indexOf(')', at + 1)) {
    let toned = false;
    let k = at - 1;
    for (; k >= 0 && k >= at - 7; k--) {
      const unit = block.charCodeAt(k);
      if (unit >= 0xe0 && unit < 0x200) toned = true;
      else if (unit < 0x61 || unit > 0x7a) break;
    }
    if (!toned || k < 0) continue;
    const mark = block.charCodeAt(k);
    const marked = mark === 0x3f || (mark === 0x28 && k > 0 && block.charCodeAt(k - 1) >= 0x80);
    if (marked && ++readings === 2) return true;
  }
  return false;
}

export interface ExplainedRun extends ReadRun {
  restored: string;
  step: ChannelStep;
}

/** Parts of a line between characters that cannot come out of page 936. */
function runsOf(lex: Lexicon, text: string, line: LineSurvey): [number, number][] {
  const runs: [number, number][] = [];
  let from = line.start;
  for (let i = line.start; i <= line.end; i++) {
    const unit = i === line.end ? 0 : text.charCodeAt(i);
    if (i < line.end && unit > 0 && (unit < 0x80 || lex.codeOf[unit] !== 0)) continue;
    if (i > from) runs.push([from, i]);
    from = i + 1;
  }
  return runs;
}

/** The run as the converter wrote it and the step that damages it again; null if nothing was changed or it does not replay. */
function explainRun(
  m: Model,
  lex: Lexicon,
  text: string,
  page: Page,
  line: LineSurvey,
  start: number,
  end: number,
  carriage: boolean,
  familiar: () => Familiar,
): ExplainedRun | null {
  const folded = line.fullWidth === 0 && page.folded;
  const observed = text.slice(start, end);
  for (const own of [false, true]) {
    const active = own ? ownActive(page, line) : page.active;
    if (active === null) continue;
    const s: Surroundings = { model: m, lex, text, end, active, folded, carriage, familiar };
    const run = readRun(s, start);
    if (run === null) continue;
    const restored = toSimplified(run.text);
    if (restored === observed) return null;
    const step = stepOf(lex, page, active, run.breaks, line.fullWidth === 0);
    if (replays(restored, [step], observed)) return { ...run, restored, step };
  }
  return null;
}

/** The page's entries corrected by what this line shows; null where it shows nothing else. */
function ownActive(page: Page, line: LineSurvey): Uint8Array | null {
  const active = page.active.slice();
  for (const e of line.bare) active[e] = 0;
  for (const e of line.annotated) active[e] = 1;
  return active.some((on, e) => on !== page.active[e]) ? active : null;
}

function stepOf(
  lex: Lexicon,
  page: Page,
  active: Uint8Array,
  breaks: readonly number[],
  folded: boolean,
): ChannelStep {
  const key = breaks.length === 0 && active === page.active ? page : null;
  const known = key && steps.get(key);
  if (known && (known.fold !== false) === folded) return known;
  const except: string[] = [];
  const also: string[] = [];
  lex.tables.chars.forEach((char, e) => {
    if (e === 0) return;
    if (e <= page.level && active[e] === 0) except.push(char);
    if (e > page.level && active[e] === 1) also.push(char);
  });
  const step: ChannelStep = {
    channel: ANNOTATED,
    level: page.level,
    ...(except.length > 0 ? { except } : {}),
    ...(also.length > 0 ? { also } : {}),
    ...(breaks.length > 0 ? { breaks: [...breaks] } : {}),
    ...(folded ? {} : { fold: false }),
  };
  if (key) steps.set(key, step);
  return step;
}

/** The step of a page's runs without cuts: most are the same. */
const steps = new WeakMap<Page, ChannelStep>();
