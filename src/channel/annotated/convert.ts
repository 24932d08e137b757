/**
 * The converter's own script: Simplified to Traditional one character at a time (后 里 于 … stay), and back.
 *
 * The way back is unique but for 著, which stands for 着 and for itself: 沿著 is 沿着, 著名 is 著名; and 吒 in
 * 哪吒, which only 叱咤 makes another. Both directions keep the number of UTF-16 units of text in the BMP.
 */
import { annotatedTables } from './tables.ts';
import { around, zhuOdds, zhuWeights } from './zhu.ts';

/** What the converter writes for a text. */
export function toTraditional(text: string): string {
  const t = annotatedTables();
  let out = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const target = t.toTraditional[unit]!;
    if (target !== unit) {
      out += text.slice(from, i) + String.fromCharCode(target);
      from = i + 1;
    } else if (unit >= 0xd800 && unit < 0xdc00) {
      const pair = t.astral.get(text.slice(i, i + 2));
      if (pair !== undefined) {
        out += text.slice(from, i) + pair;
        from = i + 2;
      }
    }
  }
  return from === 0 ? text : out + text.slice(from);
}

/**
 * Back to Simplified. `keep`: UTF-16 offsets of the characters that stay although they have a source;
 * absent, it is chosen by the words around (`stays`).
 */
export function toSimplified(text: string, keep: readonly number[] = stays(text)): string {
  const table = annotatedTables().toSimplified;
  let out = '';
  let from = 0;
  let next = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const source = table[unit]!;
    if (source === unit) continue;
    while (next < keep.length && keep[next]! < i) next++;
    if (keep[next] === i) continue;
    out += text.slice(from, i) + String.fromCharCode(source);
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** Offsets of the 著 that are 著 in Simplified, too, and of the 吒 that is not the one of 叱咤. */
export function stays(text: string): number[] {
  const found: number[] = [];
  for (let i = text.indexOf('\u8457'); i >= 0; i = text.indexOf('\u8457', i + 1))
    if (zhuAt(text, i) > 0) found.push(i);
  for (let i = text.indexOf('\u5412'); i >= 0; i = text.indexOf('\u5412', i + 1))
    if (text[i - 1] !== '叱') found.push(i);
  return found.sort((a, b) => a - b);
}

/** 显著 原著 … are words whatever stands around; their odds. */
const ZHU_AFTER = '显原名编论译巨土卓昭专';
const ZHU_WORD = 4;

/** Log-odds (natural) that the 著 at an offset of Traditional text is 著 in Simplified. */
export function zhuAt(text: string, i: number): number {
  const table = annotatedTables().toSimplified;
  const at = (k: number): string =>
    i + k < 0 || i + k >= text.length ? '\n' : String.fromCharCode(table[text.charCodeAt(i + k)]!);
  return zhuOdds(zhuWeights(), around(at)) + (ZHU_AFTER.includes(at(-1)) ? ZHU_WORD : 0);
}
