/**
 * Score, margin and proof: which explanations are strong enough to change the text.
 *
 * Confidence is calibrated so that the threshold of a channel corresponds to 0.9; a lower
 * `minConfidence` asks for fewer bits, a higher one for more.
 */
import { channel, type Channel } from '../channel/catalogue.ts';
import { isPage, isSingleByte, type EncodingId } from '../codec/index.ts';
import {
  ANCHOR,
  ASCII_BITS,
  CHANCE,
  MIN_DISTINCT,
  MIN_PIECE_GAIN,
  PIECE_TOLL,
  MIN_DENSITY,
  THRESHOLD_FOREIGN,
  THRESHOLD_OTHER,
  THRESHOLD_PAIRS,
  THRESHOLD_PROVEN,
  THRESHOLD_RESIDUE,
  THRESHOLD_RUN,
  THRESHOLD_SHORT,
  THRESHOLD_UTF8,
  READS_WELL,
  UNCERTAIN_BITS,
} from '../weights.ts';
import type { ExplainedPiece, Explanation } from './explain.ts';
import { ASCII_LETTER, HAN, isPlainSign, KANA, kindOf, LETTER, ODD, SIGN } from './kinds.ts';

/** Bits for which confidence moves from 0.9 to 0.99. */
const BITS_PER_NINE = 5;
/** Below 0.9 it falls more slowly: what asks for more evidence than there is was right in two of three on dev. */
const BITS_PER_NINE_BELOW = 10;
/** However strong the evidence, another channel than the one that is named may have done it: as often as that on dev. */
const MISNAMED = 0.005;

/**
 * The explanation's confidence: P(this damage happened), 0 if it is no Chinese explanation at all. It has to
 * beat two others: an undamaged text in some language, and signs that only happen to spell something.
 * `proven`: the channel of damage that is certain elsewhere in the block; the same again needs less evidence.
 */
export function confidenceOf(text: string, e: Explanation, proven?: Channel): number {
  const pieces = strongPieces(e);
  if (pieces.length === 0) return 0;
  const restored = census(pieces);
  // at least half of the letters beyond ASCII are Han; none at all (punctuation, emoji) will do
  if (restored.han * 2 < restored.letters) return 0;
  const again = proven !== undefined && pieces.every((p) => p.steps[0]!.channel === proven.id);
  const needed = again ? THRESHOLD_PROVEN : threshold(text, pieces, restored);
  // bytes that check themselves are hardly right by chance
  const chance = selfChecked(pieces[0]!) ? 0 : doubt(overChance(pieces, restored));
  const against = doubt(evidence(pieces) - needed) + chance;
  return 9 / (9 + against + 9 * MISNAMED);
}

/** Odds that it is something else after all, in ninths, for so many bits more than needed: 1 for none. */
function doubt(bits: number): number {
  return 10 ** (-bits / (bits < 0 ? BITS_PER_NINE_BELOW : BITS_PER_NINE));
}

/** What the restored text of some pieces is made of, in characters. */
interface Census {
  length: number;
  beyondAscii: number;
  han: number;
  /** Han characters that stand alone in ASCII. */
  alone: number;
  /** Distinct ones, counted up to MIN_DISTINCT. */
  distinct: number;
  asciiLetters: number;
  /** Letters beyond ASCII, with private use and controls. */
  letters: number;
  privateUse: boolean;
  /** Arrows, frames and the like. */
  signs: number;
}

function census(pieces: readonly ExplainedPiece[]): Census {
  const c: Census = {
    length: 0,
    beyondAscii: 0,
    han: 0,
    alone: 0,
    distinct: 0,
    asciiLetters: 0,
    letters: 0,
    privateUse: false,
    signs: 0,
  };
  const seen = new Set<number>();
  for (const { restored } of pieces) {
    for (let i = 0; i < restored.length; i++) {
      const unit = restored.charCodeAt(i);
      if (unit >= 0xdc00 && unit < 0xe000) continue;
      c.length++;
      if (unit < 0x80) {
        if (kindOf(unit) === ASCII_LETTER) c.asciiLetters++;
        continue;
      }
      c.beyondAscii++;
      const kind = kindOf(unit);
      if (kind !== SIGN) c.letters++;
      else if (isPlainSign(unit)) c.signs++;
      if (kind === ODD && unit >= 0xe000 && unit < 0xf900) c.privateUse = true;
      if (kind !== HAN) continue;
      c.han++;
      if (seen.size < MIN_DISTINCT) seen.add(unit);
      const next = i + (unit >= 0xd800 && unit < 0xe000 ? 2 : 1);
      if (isApart(restored.charCodeAt(i - 1)) && isApart(restored.charCodeAt(next))) c.alone++;
    }
  }
  c.distinct = seen.size;
  return c;
}

/** Nothing, a letter or a sign of ASCII; a digit or a space may well stand beside a Han character: 10月29日. */
function isApart(unit: number): boolean {
  return !(unit >= 0x80 || unit === 0x20 || (unit >= 0x30 && unit <= 0x39));
}

/** Bits of all pieces together; where bytes do not check themselves, weak pieces are no evidence. */
function evidence(pieces: readonly ExplainedPiece[]): number {
  if (writtenInUtf8(pieces[0]!)) return pieces.reduce((sum, p) => sum + p.gain, 0);
  const gains = pieces.map((p) => p.gain).sort((x, y) => y - x);
  return gains.reduce((sum, g, i) => sum + (i === 0 ? g : Math.max(0, g - PIECE_TOLL)), 0);
}

/** Pieces that are believed: all of an anchored line if their bytes check themselves, else those that carry their own weight. */
export function strongPieces(e: Explanation): ExplainedPiece[] {
  const anchored = e.pieces.some((p) => p.gain >= ANCHOR) && writtenInUtf8(e.pieces[0]!);
  return e.pieces.filter((p) => p.gain >= (anchored ? 0 : MIN_PIECE_GAIN));
}

function threshold(text: string, pieces: readonly ExplainedPiece[], restored: Census): number {
  if (selfChecked(pieces[0]!)) {
    if (restored.beyondAscii > 2 || outside(text, pieces) === 0) return THRESHOLD_UTF8;
    // 容銆? at the end of a line: what a repair of whole characters left over
    return pieces.every((p) => isResidue(text, p)) ? THRESHOLD_RESIDUE : THRESHOLD_RUN;
  }
  if (writtenInUtf8(pieces[0]!)) {
    // a character or two through a rare reader: letters of another language fit by chance
    if (restored.beyondAscii <= 2 && outside(text, pieces) === 2) return THRESHOLD_FOREIGN;
    return restored.beyondAscii <= 2 && restored.han === 0 ? THRESHOLD_SHORT : THRESHOLD_OTHER;
  }
  const { distinct } = restored;
  if (distinct < MIN_DISTINCT && !(distinct === MIN_DISTINCT - 1 && evidence(pieces) >= THRESHOLD_SHORT))
    return Infinity;
  const around = outside(text, pieces);
  const thin = restored.han < MIN_DENSITY * (restored.han + restored.asciiLetters);
  if (thin || around === 2) return THRESHOLD_FOREIGN;
  const reader = readerOf(pieces[0]!);
  // Shift_JIS shows single bytes, too: half-width kana
  if (isSingleByte(reader) || reader === 'shift_jis') return around === 1 ? THRESHOLD_RUN : THRESHOLD_OTHER;
  return THRESHOLD_PAIRS;
}

/** A hanzi and the question mark after it, which is the last of a line or has swallowed white space or punctuation. */
function isResidue(text: string, { start, end, uncertain }: ExplainedPiece): boolean {
  return (
    end - start === 2 &&
    text[end - 1] === '?' &&
    uncertain.length > 0 &&
    kindOf(text.charCodeAt(start)) === HAN
  );
}

/** Letters beyond ASCII outside the pieces: 0 none, 1 Han and kana (or numbers), 2 another script's. */
function outside(text: string, pieces: readonly ExplainedPiece[]): 0 | 1 | 2 {
  let found: 0 | 1 = 0;
  let at = 0;
  for (const p of [...pieces, { start: text.length, end: text.length }]) {
    for (let i = at; i < p.start; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0x80) continue;
      const kind = kindOf(unit);
      if (kind === LETTER || kind === ODD) return 2;
      if (kind === HAN || kind === KANA) found = 1;
    }
    at = p.end;
  }
  return found;
}

/** The innermost bytes are UTF-8: a run of them is hardly ever valid by accident. */
function writtenInUtf8({ steps }: ExplainedPiece): boolean {
  return channel(steps[0]!.channel).writer === 'utf-8';
}

/** UTF-8 throughout, through a reader that keeps its structure. */
function selfChecked({ steps }: ExplainedPiece): boolean {
  return (
    channel(steps[0]!.channel).writer === 'utf-8' &&
    steps.every((s) => channel(s.channel).kind === 'loss' || selfChecking(channel(s.channel).reader!))
  );
}

/**
 * Bits by which the restored text is likelier than what chance makes of random signs, beyond what is needed. Nearly any
 * bytes are text in most encodings, but what they spell is random; UTF-8 is hardly ever valid by chance, but random all
 * the same where another layer is below it.
 */
function overChance(pieces: readonly ExplainedPiece[], restored: Census): number {
  const kind = chanceOf(pieces[0]!);
  if (kind === 'utf8') {
    // signs, names in other scripts: nothing to compare with
    if (restored.han < 2) return Infinity;
  } else {
    // many Han characters alone between ASCII letters: so stand accented letters in a word
    if (restored.privateUse || restored.alone * 3 > restored.han) return -Infinity;
    if (kind === 'double' && restored.signs > restored.han) return -Infinity;
  }
  let length = restored.beyondAscii;
  let bits = -ASCII_BITS * (restored.length - restored.beyondAscii);
  for (const p of pieces) {
    length -= p.uncertain.length;
    bits += p.bits - UNCERTAIN_BITS * p.uncertain.length;
  }
  const { random, needed, observed } = CHANCE[kind];
  // nothing but inferred characters: how they read together is all there is
  if (length <= 0)
    return kind === 'utf8'
      ? Infinity
      : restored.beyondAscii === 0
        ? -bits
        : READS_WELL * restored.beyondAscii - pieces.reduce((sum, p) => sum + p.bits, 0);
  return random * length - bits + observed * evidence(pieces) - needed;
}

function readerOf({ steps }: ExplainedPiece): EncodingId {
  return channel(steps[0]!.channel).reader!;
}

function chanceOf(piece: ExplainedPiece): keyof typeof CHANCE {
  const reader = readerOf(piece);
  if (writtenInUtf8(piece)) return 'utf8';
  if (!isPage(reader)) return reader === 'utf-8' ? 'marks' : 'utf16';
  return isSingleByte(reader) ? 'single' : 'double';
}

/** Readers through which UTF-8 keeps its structure well enough to prove itself. */
function selfChecking(reader: string): boolean {
  return reader === 'gbk' || reader === 'latin1' || reader === 'cp1252' || reader === 'cp437';
}
