/** Which readers are tried: those that show what raised the alarm, however much clean text stands before it. */
import { expect, test } from 'vitest';
import { damage, repair } from '../../src/index.ts';
import { readersNear } from '../../src/detect/readers.ts';

const BEFORE = '这一行的前半句写得清清楚楚没有任何问题，';
const RUN = '后来读错了编码';
const AFTER = '，结尾的几个字也好好的。';

for (const channel of [
  'utf8-as-gbk',
  'utf8-as-latin1',
  'utf8-as-cp1252',
  'utf8-as-cp437',
  'utf8-as-macroman',
  'utf8-as-cp1251',
  'gbk-as-latin1',
  'gbk-as-cp437',
  'gbk-as-cp866',
  'gbk-as-euc-kr',
])
  test(`a run inside a clean line: ${channel}`, () => {
    const observed = BEFORE + damage(RUN, { channel }).text + AFTER;
    expect(repair(observed).text).toBe(BEFORE + RUN + AFTER);
  });

test('a run inside a clean line, under two layers', () => {
  const steps = [{ channel: 'utf8-as-cp1252' }, { channel: 'utf8-as-cp1252' }];
  expect(repair(BEFORE + damage(RUN, steps).text + AFTER).text).toBe(BEFORE + RUN + AFTER);
});

test('without an alarm, every reader', () => {
  expect(readersNear('很好', 2).size).toBeGreaterThan(10);
});
