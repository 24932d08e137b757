/**
 * Which encoding are these bytes in? Hypotheses in bits, all over the same bytes, best first.
 *
 * The language model says how many bits the text costs that each encoding would give; a bad byte costs BAD bits, and
 * "no text" eight bits a byte. What is declared is evidence worth DECLARED bits. It refuses nothing: bytes
 * that no encoding explains are `binary`. Example: C4 E3 BA C3 → gb18030, far behind euc-kr, windows-1251, …
 */
import type { EncodingHypothesis } from '../types.ts';
import { readsOn, type Stretch } from './align.ts';
import { poolAlike } from './alike.ts';
import { pairs } from './costs.ts';
import { declaredIn, markOf } from './declared.ts';
import { secondOpinion } from './jschardet.ts';
import { utf8Length } from '../codec/index.ts';
import { mixedBits } from './mixed.ts';
import { isChinese } from './names.ts';
import { isAscii, isUtf8 } from './native.ts';
import { takeSample } from './sample.ts';
import { asciiBits, closeLook, glance, PAIR_NAMES, PAIRED, type Scored } from './score.ts';
import { escapeHypothesis, utf7Hypothesis, wideBits } from './sevenBit.ts';
import { STEPS } from '../model/model.ts';
import { floorCost, SINGLES } from './singles.ts';
import { WIDE, type Wide, wideRate } from './unicode.ts';
import {
  BINARY_BYTE,
  CLEAR_LEAD,
  CLOSE_LOOK,
  CONFIDENCE,
  DECLARED,
  FLUENT_RATE,
  GLANCES,
  LISTED,
  MARKED,
  MIXED,
  PRIOR,
  SINGLES_LEAD,
  STEADY,
  STEADY_LOOK,
  STEADY_SLACK,
  SURELY_UTF8,
  UTF16_RATE,
} from './weights.ts';

/** What the caller knows. */
export interface DetectOptions {
  /** The `Content-Type` that came with the bytes, or its charset. */
  contentType?: string;
}

const MULTIBYTE: readonly string[] = ['utf-8', ...PAIRED.map(([name]) => name)];
const BYTEWISE: readonly string[] = [...MULTIBYTE, ...SINGLES];
const CERTAIN: Scored = { encoding: 'binary', bits: 200 };

/** Every hypothesis worth a mention, best first; never empty. */
export function detectEncoding(bytes: Uint8Array, options: DetectOptions = {}): EncodingHypothesis[] {
  const mark = markOf(bytes);
  if (mark) return marked(bytes, mark);
  if (isAscii(bytes)) return ranked(sevenBit(bytes), bytes, declaredIn(bytes, options.contentType));
  const declared = declaredIn(bytes, options.contentType);
  // without a NUL so much that is valid UTF-8 is nothing wide, and the model need not be asked
  const utf8 = surelyUtf8(bytes);
  const wide = utf8 && !bytes.includes(0) ? [] : wideCandidates(bytes);
  if (wide.length === 0 && utf8) return ranked([{ encoding: 'utf-8', bits: 0 }, CERTAIN], bytes, []);
  return ranked(eightBit(bytes, wide), bytes, declared);
}

/** A byte order mark settles it, unless what follows is nothing of the kind. */
function marked(bytes: Uint8Array, mark: { encoding: string; length: number }): EncodingHypothesis[] {
  const rest = bytes.subarray(mark.length);
  if (mark.encoding !== 'utf-8' || isUtf8(rest))
    return ranked([{ encoding: mark.encoding, bits: -MARKED }, CERTAIN], bytes, []);
  const scored = eightBit(rest, []);
  for (const s of scored) if (s.encoding === mark.encoding) s.bits -= MARKED;
  return ranked(scored, bytes, []);
}

/** UTF-8, but for characters cut at the ends, that holds enough beyond ASCII to be nothing else. */
function surelyUtf8(bytes: Uint8Array): boolean {
  let from = 0;
  while (from < 3 && (bytes[from]! & 0xc0) === 0x80) from++;
  let to = bytes.length;
  for (let back = 1; back <= 3 && to === bytes.length; back++)
    if (utf8Length(bytes[bytes.length - back] ?? 0) > back) to -= back;
  if (!isUtf8(bytes.subarray(from, to))) return false;
  let high = 0;
  for (let i = from; i < to; i++) {
    high += bytes[i]! >> 7;
    if (high >= SURELY_UTF8) return true;
  }
  return false;
}

/** Bytes without the eighth bit: ASCII, or one of the encodings that hide in it. */
function sevenBit(bytes: Uint8Array): Scored[] {
  const scored: Scored[] = [{ encoding: 'ascii', bits: 0 }];
  const escape = escapeHypothesis(bytes);
  if (escape) scored.push(escape);
  const utf7 = utf7Hypothesis(bytes);
  if (utf7) scored.push(utf7);
  const head = bytes.subarray(0, CLOSE_LOOK);
  const plain = asciiBits(head, 0, head.length);
  for (const { encoding, bits } of wideScores(bytes, head.length, wideCandidates(bytes)))
    scored.push({ encoding, bits: bits - plain });
  // of random bytes, half would have the eighth bit
  scored.push({ encoding: 'binary', bits: (BINARY_BYTE + 1) * head.length + PRIOR['binary']! - plain });
  return scored;
}

/** UTF-16 and UTF-32 without a mark: what a glance does not rule out. */
function wideCandidates(bytes: Uint8Array): readonly Wide[] {
  let found: Wide[] = NONE;
  for (const wide of WIDE) {
    if (bytes.length < wide.size || !mayBeWide(bytes, wide)) continue;
    if (found === NONE) found = [];
    found.push(wide);
  }
  return found;
}

function mayBeWide(bytes: Uint8Array, wide: Wide): boolean {
  for (const look of GLANCES)
    if (wideRate(bytes, Math.min(bytes.length, look), wide) > (look === GLANCES[0] ? 2 : 1) * UTF16_RATE)
      return false;
  return true;
}

const NONE: Wide[] = [];

function wideScores(bytes: Uint8Array, to: number, wide: readonly Wide[]): Scored[] {
  return wide.map((w) => ({ encoding: w.name, bits: wideBits(bytes, to, w) + PRIOR[w.name]! }));
}

/** Bytes beyond ASCII: every encoding over a sample of them, more closely where a first glance leaves a doubt. */
function eightBit(bytes: Uint8Array, wide: readonly Wide[]): Scored[] {
  if (wide.length > 0) return withWide(bytes, wide);
  const { bytes: sample, length, begins, ends } = takeSample(bytes);
  for (const look of GLANCES) {
    const clear = look > length ? null : atAGlance(sample, length, look, begins, ends);
    if (clear) return clear;
  }
  const stretch: Stretch = {
    bytes: sample,
    from: 0,
    to: Math.min(length, CLOSE_LOOK),
    begins,
    ends: ends && length <= CLOSE_LOOK,
  };
  const close = closely(stretch, BYTEWISE);
  const least = Math.min(...close.map((s) => s.bits));
  if (least < FLUENT_RATE * stretch.to) return close;
  // no encoding for all of it: several, perhaps
  const { bits, encoding } = mixedBits(sample, 0, stretch.to);
  for (const s of close) if (s.encoding === encoding) s.bits = Math.min(s.bits, bits + MIXED);
  return close;
}

/** What is clear from the single characters of the first bytes; null if nothing is. */
function atAGlance(
  bytes: Uint8Array,
  length: number,
  look: number,
  begins: boolean,
  ends: boolean,
): Scored[] | null {
  const scored = glances({ bytes, from: 0, to: look, begins, ends: ends && length === look }, MULTIBYTE);
  scored.push({ encoding: 'binary', bits: BINARY_BYTE * look + PRIOR['binary']! });
  scored.sort(byBits);
  const [best, second] = scored as [Scored, Scored];
  if (best.encoding === 'binary' || second.bits - best.bits < CLEAR_LEAD) return null;
  if (singlesBits(bytes, look) < best.bits + SINGLES_LEAD) return null;
  return isSteady(bytes, look, length, ends, best.encoding) ? scored : null;
}

/** No single-byte page costs less. */
function singlesBits(bytes: Uint8Array, look: number): number {
  return floorCost(bytes, 0, look) / STEPS + SINGLES_PRIOR;
}

const SINGLES_PRIOR: number = Math.min(...SINGLES.map((name) => PRIOR[name]!));
const byBits = (a: Scored, b: Scored): number => a.bits - b.bits;

/** What is far behind one before it is not weighed to the end: it is not near, and that is all that counts. */
function glances(stretch: Stretch, encodings: readonly string[], limit: number = FAR): Scored[] {
  return encodings.map((encoding) => {
    const bits = glance(stretch, encoding, limit) + PRIOR[encoding]!;
    limit = Math.min(limit, bits + CLEAR_LEAD + BEHIND);
    return { encoding, bits };
  });
}

const FAR = 1e5;
/** More than priors differ. */
const BEHIND = 20;

/** Whether the rest of the sample goes on as it began. */
function isSteady(bytes: Uint8Array, from: number, length: number, ends: boolean, encoding: string): boolean {
  if (PAIR_NAMES.has(encoding)) {
    // a character may stand across `from`
    const table = pairs(encoding);
    for (let at = from; at < from + 2; at++)
      if (readsOn(bytes, at, length, table, STEADY * STEPS, STEADY_SLACK * STEPS)) return true;
  }
  const stretch: Stretch = { bytes, from, to: from, begins: true, ends: true };
  for (; stretch.from < length; stretch.from = stretch.to) {
    stretch.to = Math.min(length, stretch.from + STEADY_LOOK);
    stretch.ends = ends || stretch.to < length;
    if (glance(stretch, encoding) > STEADY * (stretch.to - stretch.from) + STEADY_SLACK) return false;
  }
  return true;
}

function closely(stretch: Stretch, encodings: readonly string[]): Scored[] {
  const scored = encodings.map((encoding): Scored => ({
    encoding,
    bits: closeLook(stretch, encoding) + PRIOR[encoding]!,
  }));
  scored.push({
    encoding: 'binary',
    bits: BINARY_BYTE * (stretch.to - stretch.from) + PRIOR['binary']!,
  });
  return scored;
}

/** Where two or four bytes may be one unit, all is weighed over the same head of the input. */
function withWide(bytes: Uint8Array, wide: readonly Wide[]): Scored[] {
  for (const look of GLANCES) {
    if (look > bytes.length) break;
    const first: Stretch = { bytes, from: 0, to: look, begins: true, ends: look === bytes.length };
    const scored = wideScores(bytes, look, wide);
    const need = Math.min(...scored.map((s) => s.bits)) + CLEAR_LEAD;
    const rivals = glances(first, MULTIBYTE, need + BEHIND);
    rivals.push({ encoding: 'binary', bits: BINARY_BYTE * look + PRIOR['binary']! });
    if (rivals.every((s) => s.bits > need) && singlesBits(bytes, look) > need) return [...scored, ...rivals];
  }
  const to = Math.min(bytes.length, CLOSE_LOOK);
  const close = closely({ bytes, from: 0, to, begins: true, ends: to === bytes.length }, BYTEWISE);
  return [...close, ...wideScores(bytes, to, wide)];
}

/** Bits to hypotheses: declared ones helped, others asked where nothing Chinese or certain came out. */
function ranked(scored: Scored[], bytes: Uint8Array, declared: readonly string[]): EncodingHypothesis[] {
  for (const name of declared) for (const s of scored) if (s.encoding === name) s.bits -= DECLARED;
  scored.sort(byBits);
  const top = scored[0]!.encoding;
  if (!isChinese(top) && top !== 'ascii' && !top.startsWith('utf-') && scored[1]!.bits - scored[0]!.bits < 10)
    ask(scored, bytes);
  const pooled = isAscii(bytes) ? scored : poolAlike(scored, bytes);
  const none = pooled.find((s) => s.encoding === 'binary')!.bits;
  const least = pooled[0]!.bits;
  const close = pooled.filter((s, i) => i < 2 || s.bits - least < LISTED);
  const weights = close.map((s) => 2 ** (CONFIDENCE * (least - s.bits)));
  const all = weights.reduce((sum, w) => sum + w, 0);
  return close.map(({ encoding, bits }, i) => ({
    encoding,
    logOdds: (none - bits) * Math.LN2,
    confidence: weights[i]! / all,
  }));
}

/** jschardet's word, for one of the encodings that are not Chinese. */
function ask(scored: Scored[], bytes: Uint8Array): void {
  const opinion = secondOpinion(bytes);
  if (!opinion) return;
  const same = scored.find((s) => s.encoding === opinion.encoding);
  if (same) same.bits -= DECLARED * opinion.confidence;
  else scored.push({ encoding: opinion.encoding, bits: scored[0]!.bits + 1 });
  scored.sort(byBits);
}
