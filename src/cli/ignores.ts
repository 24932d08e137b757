/**
 * Text that shows mojibake on purpose: `luanma-ignore` on a line keeps that line as it is, and
 * `luanma-ignore-start` … `luanma-ignore-end` all lines from the one to the other, both included. A region without an end
 * reaches to the end of the file. Any comment syntax will do, for only the word counts.
 *
 * Spans that touch such a line are dropped, whole. Example: '# luanma-ignore <garbled>\n' → no span.
 */
import type { Repair } from '../types.ts';

const WORD = 'luanma-ignore';
const START = '-start';
const END = '-end';

/** The repair without the spans that touch ignored lines. `ignoring`: the text begins inside a region. */
export function withoutIgnored(text: string, ignoring: boolean, repair: Repair): Repair {
  if (repair.spans.length === 0 || (!ignoring && !text.includes(WORD))) return repair;
  const { ranges } = ignoredRanges(text, ignoring);
  const spans = repair.spans.filter(
    ({ start, end }) => !ranges.some((range) => range.start < end && start < range.end),
  );
  if (spans.length === repair.spans.length) return repair;
  let out = '';
  let at = 0;
  let inside = 0;
  for (const span of spans) {
    out += text.slice(at, span.start) + span.text;
    at = span.end;
    inside += span.end - span.start;
  }
  out += text.slice(at);
  return { ...repair, text: out, changed: out !== text, damaged: inside / text.length, spans };
}

/** Ranges of whole lines that are ignored, in order, and whether a region is still open at the end. */
export function ignoredRanges(
  text: string,
  ignoring: boolean,
): { ranges: { start: number; end: number }[]; open: boolean } {
  const ranges: { start: number; end: number }[] = [];
  let open = ignoring;
  let start = 0;
  for (let at = text.indexOf(WORD); at >= 0; at = text.indexOf(WORD, at + 1)) {
    const lineStart = text.lastIndexOf('\n', at) + 1;
    const newline = text.indexOf('\n', at);
    const lineEnd = newline < 0 ? text.length : newline + 1;
    if (text.startsWith(START, at + WORD.length)) {
      if (!open) start = lineStart;
      open = true;
    } else if (text.startsWith(END, at + WORD.length)) {
      if (open) ranges.push({ start, end: lineEnd });
      open = false;
    } else ranges.push({ start: lineStart, end: lineEnd });
  }
  if (open) ranges.push({ start, end: text.length });
  return { ranges, open };
}

/** Follows the regions of a document from block to block. */
export class IgnoreState {
  ignoring = false;

  /** Moves over a block; returns whether it begins inside a region. */
  pass(block: string): boolean {
    const before = this.ignoring;
    if (block.includes(WORD)) this.ignoring = ignoredRanges(block, before).open;
    return before;
  }

  /** The same for text that is still bytes, where nothing is to be ignored. */
  passBytes(bytes: Uint8Array): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (text.includes(WORD)) this.pass(text.toString());
  }
}
