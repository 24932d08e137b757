/** The bytes of each character through the steps, and what of a text changed. */
import { expect, test } from 'vitest';
import { damage } from '../../dist/index.js';
import { changedRanges, trace } from '../src/trace.ts';

test('characters, bytes and what they were read as', () => {
  const [step] = trace('你好', [{ channel: 'utf8-as-gbk' }]);
  expect(step!.bytes).toEqual([0xe4, 0xbd, 0xa0, 0xe5, 0xa5, 0xbd]);
  expect(step!.before).toEqual([
    { text: '你', start: 0, end: 3, at: 0 },
    { text: '好', start: 3, end: 6, at: 1 },
  ]);
  expect(step!.after.map(({ start, end }) => [start, end])).toEqual([
    [0, 2],
    [2, 4],
    [4, 6],
  ]);
  expect(step!.after.map(({ text }) => text).join('')).toBe('\u6d63\u72b2\u30bd');
});

test('a byte without its second half is a mark', () => {
  const [step] = trace('世界人', [{ channel: 'utf8-as-gbk', policy: 'windows' }]);
  const last = step!.after.at(-1)!;
  expect(last).toMatchObject({ text: '?', mark: true, end: step!.bytes.length });
});

function joined(cells: readonly { text: string }[]): string {
  return cells.map((c) => c.text).join('');
}

const LOSSES = ['drop-private-use', 'nbsp-as-space', 'trim-end'];
test.each([
  ['utf8-as-gbk'],
  ['utf8-as-cp1252', 'utf8-as-cp1252'],
  ['gbk-as-big5'],
  ['big5-as-gbk'],
  ['utf8-as-utf16le'],
  ['utf8-as-macroman', ...LOSSES],
  ['annotated-traditional'],
  ['unicode-escape'],
  ['mime-word'],
])('the cells of %s are the texts before and after every step', (...ids) => {
  const original = '我國 A的大𠮷模型，发展很快。\n第 2 行 ';
  let text = original;
  for (const step of trace(
    original,
    ids.map((channel) => ({ channel })),
  )) {
    if (joined(step.before) !== text) expect(step.writer).toBeDefined(); // what the writer lacks
    const after = damage(text, step.step).text;
    expect(joined(step.after)).toBe(after);
    for (const cell of step.after) expect(after.startsWith(cell.text, cell.at)).toBe(true);
    text = after;
  }
});

test('an escape of its own for each character', () => {
  const [step] = trace('文档', [{ channel: 'unicode-escape' }]);
  expect(step!.after.map(({ text, start }) => [text, start])).toEqual([
    ['\\u6587', 0],
    ['\\u6863', 1],
  ]);
});

test('only what differs is changed', () => {
  const steps = trace('a你b', [{ channel: 'utf8-as-latin1' }]);
  expect(changedRanges(steps)).toEqual([[1, 2]]);
  expect(changedRanges(trace('abc', [{ channel: 'utf8-as-latin1' }]))).toEqual([]);
});
