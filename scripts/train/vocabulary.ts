/**
 * Which UTF-16 units get a symbol of their own, and which symbols share a class.
 *
 * A Han character's class is its Simplified form (OpenCC's character tables), so that 發 and 发 are
 * counted together; the ten digits share a class; everything else is a class by itself.
 */
import * as OpenCC from 'opencc-js';
import { PAGE_SHIFT, PAGE_SYMBOLS, UNIT_STEPS } from '../../src/model/format.ts';
import { unigramBits } from './ngram.ts';
import { quantise } from './pack.ts';

export interface Vocabulary {
  /** Unit of each explicit symbol, ascending. */
  units: number[];
  /** Unit → symbol. */
  symbolOf: Uint16Array;
  /** Symbol → class. */
  classOf: Uint16Array;
  classes: number;
  /** Class → weight in Chinese text. */
  weight: Float64Array;
}

/** A Han character needs this weight of occurrences for a symbol of its own; others this. */
const MIN_HAN = 3;
const MIN_OTHER = 12;

export function isHan(unit: number): boolean {
  return (unit >= 0x4e00 && unit <= 0x9fff) || (unit >= 0x3400 && unit <= 0x4dbf);
}

/** `zh` and `other`: weighted counts per unit; `always`: units that get a symbol however rare. */
export function makeVocabulary(zh: Float64Array, other: Float64Array, always: Set<number>): Vocabulary {
  const weight = (u: number): number => zh[u]! + other[u]!;
  const chosen: number[] = [];
  for (let u = 0; u < 65536; u++) {
    const ownPage = (u >= 0xd800 && u < 0xf900) || u === 0xfffd; // surrogates, private use: the page will do
    if (always.has(u) || (!ownPage && weight(u) >= (isHan(u) ? MIN_HAN : MIN_OTHER))) chosen.push(u);
  }
  const symbolOf = new Uint16Array(65536);
  for (let u = 0; u < 65536; u++) symbolOf[u] = u >> PAGE_SHIFT;
  chosen.forEach((u, i) => (symbolOf[u] = PAGE_SYMBOLS + i));

  // classes in the order in which their first units come, then in the order of the file
  const classByUnit = new Map<number, number>();
  const found = new Uint16Array(PAGE_SYMBOLS + chosen.length);
  for (let s = 0; s < PAGE_SYMBOLS; s++) found[s] = s;
  const simplify = simplifier();
  chosen.forEach((u, i) => {
    const key = isHan(u) ? simplify(u) : u >= 0x30 && u <= 0x39 ? 0x30 : u;
    if (!classByUnit.has(key)) classByUnit.set(key, PAGE_SYMBOLS + classByUnit.size);
    found[PAGE_SYMBOLS + i] = classByUnit.get(key)!;
  });
  const classes = PAGE_SYMBOLS + classByUnit.size;
  const weights = new Float64Array(classes);
  for (let u = 0; u < 65536; u++) weights[found[symbolOf[u]!]!]! += zh[u]!;
  const cost = unigramBits(weights).map((bits) => quantise(bits, UNIT_STEPS));
  const order = Array.from({ length: classes }, (_, c) => c).sort((a, b) =>
    a < PAGE_SYMBOLS || b < PAGE_SYMBOLS ? a - b : cost[a]! - cost[b]! || a - b,
  );
  const rank = new Uint16Array(classes);
  order.forEach((c, i) => (rank[c] = i));
  return {
    units: chosen,
    symbolOf,
    classOf: found.map((c) => rank[c]!),
    classes,
    weight: Float64Array.from(order, (c) => weights[c]!),
  };
}

function simplifier(): (unit: number) => number {
  const converters = (['tw', 'hk', 't', 'jp'] as const).map((from) => OpenCC.Converter({ from, to: 'cn' }));
  return (unit) => {
    const char = String.fromCharCode(unit);
    for (const convert of converters) {
      const simple = convert(char);
      if (simple !== char && simple.length === 1 && isHan(simple.charCodeAt(0))) return simple.charCodeAt(0);
    }
    return unit;
  };
}
