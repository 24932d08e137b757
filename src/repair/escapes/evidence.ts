/**
 * Does it read as Chinese? What a text that an escape spells has to show, more where any bytes would give characters.
 *
 * 你好 from %E4%BD%A0%E5%A5%BD checks itself; 合共 from =ba=cf=b9=b2 has to be likely, and there has to be enough of it.
 */
import type { Escape } from '../../channel/escapes/index.ts';
import { undamagedCosts } from '../../detect/undamaged.ts';
import { chineseBits } from '../../model/chinese.ts';
import { STEPS, type Model } from '../../model/model.ts';

/**
 * Most bits a character beyond ASCII, where any bytes would make characters. Random pairs of GBK cost 18 and more
 * in 199 cases of 200, odd but real phrases up to 16; where words may look like escapes, less will do.
 */
const FLUENT = 16;
const FLUENT_BARE = 13;
const ASCII_BITS = 6;
/** Restored text of at most so many bits a character hides no further layer. */
const READS_WELL = 11;
/** Different hanzi that it takes where any bytes would do. */
const MIN_DISTINCT = 2;
/** Bytes of quoted-printable that must be spelled out. */
const MIN_SPELLED = 4;
/** Escapes that words, or base64 of something else, may look like. */
export const BARE: ReadonlySet<string> = new Set(['unicode-escape-bare', 'utf-7', 'imap-utf-7']);

/** Chinese so likely that no layer is looked for below it. */
export function readsWell(m: Model, text: string): boolean {
  return chinese(text, '', '') === 'strong' && bitsBeyondAscii(m, text) <= READS_WELL;
}

/** Bits of a text in the likeliest language: French in UTF-8 is no Chinese in GBK. */
export function bitsOfAny(m: Model, text: string): number {
  return undamagedCosts(m, text, 0, text.length).reduce((a, b) => a + b, 0) / STEPS;
}

/** Whether there is enough of it, where any bytes would make characters: =ba in `foo=bar` and its like do. */
export function isAmple(escape: Escape, observed: string, restored: string): boolean {
  const han = restored.match(/\p{Script=Han}/gu) ?? [];
  if (BARE.has(escape.id)) return true;
  if (new Set(han).size < MIN_DISTINCT) return false;
  if (escape.id !== 'quoted-printable') return true;
  const spelled = observed.match(/=[\dA-Fa-f]{2}/g)?.length ?? 0;
  return spelled >= MIN_SPELLED && spelled * 2 >= observed.length - 2 * spelled;
}

/** Whether it reads as text, where the bytes do not check themselves. */
export function isFluent(m: Model, text: string, escape: Escape): boolean {
  // emoji cost a lot and say nothing
  const plane0 = text.replace(/[\ud800-\udfff]/g, '');
  return bitsBeyondAscii(m, plane0) <= (BARE.has(escape.id) ? FLUENT_BARE : FLUENT);
}

/** Bits a character beyond ASCII. */
function bitsBeyondAscii(m: Model, text: string): number {
  const ascii = text.match(/[\x00-\x7f]/g)?.length ?? 0;
  return (chineseBits(m, text) - ASCII_BITS * ascii) / (text.length - ascii);
}

/** Vowels of pinyin that other languages hardly have, and those that they share. */
const PINYIN = /[āēīōūǖǎěǐǒǔǚǘǜ]/u;
const ACCENTS = /[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]/u;
export const HAN: RegExp = /\p{Script=Han}/u;

/** At least two vowels with tone marks, one of them of pinyin alone, and no letters of another script. */
export function isPinyin(text: string): boolean {
  const accents = text.match(new RegExp(ACCENTS, 'gu'))?.length ?? 0;
  return accents >= 2 && PINYIN.test(text) && !HAN.test(text);
}

/** Whether the text is Chinese: of itself, only beside other Chinese, or not. */
export function chinese(text: string, before: string, after: string): 'strong' | 'weak' | 'no' {
  let han = 0;
  let letters = 0;
  let accents = 0;
  let other = 0;
  for (const char of text) {
    if (char <= '\x7f') {
      if (char < ' ' && !/[\t\n\r]/.test(char)) return 'no';
      continue;
    }
    other++;
    if (HAN.test(char)) han++;
    else if (ACCENTS.test(char)) accents++;
    if (/[\p{Co}\p{Cn}\p{Cs}\p{Cc}]/u.test(char) || char === '\ufffd') return 'no';
    if (/\p{L}/u.test(char)) letters++;
  }
  if (other === 0) return 'no';
  if (accents > 0 && accents === letters && isPinyin(text)) return 'strong';
  if (han * 2 < letters) return 'no';
  if (han >= 2) return 'strong';
  return HAN.test(before) || HAN.test(after) ? 'strong' : 'weak';
}
