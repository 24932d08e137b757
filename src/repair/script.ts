/**
 * The options `script` and `punctuation`: what is put in for a repaired span, after everything else.
 *
 * `simplified` and `traditional` convert with opencc-js, which is loaded by the first span that asks for it;
 * `punctuation: 'full-width'` undoes the folding of annotated-traditional pages between Han characters:
 * 提前,过年 → 提前，过年. The plan records both as replacements; `restored` stays what replays.
 * Refuses (TypeError) to convert where opencc-js cannot be loaded: outside Node, hand it in by `setConverters`.
 */
import { ANNOTATED } from '../channel/annotated/channel.ts';
import type { RepairSpan } from '../types.ts';
import type { Settings } from './options.ts';

type Convert = (text: string) => string;

interface Converters {
  simplified: Convert;
  traditional: Convert;
}

let converters: Converters | undefined;

/**
 * Hands in the converters that `script` uses, for where modules cannot be loaded on demand.
 * @public
 */
export function setConverters(given: Converters): void {
  converters = given;
}

interface OpenCC {
  Converter(options: { from: string; to: string }): Convert;
}

function load(): Converters {
  const module = globalThis.process?.getBuiltinModule?.('node:module');
  if (!module)
    throw new TypeError('script: simplified and traditional need opencc-js; hand it in by setConverters');
  const opencc = module.createRequire(import.meta.url)('opencc-js') as OpenCC;
  return {
    simplified: opencc.Converter({ from: 't', to: 'cn' }),
    traditional: opencc.Converter({ from: 'cn', to: 't' }),
  };
}

/** The span with its text in the script and punctuation that were asked for. */
export function inScript(span: RepairSpan, { script, punctuation }: Settings): RepairSpan {
  if (span.channels.length === 0) return span;
  let { text } = span;
  if (script === 'simplified' || script === 'traditional') {
    converters ??= load();
    text = converters[script](text);
  }
  const moved = text === span.text ? same : mover(span.text, script as keyof Converters);
  const last = span.channels.at(-1)!;
  if (punctuation === 'full-width' && last.channel === ANNOTATED && last.fold !== false)
    text = fullWidth(text);
  if (text === span.text) return span;
  const at = <T extends { start: number; end: number }>(range: T): T => ({
    ...range,
    start: moved(range.start),
    end: moved(range.end),
  });
  return {
    ...span,
    text,
    plan: [...span.plan, { step: 'replace', edits: difference(span.text, text) }],
    inferred: span.inferred.map(at),
    lost: span.lost.map(at),
  };
}

const same = (offset: number): number => offset;

/** Offsets before the conversion → after it. Phrases keep their length but for a few. */
function mover(text: string, script: keyof Converters): (offset: number) => number {
  const convert = converters![script];
  if (convert(text).length === text.length) return same;
  return (offset) => convert(text.slice(0, offset)).length;
}

/** One edit for each run of units that differ; the whole if the lengths do. */
function difference(from: string, to: string): [number, number, string][] {
  if (from.length !== to.length) return [[0, from.length, to]];
  const edits: [number, number, string][] = [];
  for (let i = 0; i < from.length; i++) {
    if (from[i] === to[i]) continue;
    let end = i + 1;
    while (end < from.length && from[end] !== to[end]) end++;
    edits.push([i, end, to.slice(i, end)]);
    i = end;
  }
  return edits;
}

const FULL_WIDTH = 0xfee0;
const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;
const CLOSING = /[”’》」』】）〉]/;
const OPENING = /[“‘《「『【（〈]/;

/** ASCII punctuation between Han characters in its full-width form; numbers, Latin words and times keep theirs. */
function fullWidth(text: string): string {
  const chars = text.split('');
  const opened: number[] = [];
  chars.forEach((char, i) => {
    const before = text[i - 1] ?? '';
    const after = text[i + 1] ?? '';
    if (',:;?!'.includes(char)) {
      const left = HAN.test(before) || CLOSING.test(before) || '？！?!'.includes(before);
      const right = HAN.test(after) || OPENING.test(after);
      if (before !== '' && ((left && after !== ' ') || (right && before !== ' '))) chars[i] = wide(char);
    } else if (char === '(') opened.push(i);
    else if (char === ')' && opened.length > 0) {
      const from = opened.pop()!;
      const inside = text.slice(from + 1, i);
      if (HAN.test(inside) || (HAN.test(text[from - 1] ?? '') && (HAN.test(after) || after === ''))) {
        chars[from] = wide('(');
        chars[i] = wide(')');
      }
    }
  });
  return chars.join('');
}

function wide(char: string): string {
  return String.fromCharCode(char.charCodeAt(0) + FULL_WIDTH);
}
