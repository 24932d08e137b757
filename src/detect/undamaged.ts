/**
 * The null hypothesis: how many bits the text costs if nothing happened to it.
 *
 * The cheapest of several experts a character, so that no normal text looks like damage: Chinese
 * (both scripts), other languages, and other languages after folding capitals and half-width kana.
 */
import { findPair, pairCost, STEPS, type Model } from '../model/model.ts';
import { FOLD_COST, NULL_CAP } from '../weights.ts';

const CAP = NULL_CAP * STEPS;
const FOLD = FOLD_COST * STEPS;

let folded: Uint16Array | undefined;

function foldTable(): Uint16Array {
  if (folded) return folded;
  folded = new Uint16Array(65536);
  for (let u = 0; u < 65536; u++) {
    const char = String.fromCharCode(u);
    const to =
      u >= 0xff61 && u <= 0xff9f
        ? char.normalize('NFKC')
        : u >= 0xd800 && u < 0xe000
          ? char
          : char.toLowerCase();
    folded[u] = to.length === 1 ? to.charCodeAt(0) : u;
  }
  return folded;
}

/** Cost in 1/8 bits of each UTF-16 unit of text[start, end) under "undamaged". */
export function undamagedCosts(m: Model, text: string, start: number, end: number): Int32Array {
  const out = new Int32Array(end - start);
  fillUndamaged(m, text, start, end, out);
  return out;
}

/** The same, into an array of the caller's. */
export function fillUndamaged(m: Model, text: string, start: number, end: number, out: Int32Array): void {
  const fold = foldTable();
  let before = start > 0 ? text.charCodeAt(start - 1) : 10;
  let classBefore = m.classOf[before]!;
  let foldBefore = fold[before]!;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    const cls = m.classOf[unit]!;
    const zh =
      pairCost(m.zh, findPair(m.zh, classBefore, cls), classBefore, cls) +
      Math.min(m.hans[unit]!, m.hant[unit]!);
    let cost = zh;
    if (unit >= 0x80 || cost > CAP) {
      const other =
        pairCost(m.others, findPair(m.others, classBefore, cls), classBefore, cls) + m.other[unit]!;
      if (other < cost) cost = other;
      const low = fold[unit]!;
      if (low !== unit || foldBefore !== before) {
        const a = m.classOf[foldBefore]!;
        const b = m.classOf[low]!;
        const fc = pairCost(m.others, findPair(m.others, a, b), a, b) + m.other[low]! + FOLD;
        if (fc < cost) cost = fc;
      }
      foldBefore = low;
    } else foldBefore = fold[unit]!;
    out[i - start] = cost < CAP ? cost : CAP;
    before = unit;
    classBefore = cls;
  }
}
