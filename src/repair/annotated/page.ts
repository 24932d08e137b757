/**
 * Is this block such a page, and which part of it? Pools the lines' surveys: within a page a character is
 * annotated always or never, in about the order of the table, which gives the level.
 *
 * Evidence: each distinct entry annotated amid text counts, each further occurrence a little, each mark of a
 * parted character more. Against it: the same characters bare, an order that no level explains, readings after
 * characters that are no entry, text that the converter would not have left. Lines against which the page's own
 * habits speak are another's text and stay.
 */
import {
  BARE,
  DISTINCT,
  FOREIGN_LINE,
  FOREIGN_READING,
  ISOLATED,
  MAX_AGAINST,
  MAX_ORDER,
  MAX_UNCONVERTED,
  MISFIT,
  PARTED,
  REPEATED,
  UNCONVERTED_BITS,
} from './weights.ts';
import type { Lexicon } from './lexicon.ts';
import { surveyLine, type LineSurvey } from './survey.ts';

export interface Page {
  /** The lines that belong to it. */
  lines: LineSurvey[];
  /** Occurrences of annotations in them. */
  annotations: number;
  /** Bits for "this page was annotated by the converter". */
  evidence: number;
  /** Entries up to this one are annotated … */
  level: number;
  /** … except these, and besides these. */
  except: number[];
  also: number[];
  /** Entry → annotated. */
  active: Uint8Array;
  /** No full-width form of its lines survived. */
  folded: boolean;
}

/** The page in a block; null if there are no annotations, or if all speaks against it. */
export function pageOf(lex: Lexicon, text: string): Page | null {
  if (!hasAnnotation(lex, text)) return null;
  const surveys = linesOf(text).map(([start, end]) => surveyLine(lex, text, start, end));
  const entries = lex.tables.chars.length;
  const ever = new Uint8Array(entries);
  for (const s of surveys) for (const e of s.annotated) ever[e] = 1;
  const own = belonging(surveys, ever);
  const annotated = new Uint32Array(entries);
  const bare = new Uint32Array(entries);
  const against = new Uint32Array(entries);
  surveys.forEach((s, i) => {
    for (const e of s.annotated) annotated[e]!++;
    for (const e of s.bare) (own[i] ? bare : against)[e]!++;
  });
  for (const s of surveys)
    for (const e of s.possible) if (annotated[e] === 0 && bare[e] === 0) annotated[e] = 1;
  const shown = Array.from(annotated, (n, e) => n > bare[e]!);
  const { level, misfits } = levelOf(shown, bare);
  const active = new Uint8Array(entries);
  const except: number[] = [];
  const also: number[] = [];
  for (let e = 1; e < entries; e++) {
    active[e] = shown[e] || (e <= level && bare[e] === 0) ? 1 : 0;
    if (e <= level && active[e] === 0) except.push(e);
    if (e > level && active[e] === 1) also.push(e);
  }
  let evidence = -MISFIT * misfits;
  let inText = 0;
  let total = 0;
  let unexplained = 0;
  let foreignText = 0;
  let unconverted = 0;
  surveys.forEach((s, i) => {
    if (!own[i]) return;
    inText += s.inText + s.parted;
    total += s.annotated.length;
    unexplained += s.unexplained;
    evidence += PARTED * s.parted - FOREIGN_READING * s.foreignReadings;
    foreignText += s.foreign + s.kana;
    unconverted += s.unconverted;
  });
  let contrary = 0;
  for (let e = 1; e < entries; e++) {
    if (!shown[e]) continue;
    evidence += DISTINCT + REPEATED * (annotated[e]! - 1) - BARE * bare[e]!;
    contrary += against[e]!;
  }
  evidence -= Math.min(MAX_AGAINST, BARE * contrary);
  evidence -= FOREIGN_LINE * foreignText;
  evidence += Math.min(MAX_UNCONVERTED, UNCONVERTED_BITS * unconverted);
  if (misfits === 0)
    evidence += order(shown.filter(Boolean).length, bare.filter((n, e) => n > 0 && !shown[e]).length);
  // a list of words, each with its reading, is no text
  if (inText * 2 < total) evidence = Math.min(evidence, ISOLATED);
  const lines = surveys.filter((_, i) => own[i]);
  return {
    lines,
    annotations: total + unexplained,
    evidence,
    level,
    except,
    also,
    active,
    folded: lines.every((s) => s.fullWidth === 0),
  };
}

/** Whether any line has an annotation; those without `)` need not be surveyed for that. */
function hasAnnotation(lex: Lexicon, text: string): boolean {
  for (let at = text.indexOf(')'); at >= 0; at = text.indexOf(')', at)) {
    const start = text.lastIndexOf('\n', at) + 1;
    const newline = text.indexOf('\n', at);
    at = newline < 0 ? text.length : newline;
    if (surveyLine(lex, text, start, at).annotated.length > 0) return true;
  }
  return false;
}

/** Bits that a perfect order of `a` annotated and `b` bare entries is worth: one of the ways to draw them. */
function order(a: number, b: number): number {
  let bits = 0;
  for (let k = 1; k <= a; k++) bits += Math.log2((b + k) / k);
  return Math.min(MAX_ORDER, bits);
}

/** [start, end) of each line that is not empty. */
export function linesOf(text: string): [number, number][] {
  const lines: [number, number][] = [];
  let from = 0;
  while (from < text.length) {
    let to = text.indexOf('\n', from);
    if (to < 0) to = text.length;
    if (to > from) lines.push([from, to > from && text.charCodeAt(to - 1) === 13 ? to - 1 : to]);
    from = to + 1;
  }
  return lines;
}

/** Line → whether it is the page's: annotated, or nothing in it speaks against that and its neighbours are. */
function belonging(surveys: readonly LineSurvey[], ever: Uint8Array): boolean[] {
  const signs = surveys.map((s) => {
    const bare = s.bare.reduce((n, e) => n + ever[e]!, 0);
    const against = bare + s.foreign + s.unusual / 4;
    const agreeing = s.annotated.length;
    if (agreeing > against) return 1;
    return against >= 0.5 ? -1 : 0;
  });
  return signs.map((sign, i) => {
    if (sign !== 0) return sign > 0;
    let down = 1;
    while (i - down >= 0 && signs[i - down] === 0) down++;
    let up = 1;
    while (i + up < signs.length && signs[i + up] === 0) up++;
    const above = signs[i - down] ?? 0;
    const below = signs[i + up] ?? 0;
    if (above === 0 || below === 0) return above + below > 0;
    return above > 0 && below > 0 ? true : above > 0 ? down < up : below > 0 && up < down;
  });
}

/** The level that leaves the fewest characters unexplained: bare below it, or annotated beyond it. The lowest of them. */
function levelOf(shown: readonly boolean[], bare: Uint32Array): { level: number; misfits: number } {
  let beyond = shown.filter(Boolean).length;
  let below = 0;
  let best = { level: 0, misfits: beyond };
  for (let e = 1; e < shown.length; e++) {
    if (shown[e]) beyond--;
    else if (bare[e]! > 0) below++;
    if (shown[e] && beyond + below < best.misfits) best = { level: e, misfits: beyond + below };
  }
  return best;
}
