/**
 * The screen: one table look-up a character decides which lines are worth a closer look.
 *
 * CUSUM (Page 1954) over log P(unit | damaged) / P(unit | clean) in quarter bits: clean text keeps the
 * sum near 0, damage drives it over the alarm within a few characters. It may alarm for nothing (the
 * search then finds nothing), it must not miss.
 */
import type { Model } from '../model/model.ts';
import { ALARM } from '../weights.ts';
import { suspect } from './suspect.ts';

const LIMIT = ALARM * 4;

/**
 * Offset of the unit at which evidence passes the alarm and holds at a second look (suspect.ts),
 * searching text[from, to); −1 if there is none.
 */
export function firstAlarm(m: Model, text: string, from: number, to: number): number {
  const weights = m.screen;
  let x = 0;
  for (let i = from; i < to; i++) {
    x += weights[text.charCodeAt(i)]!;
    if (x < 0) x = 0;
    else if (x > LIMIT) {
      if (suspect(m, text, from, to, i)) return i;
      x = 0;
    }
  }
  return -1;
}
