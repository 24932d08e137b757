/**
 * What signs cost in a line of source code, which the language model has seen little of: the table of signs.ts, and
 * what is known of signs behind text. Example: `${` costs two bits, ` {` six; in ：${ a colon is likelier than a comma.
 */
import { isAsciiSign } from '../codec/index.ts';
import { STEPS } from '../model/model.ts';
import { DIGIT_CLASS, LETTER_CLASS, signClass } from '../model/signClass.ts';
import { SIGN_COSTS } from '../model/signs.ts';
import { CODE_CAP, CODE_PRIOR, NO_COLON } from '../weights.ts';
import { kindOf, SIGN } from './kinds.ts';

const CAP = CODE_CAP * STEPS;
const PRIOR = CODE_PRIOR * STEPS;
/** One of 26, of 10. */
const ONE_OF_LETTERS = 38;
const ONE_OF_DIGITS = 26;
const NEWLINE = 10;
const COLON = 0xff1a;
/** Signs that stand behind text within code, of these what a message has where something is put in, and signs that prose hardly has. */
const AFTER_TEXT = '$%{}<>()[]\\"\'`*|+';
const PLACEHOLDER = '$%{<\\';
const CODE_SIGNS = '{}()[]<>=;"\'`#$/\\*_|&';

/** Whether a line has the signs of source code. */
export function looksLikeCode(text: string): boolean {
  let signs = 0;
  for (let i = 0; i < text.length; i++) if (CODE_SIGNS.includes(text[i]!)) signs++;
  return signs >= 3;
}

/** The cost of an ASCII unit after `before`, 1/8 bits, no more than in source code; `isCode`: the line looks like it. */
export function codeCost(cost: number, before: number, unit: number, isCode: boolean): number {
  if (unit > 0x7f) return cost;
  if (before > 0x7f) return isCode && isAsciiSign(unit) ? afterText(cost, before, unit) : cost;
  if (!isAsciiSign(unit) && !isAsciiSign(before) && unit !== NEWLINE) return cost;
  return Math.min(cost, signCost(before, unit) + (isCode ? 0 : PRIOR));
}

/** −log2 P(unit | before) as source code has them, 1/8 bits. */
function signCost(before: number, unit: number): number {
  const cls = signClass(unit);
  const member = cls === LETTER_CLASS ? ONE_OF_LETTERS : cls === DIGIT_CLASS ? ONE_OF_DIGITS : 0;
  return SIGN_COSTS[signClass(before)]![cls]! + member;
}

/** A sign after what is not ASCII; what is put into a message follows a colon rather than another sign. */
function afterText(cost: number, before: number, unit: number): number {
  const sign = String.fromCharCode(unit);
  const c = AFTER_TEXT.includes(sign) ? Math.min(cost, CAP) : cost;
  const misses =
    before !== COLON && before >= 0x3000 && kindOf(before) === SIGN && PLACEHOLDER.includes(sign);
  return misses ? c + NO_COLON * STEPS : c;
}
