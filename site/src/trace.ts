/**
 * The damage of one run laid out for a picture: which bytes each character was written as, and which characters
 * they were read as. 你 through utf8-as-gbk: bytes E4 BD A0, of which E4 BD became 浣 and A0 the first half of the next.
 *
 * Columns are bytes where a step wrote and read bytes, else the characters before the step.
 */
import { channel } from '../../src/channel/catalogue.ts';
import { decode, encode, replacement, type EncodingId, type Policy } from '../../src/codec/index.ts';
import type { ChannelStep } from '../../src/types.ts';

/** A character, the columns it covers and where it stands in its text (UTF-16). */
export interface Cell {
  text: string;
  start: number;
  end: number;
  at: number;
  /** A mark that a reader put in for bytes it could not read. */
  mark?: boolean;
}

export interface TraceStep {
  step: ChannelStep;
  writer?: string;
  reader?: string;
  /** Empty where the step does not go through bytes. */
  bytes: number[];
  before: Cell[];
  after: Cell[];
}

/** The steps of a run that was damaged as `steps` say, in that order. */
export function trace(restored: string, steps: readonly ChannelStep[]): TraceStep[] {
  let text = restored;
  return steps.map((step) => {
    const c = channel(step.channel);
    const after = c.forward(text, step);
    const laid = (c.writer && c.reader && throughBytes(text, after, step, c.writer, c.reader)) || null;
    const out = laid ?? { step, bytes: [], ...aligned(text, after, (char) => c.forward(char, step)) };
    text = after;
    return out;
  });
}

/** UTF-16 ranges of `restored` that do not stand in the observed text as they are. */
export function changedRanges(steps: readonly TraceStep[]): [number, number][] {
  const maps = steps.map(({ before, after }) => ({
    before: new Map(before.map((c) => [c.at, c])),
    after: new Map(after.map((c) => [c.start, c])),
  }));
  const stands = (cell: Cell): boolean => {
    let at = cell.at;
    for (const { before, after } of maps) {
      const from = before.get(at);
      const to = from && after.get(from.start);
      if (!to || to.end !== from.end || to.text !== cell.text || to.mark) return false;
      at = to.at;
    }
    return true;
  };
  return (steps[0]?.before ?? [])
    .filter((cell) => !stands(cell))
    .map((cell): [number, number] => [cell.at, cell.at + cell.text.length]);
}

function throughBytes(
  text: string,
  after: string,
  step: ChannelStep,
  writer: EncodingId,
  reader: EncodingId,
): TraceStep | null {
  const policy = step.policy ?? channel(step.channel).policies[0]!;
  const { bytes } = encode(writer, text);
  if (decode(reader, bytes, policy).text !== after) return null;
  const before: Cell[] = [];
  let start = 0;
  let at = 0;
  for (const char of text) {
    const end = start + encode(writer, char).bytes.length;
    before.push({ text: char, start, end, at });
    start = end;
    at += char.length;
  }
  const read = cellsRead(bytes, reader, policy);
  if (start !== bytes.length || !read) return null;
  return { step, writer, reader, bytes: Array.from(bytes), before, after: read };
}

/** What a reader made of the bytes, character by character. */
function cellsRead(bytes: Uint8Array, reader: EncodingId, policy: Policy): Cell[] | null {
  const { text, errors } = decode(reader, bytes, policy);
  const mark = replacement(reader, policy);
  const cells: Cell[] = [];
  let at = 0;
  let next = 0;
  for (let start = 0; start < bytes.length;) {
    const error = errors[next];
    if (error?.offset === start) {
      cells.push({ text: mark, start, end: start + error.length, at, mark: true });
      at += mark.length;
      start += error.length;
      next++;
      continue;
    }
    const char = oneChar(bytes, start, error?.offset ?? bytes.length, text.slice(at, at + 2), reader, policy);
    if (!char) return null;
    cells.push({ ...char, at });
    at += char.text.length;
    start = char.end;
  }
  return cells;
}

function oneChar(
  bytes: Uint8Array,
  start: number,
  limit: number,
  expected: string,
  reader: EncodingId,
  policy: Policy,
): { text: string; start: number; end: number } | null {
  const pair = /^[\ud800-\udbff][\udc00-\udfff]/.test(expected);
  for (let end = start + 1; end <= Math.min(limit, start + 4); end++) {
    const { text, errors } = decode(reader, bytes.subarray(start, end), policy);
    if (errors.length > 0 || text === '' || !expected.startsWith(text)) continue;
    if (pair && text.length === 1) continue;
    return { text, start, end };
  }
  return null;
}

/** Longest texts for which every pair of characters is compared. */
const COMPARED = 400;

/** For steps without bytes: the longest common subsequence stands still; what lies between is one cell, or one a character where the step treats them singly. */
function aligned(
  before: string,
  after: string,
  forward: (char: string) => string,
): { before: Cell[]; after: Cell[] } {
  const a = Array.from(before);
  const b = Array.from(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail++;
  const pairs: [number, number][] = Array.from({ length: head }, (_, i) => [i, i]);
  const [middleA, middleB] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  if (middleA.length <= COMPARED && middleB.length <= COMPARED)
    pairs.push(...common(middleA, middleB).map(([i, j]): [number, number] => [i + head, j + head]));
  for (let k = tail; k > 0; k--) pairs.push([a.length - k, b.length - k]);

  const cells: { before: Cell[]; after: Cell[] } = { before: [], after: [] };
  let [i, j, atA, atB] = [0, 0, 0, 0];
  for (const [nextI, nextJ] of [...pairs, [a.length, b.length] as const]) {
    const [gapA, gapB] = [a.slice(i, nextI), b.slice(j, nextJ).join('')];
    gapA.forEach((text, k) => {
      cells.before.push({ text, start: i + k, end: i + k + 1, at: atA });
      atA += text.length;
    });
    const last = cells.after.at(-1);
    const each = gapA.map(forward);
    if (gapA.length > 1 && each.join('') === gapB) {
      let at = atB;
      each.forEach((text, k) => {
        cells.after.push({ text, start: i + k, end: i + k + 1, at });
        at += text.length;
      });
    } else if (gapA.length > 0) cells.after.push({ text: gapB, start: i, end: nextI, at: atB });
    else if (last) last.text += gapB; // put in after the character before it
    else if (gapB !== '') cells.after.push({ text: gapB, start: 0, end: 0, at: 0 });
    atB += gapB.length;
    if (nextI < a.length) {
      const text = a[nextI]!;
      cells.before.push({ text, start: nextI, end: nextI + 1, at: atA });
      cells.after.push({ text, start: nextI, end: nextI + 1, at: atB });
      atA += text.length;
      atB += text.length;
    }
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return cells;
}

function common(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i * width + j] =
        a[i] === b[j]
          ? length[(i + 1) * width + j + 1]! + 1
          : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (length[(i + 1) * width + j]! >= length[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}
