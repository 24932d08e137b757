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
 * searching text[from, to); −1 if there is none. Nothing outside of the range is looked at.
 */
export function firstAlarm(m: Model, text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    at = flagged(m.screen, text, at, to);
    if (at < 0) return -1;
    if (suspect(m, text, from, to, at)) return at;
  }
  return -1;
}

/** The same for every line, the first of each; offsets from `from`. What follows an alarm in its line is not looked at. */
export function alarmsIn(m: Model, text: string, from: number, to: number): number[] {
  const alarms: number[] = [];
  for (let at = from; at >= 0 && at < to;) {
    const alarm = firstAlarm(m, text, at, to);
    if (alarm < 0) break;
    alarms.push(alarm - from);
    at = text.indexOf('\n', alarm);
  }
  return alarms;
}

/** The first look alone, by itself because this is where clean text spends its time. */
function flagged(weights: Int8Array, text: string, from: number, to: number): number {
  let x = 0;
  for (let i = from; i < to; i++) {
    x += weights[text.charCodeAt(i)]!;
    x &= ~(x >> 31); // at least 0, without a branch that no processor foresees
    if (x > LIMIT) return i;
  }
  return -1;
}
