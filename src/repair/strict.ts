/**
 * The search at width one: where no byte was lost there is one path, and nothing to search for.
 *
 * Takes a stretch back through the tables (inverse.ts), layer by layer, and weighs what comes out against "undamaged". Refuses
 * (null) whatever the beam would have to decide: what the tables refuse, and a place where "undamaged" is the better
 * explanation by more than it costs to leave a run and come back.
 *
 * Example: 浣犲ソ under utf8-as-gbk is E4BD A0E5 A5BD, which is 你好.
 */
import { textOf } from '../codec/units.ts';
import { findPair, pairCost, STEPS, tripleCost, type Model } from '../model/model.ts';
import { BORDER, CANDIDATE_CAP, NULL_CAP, REENTRY, SIGN_CAP } from '../weights.ts';
import { invert, roomFor, type Inverse, type Units } from './inverse.ts';
import { isEmoji, isPlainSign } from './kinds.ts';
import type { Piece } from './search.ts';

const CAP = CANDIDATE_CAP * STEPS;
const SIGN = SIGN_CAP * STEPS;
const ASTRAL = 6 * STEPS;
const NULL = NULL_CAP * STEPS;
/** Where this much would be saved by leaving the run, the beam decides. */
const LEAVE = (2 * BORDER + REENTRY) * STEPS;

/** Where single characters alone say so much, in bits, the damage is certain enough. */
const ENOUGH = 40;
const REFUSED = -Infinity;

const empty = (): Units => ({ units: new Uint16Array(4096), costs: new Int32Array(4096), length: 0 });
let one = empty();
let other = empty();

export interface StrictInput {
  model: Model;
  text: string;
  /** The stretch, without line ends. */
  start: number;
  end: number;
  /** Cost of each unit of the stretch under "undamaged", 1/8 bits; the first is that of the unit at `start`. */
  undamaged: Int32Array;
  /** The layers, in the order in which the damage happened. */
  layers: readonly Inverse[];
  /** The same damage is certain close by: where single characters say enough, their contexts are not asked. */
  proven?: boolean;
}

/** The stretch, without the ASCII at its ends, as one damaged piece; null if it is not for certain. */
export function strict({ model, text, start, end, undamaged, layers, proven }: StrictInput): Piece | null {
  let from = start;
  let to = end;
  while (from < to && text.charCodeAt(from) < 0x80) from++;
  while (to > from && text.charCodeAt(to - 1) < 0x80) to--;
  if (from === to) return null;
  roomFor(one, to - from);
  one.length = to - from;
  for (let i = from; i < to; i++) {
    one.units[i - from] = text.charCodeAt(i);
    one.costs[i - from] = undamaged[i - start]!;
  }
  for (let k = layers.length - 1; k >= 0; k--) {
    if (!invert(layers[k]!, one, other, k > 0)) return null;
    [one, other] = [other, one];
  }
  let observed = 0;
  for (let i = from; i < to; i++) observed += undamaged[i - start]!;
  let bits = proven ? unigramBits(model, one) : REFUSED;
  if (bits === REFUSED || observed / STEPS - bits < ENOUGH) {
    const next = to < end ? { unit: text.charCodeAt(to), cost: undamaged[to - start]! } : null;
    bits = restoredBits(model, one, from > 0 ? text.charCodeAt(from - 1) : 10, next);
  }
  if (bits === REFUSED) return null;
  return {
    start: from,
    end: to,
    restored: textOf(one.units, one.length),
    gain: observed / STEPS - bits - 2 * BORDER,
    bits,
    uncertain: [],
  };
}

/** What the restored text costs at most, by its characters alone; REFUSED if "undamaged" is too far ahead somewhere. */
function unigramBits(m: Model, { units, costs, length }: Units): number {
  let sum = 0;
  let behind = 0;
  for (let i = 0; i < length; i++) {
    const unit = units[i]!;
    const credit = costs[i]!;
    if (unit < 0x80) {
      sum += credit; // the same on both sides
      continue;
    }
    const cost = unigrams[unit]! === 0 ? unigram(m, unit) : unigrams[unit]!;
    sum += cost;
    behind += cost - credit;
    if (behind < 0) behind = 0;
    else if (behind > LEAVE) return REFUSED;
  }
  return sum / STEPS;
}

/** What units cost by themselves; 0: not asked yet. */
const unigrams = new Uint8Array(65536);

function unigram(m: Model, unit: number): number {
  const cost = m.zh.unigram[m.classOf[unit]!]! + Math.min(m.hans[unit]!, m.hant[unit]!);
  return (unigrams[unit] = Math.min(CAP, isPlainSign(unit) ? Math.min(cost, SIGN) : cost));
}

/**
 * What the restored text costs, after `before`, and what the ASCII character behind it costs more than after what was
 * observed; REFUSED if "undamaged" is too far ahead somewhere.
 */
function restoredBits(
  m: Model,
  { units, costs, length }: Units,
  before: number,
  next: { unit: number; cost: number } | null,
): number {
  const { zh, others, other: member, hans, hant, classOf } = m;
  let cls0 = classOf[before]!;
  let context = -1;
  let simplified = 0;
  let traditional = 0;
  let behind = 0;
  for (let i = 0; i < length; i++) {
    const unit = units[i]!;
    const cls = classOf[unit]!;
    const pair = findPair(zh, cls0, cls);
    let c = tripleCost(m, context, cls0, cls, pair);
    let most = CAP;
    if (unit < 0x2e80) {
      if (before < 0x2e80 || isEmoji(before))
        most = Math.min(CAP, pairCost(others, findPair(others, cls0, cls), cls0, cls) + member[unit]!);
      if (most > SIGN && isPlainSign(unit)) most = SIGN;
    } else if (unit >= 0xd800 && unit < 0xdc00) c += ASTRAL;
    const asHans = Math.min(most, c + hans[unit]!);
    const asHant = Math.min(most, c + hant[unit]!);
    simplified += asHans;
    traditional += asHant;
    behind += Math.min(asHans, asHant) - costs[i]!;
    if (behind < 0) behind = 0;
    else if (behind > LEAVE) return REFUSED;
    before = unit;
    cls0 = cls;
    context = pair;
    if (unit >= 0xd800 && unit < 0xdc00) i++;
  }
  const bits = Math.min(simplified, traditional);
  if (next === null) return bits / STEPS;
  const cls = classOf[next.unit]!;
  const c = tripleCost(m, context, cls0, cls, findPair(zh, cls0, cls)) + hans[next.unit]!;
  return (bits + Math.min(c, NULL) - next.cost) / STEPS;
}
