/** Bytes that were lost or put in between the writer and the reader. */
import { array, assert, constantFrom, integer, nat, property, record, tuple, uniqueArray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { damage, repair, verify, type ChannelStep } from '../../src/index.ts';

const LINE = '我们下个星期要去杭州参加一个关于古籍整理的研讨会，报告人一共有七位。';

function damaged(step: ChannelStep): string {
  return damage(LINE, step).text;
}

describe('a byte that was lost', () => {
  const cases: ChannelStep[] = [
    { channel: 'gbk-as-gbk', at: [12] },
    { channel: 'gbk-as-gbk', at: [13] },
    { channel: 'gbk-as-latin1', at: [20] },
    { channel: 'gbk-as-latin1', at: [21] },
    { channel: 'utf8-as-gbk', at: [30] },
    { channel: 'utf8-as-gbk', at: [31] },
    { channel: 'utf8-as-cp1252', at: [31] },
  ];
  test.each(cases)('$channel, $at: the rest of the line comes back, and the span replays', (step) => {
    const { text, spans } = repair(damaged(step));
    // one character of 34 is guessed
    expect(Array.from(text).filter((c, i) => c === LINE[i]).length).toBeGreaterThanOrEqual(LINE.length - 1);
    expect(text).toHaveLength(LINE.length);
    expect(spans.every((span) => verify(span))).toBe(true);
    expect(spans.flatMap((span) => span.channels.flatMap((c) => c.at ?? []))).not.toHaveLength(0);
    expect(spans.some((span) => span.inferred.length > 0)).toBe(true);
  });
});

describe('a byte that was put in', () => {
  test.each<ChannelStep>([
    { channel: 'gbk-as-latin1', inserted: [[22, 0xc7]] },
    { channel: 'utf8-as-gbk', inserted: [[30, 0xb9]] },
    { channel: 'utf8-as-cp1252', inserted: [[30, 0xb9]] },
  ])('$channel, $inserted', (step) => {
    const { text, spans } = repair(damaged(step));
    expect(text).toBe(LINE);
    expect(spans.every((span) => verify(span))).toBe(true);
  });
});

test('a byte put into a long text, at its end, and behind it', () => {
  const long = '好'.repeat(200_000);
  for (const [offset, shown] of [
    [300_000, 300_000],
    [400_000, 400_000],
    [500_000, 400_000],
  ] as const) {
    const { text } = damage(long, { channel: 'gbk-as-latin1', inserted: [[offset, 0xc8]] });
    expect([text.length, text[shown]]).toEqual([400_001, 'È']);
  }
});

describe('text cut within a character', () => {
  test.each<[string, ChannelStep]>([
    ['utf8-as-gbk', { channel: 'utf8-as-gbk', at: [101] }],
    ['utf8-as-cp1252', { channel: 'utf8-as-cp1252', at: [101] }],
    ['gbk-as-latin1', { channel: 'gbk-as-latin1', at: [67] }],
  ])('%s', (_, step) => {
    expect(repair(damaged(step)).text).toBe(LINE);
  });
});

test('marks that a decoder left out (errors=ignore) are inferred', () => {
  const steps: ChannelStep[] = [{ channel: 'utf8-as-gbk', policy: 'python' }, { channel: 'drop-marks' }];
  const { text, spans } = repair(damage(LINE, steps).text);
  expect(text).toBe(LINE);
  expect(spans.every((span) => verify(span))).toBe(true);
});

test.each(['drop-backslash', 'backslash-as-slash'])('Big5 trail bytes 5C: %s', (loss) => {
  const line = '這個功能還沒有完成，請大家再等一等。';
  const steps: ChannelStep[] = [{ channel: 'big5-as-latin1' }, { channel: loss }];
  const { text, spans } = repair(damage(line, steps).text);
  expect(text).toBe(line);
  expect(spans.every((span) => verify(span))).toBe(true);
});

test('whatever is lost or put in, every span replays', () => {
  const step = record({
    channel: constantFrom('gbk-as-gbk', 'gbk-as-latin1', 'utf8-as-gbk', 'utf8-as-cp1252', 'big5-as-gbk'),
    at: uniqueArray(nat(60), { maxLength: 2 }),
    inserted: array(tuple(nat(60), integer({ min: 0x80, max: 0xfe })), { maxLength: 1 }),
  });
  assert(
    property(step, (s) => {
      const { spans } = repair(damaged(s));
      expect(spans.every((span) => verify(span))).toBe(true);
    }),
    { seed: 7, numRuns: 150 },
  );
});
