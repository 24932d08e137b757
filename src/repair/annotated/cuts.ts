/**
 * Pages of the same converter that put in no readings, but cut characters in two: 情況?，F(xiàn)… without `(xiàn)`.
 *
 * A cut leaves `?` before 。，！？； and what follows out of step. The evidence is what the search gains over
 * the text as it stands, in bits, and that the page writes 后 里 于 么 并 where Traditional text writes 後 裡
 * 於 麼 並. Where that is weak only the lines with cuts are taken for the converter's. Refuses lines with
 * characters that it would not have left.
 */
import { findPair, STEPS, tripleCost, type Model } from '../../model/model.ts';
import type { Lexicon } from './lexicon.ts';
import { linesOf, type Page } from './page.ts';
import { type LineSurvey, surveyLine } from './survey.ts';
import { CONVERTED_PAGE, FOREIGN_LINE, UNCONVERTED_BITS } from './weights.ts';

/** A cheap look: `?` between what is no ASCII and one of 。，！？；, folded or not, with more text behind. */
export function mayBeCut(block: string): boolean {
  for (let at = block.indexOf('?', 1); at >= 0; at = block.indexOf('?', at + 1))
    if (isCutPlace(block, at)) return true;
  return false;
}

export function isCutPlace(text: string, at: number): boolean {
  if (at === 0 || text.charCodeAt(at - 1) < 0x80 || at + 2 >= text.length) return false;
  switch (text.charCodeAt(at + 1)) {
    case 0x2c:
    case 0x21:
    case 0x3f:
    case 0x3b:
    case 0x3002:
    case 0xff0c:
    case 0xff01:
    case 0xff1f:
    case 0xff1b:
      return text.charCodeAt(at + 2) >= 0x80;
    default:
      return false;
  }
}

export interface CutPage {
  /** All lines that can be the converter's; no evidence yet. */
  page: Page;
  /** Bits for "this is the converter's Traditional" from the characters alone. */
  converted: number;
}

/** The block as a page without readings. */
export function cutPage(lex: Lexicon, block: string): CutPage {
  const surveys = linesOf(block).map(([start, end]) => surveyLine(lex, block, start, end));
  const lines = surveys.filter(mayBeConverted);
  let converted = 0;
  for (const s of surveys)
    converted += UNCONVERTED_BITS * s.unconverted - FOREIGN_LINE * (s.foreign + s.unusual + s.kana);
  return {
    page: pageWithoutReadings(
      lex,
      lines,
      lines.every((s) => s.fullWidth === 0),
    ),
    converted,
  };
}

/** The lines of a block that have a cut and can be the converter's. */
export function cutLines(lex: Lexicon, block: string): LineSurvey[] {
  const lines: LineSurvey[] = [];
  for (let at = block.indexOf('?', 1); at >= 0; at = block.indexOf('?', at + 1)) {
    if (!isCutPlace(block, at)) continue;
    const start = block.lastIndexOf('\n', at) + 1;
    const newline = block.indexOf('\n', at);
    const next = newline < 0 ? block.length : newline;
    lines.push(surveyLine(lex, block, start, block.charCodeAt(next - 1) === 13 ? next - 1 : next));
    at = next;
  }
  return lines.filter(mayBeConverted);
}

/** `folded`: full-width forms were folded. */
export function pageWithoutReadings(lex: Lexicon, lines: LineSurvey[], folded: boolean): Page {
  const active = new Uint8Array(lex.tables.chars.length);
  return { lines, annotations: 0, evidence: 0, level: 0, except: [], also: [], active, folded };
}

function mayBeConverted(s: LineSurvey): boolean {
  return s.foreign === 0 && s.annotated.length === 0;
}

/** Whether the characters alone show the converter, so that lines without damage are its, too. */
export function isConverted(page: CutPage): boolean {
  return page.converted >= CONVERTED_PAGE;
}

/** Bits of text[start, end) as it stands, in either script. */
export function plainCost(m: Model, text: string, start: number, end: number): number {
  const classAt = (i: number): number => m.classOf[i < 0 ? 10 : text.charCodeAt(i)]!;
  let a = classAt(start - 2);
  let b = classAt(start - 1);
  let total = 0;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    const c = classAt(i);
    total +=
      tripleCost(m, findPair(m.zh, a, b), b, c, findPair(m.zh, b, c)) +
      Math.min(m.hans[unit]!, m.hant[unit]!);
    a = b;
    b = c;
  }
  return total / STEPS;
}
