/**
 * What nothing can bring back: 烫烫烫 (CC fill), 屯屯屯 (CD), runs of ????, of U+FFFD, of 锟斤拷 with
 * nothing between. Reported as spans with no channels; the text stays.
 */
import type { RepairSpan } from '../types.ts';

const HOPELESS = /(?:烫){3,}|(?:屯){3,}|(?:锟斤拷){2,}|\ufffd{3,}|(?<![?])\?{4,}(?![?])/gu;

/** What every run begins with. */
export const SIGNS: readonly string[] = [
  '\u70eb\u70eb\u70eb',
  '\u5c6f\u5c6f\u5c6f',
  '\u951f\u65a4\u62f7\u951f',
  '\ufffd\ufffd\ufffd',
  '????',
];
/** One pass over clean text. */
const SIGN = new RegExp(SIGNS.map((sign) => sign.replaceAll('?', '\\?')).join('|'));

/** Runs of `text` outside the repaired pieces that are damage beyond repair. */
export function beyondRepair(
  text: string,
  repaired: readonly { start: number; end: number }[],
): RepairSpan[] {
  const spans: RepairSpan[] = [];
  if (!SIGN.test(text)) return spans;
  for (const match of text.matchAll(HOPELESS)) {
    const start = match.index;
    const end = start + match[0].length;
    if (repaired.some((p) => p.start < end && start < p.end)) continue;
    const observed = match[0];
    spans.push({
      start,
      end,
      observed,
      restored: observed,
      text: observed,
      channels: [],
      plan: [],
      logOdds: 0,
      confidence: 1,
      inferred: [],
      lost: [{ start: 0, end: observed.length }],
    });
  }
  return spans;
}
