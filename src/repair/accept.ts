/**
 * Score, margin and proof: which explanations are strong enough to change the text.
 *
 * Confidence is calibrated so that the threshold of a channel corresponds to 0.9; a lower
 * `minConfidence` asks for fewer bits, a higher one for more.
 */
import { channel } from '../channel/catalogue.ts';
import { codePage, isPage, type EncodingId } from '../codec/index.ts';
import {
  ANCHOR,
  ASCII_BITS,
  FLUENT,
  FLUENT_SHORT,
  FLUENT_SINGLE_BYTE,
  MIN_DISTINCT,
  MIN_PIECE_GAIN,
  PIECE_TOLL,
  MIN_DENSITY,
  THRESHOLD_FOREIGN,
  THRESHOLD_OTHER,
  THRESHOLD_RUN,
  THRESHOLD_SHORT,
  THRESHOLD_UTF8,
  UNCERTAIN_BITS,
} from '../weights.ts';
import type { ExplainedPiece, Explanation } from './explain.ts';

/** Bits for which confidence moves from 0.9 to 0.99. */
const BITS_PER_NINE = 5;

/** The explanation's confidence: P(this damage happened), 0 if it is no Chinese explanation at all. */
export function confidenceOf(text: string, e: Explanation): number {
  const pieces = strongPieces(e);
  if (pieces.length === 0) return 0;
  const restored = pieces.map((p) => p.restored).join('');
  if (!isChinese(restored)) return 0;
  const odds = 9 * 10 ** ((evidence(pieces) - threshold(text, pieces, restored)) / BITS_PER_NINE);
  return odds === Infinity ? 1 : odds / (1 + odds);
}

/** Bits of all pieces together; where bytes do not check themselves, weak pieces are no evidence. */
function evidence(pieces: readonly ExplainedPiece[]): number {
  if (writtenInUtf8(pieces[0]!)) return pieces.reduce((sum, p) => sum + p.gain, 0);
  const gains = pieces.map((p) => p.gain).sort((x, y) => y - x);
  return gains.reduce((sum, g, i) => sum + (i === 0 ? g : Math.max(0, g - PIECE_TOLL)), 0);
}

/** Pieces that are believed: all of an anchored line, else those that carry their own weight; none if they do not read as Chinese. */
export function strongPieces(e: Explanation): ExplainedPiece[] {
  const anchored = e.pieces.some((p) => p.gain >= ANCHOR);
  const pieces = e.pieces.filter((p) => p.gain >= (anchored ? 0 : MIN_PIECE_GAIN));
  return pieces.length > 0 &&
    ((writtenInUtf8(pieces[0]!) && !readerOf(pieces[0]!).startsWith('utf-16')) || isFluent(pieces))
    ? pieces
    : [];
}

function threshold(text: string, pieces: readonly ExplainedPiece[], restored: string): number {
  if (selfChecked(pieces[0]!)) {
    const few = Array.from(restored).filter((c) => c > '\x7f').length <= 2;
    return few && lettersOutside(text, pieces) ? THRESHOLD_RUN : THRESHOLD_UTF8;
  }
  if (writtenInUtf8(pieces[0]!)) return THRESHOLD_OTHER;
  const distinct = new Set(restored.match(/\p{Script=Han}/gu)).size;
  if (distinct < MIN_DISTINCT && !(distinct === MIN_DISTINCT - 1 && evidence(pieces) >= THRESHOLD_SHORT))
    return Infinity;
  if (
    isThin(restored) ||
    lettersOutside(
      text,
      pieces,
      /[^\x00-\x7f\p{P}\p{S}\p{N}\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
    )
  )
    return THRESHOLD_FOREIGN;
  return lettersOutside(text, pieces) ? THRESHOLD_RUN : THRESHOLD_OTHER;
}

function isThin(restored: string): boolean {
  const han = restored.match(/\p{Script=Han}/gu)?.length ?? 0;
  const ascii = restored.match(/[A-Za-z]/g)?.length ?? 0;
  return han < MIN_DENSITY * (han + ascii);
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

/** Whether the restored text reads as text: bits a character, Han characters in company, nothing private. */
function isFluent(pieces: readonly ExplainedPiece[]): boolean {
  const restored = pieces.map((p) => p.restored).join('\n');
  if (/\p{Co}/u.test(restored) || isLonely(restored)) return false;
  let length = 0;
  let bits = 0;
  for (const p of pieces) {
    const chars = Array.from(p.restored);
    const beyond = chars.filter((c) => c > '\x7f').length;
    length += beyond - p.uncertain.length;
    bits += p.bits - ASCII_BITS * (chars.length - beyond) - UNCERTAIN_BITS * p.uncertain.length;
  }
  const limit = isSingleByte(readerOf(pieces[0]!)) ? FLUENT_SINGLE_BYTE : FLUENT;
  return length <= 0 ? false : bits / length <= limit + FLUENT_SHORT * Math.min(1, 3 / length);
}

/** Many Han characters stand alone between ASCII letters, as accented letters do in a word. */
function isLonely(restored: string): boolean {
  const han = restored.match(/\p{Script=Han}/gu)?.length ?? 0;
  const alone = restored.match(/(?<![^\x00-\x7f])\p{Script=Han}(?![^\x00-\x7f])/gu)?.length ?? 0;
  return alone * 3 > han;
}

function readerOf({ steps }: ExplainedPiece): EncodingId {
  return channel(steps[0]!.channel).reader!;
}

function isSingleByte(reader: EncodingId): boolean {
  return isPage(reader) && codePage(reader).double === null;
}

/** Readers through which UTF-8 keeps its structure well enough to prove itself. */
function selfChecking(reader: string): boolean {
  return reader === 'gbk' || reader === 'latin1' || reader === 'cp1252' || reader === 'cp437';
}

function lettersOutside(
  text: string,
  pieces: readonly ExplainedPiece[],
  letter: RegExp = /[^\x00-\x7f\p{P}\p{S}\s]/u,
): boolean {
  let at = 0;
  for (const p of [...pieces, { start: text.length, end: text.length }]) {
    if (letter.test(text.slice(at, p.start))) return true;
    at = p.end;
  }
  return false;
}

/** At least half of the letters beyond ASCII are Han; none at all (punctuation, emoji) will do. */
function isChinese(restored: string): boolean {
  let han = 0;
  let letters = 0;
  for (const char of restored) {
    if (char <= '\x7f') continue;
    if (/\p{Script=Han}/u.test(char)) han++;
    if (/[\p{L}\p{Co}\p{Cc}\p{Cn}]/u.test(char)) letters++;
  }
  return han * 2 >= letters;
}
