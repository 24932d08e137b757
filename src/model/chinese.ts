/** How likely is this text as Chinese, in the script that fits better? 你好 after a line end: 11.5 bits. */
import { findPair, STEPS, tripleCost, type Model } from './model.ts';

/** Bits of a text by the trigrams of Chinese; one script for all of it. */
export function chineseBits(m: Model, text: string): number {
  let shared = 0;
  let hans = 0;
  let hant = 0;
  let a = m.classOf[10]!;
  let b = a;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const c = m.classOf[unit]!;
    shared += tripleCost(m, findPair(m.zh, a, b), b, c, findPair(m.zh, b, c));
    hans += m.hans[unit]!;
    hant += m.hant[unit]!;
    a = b;
    b = c;
  }
  return (shared + Math.min(hans, hant)) / STEPS;
}
