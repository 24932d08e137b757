/** What each family of decoders makes of bytes it cannot read, as measured on the decoders themselves. */
import { describe, expect, test } from 'vitest';
import { decode, type EncodingId, type Policy } from '../../src/codec/index.ts';

type Row = readonly [bytes: string, expected: Partial<Record<Policy, string>>];

/** The bytes stand between `A` and `BC`, as in the measurements. */
const GBK: readonly Row[] = [
  [
    '81 20',
    {
      windows: 'A?BC',
      java: 'A\ufffd BC',
      whatwg: 'A\ufffd BC',
      python: 'A\ufffd BC',
      mysql: 'A? BC',
      glibc: 'A BC',
      php: 'A?BC',
    },
  ],
  [
    '80',
    {
      windows: 'A€BC',
      java: 'A\ufffdBC',
      whatwg: 'A€BC',
      python: 'A\ufffdBC',
      mysql: 'A?BC',
      glibc: 'A€BC',
      php: 'A€BC',
    },
  ],
  [
    'FF',
    {
      windows: 'A\uf8f5BC',
      java: 'A\ufffdBC',
      whatwg: 'A\ufffdBC',
      python: 'A\ufffdBC',
      mysql: 'A?BC',
      glibc: 'ABC',
      php: 'A\uf8f5BC',
    },
  ],
  [
    'A1 8C',
    {
      windows: 'A\ue511BC',
      java: 'A\ue511BC',
      whatwg: 'A\ue511BC',
      python: 'A\ufffd孊C',
      mysql: 'A?BC',
      php: 'A\ue511BC',
    },
  ],
  [
    '81 30',
    {
      windows: 'A?BC',
      java: 'A\ufffd0BC',
      whatwg: 'A\ufffd0BC',
      python: 'A\ufffd0BC',
      glibc: 'A0BC',
      php: 'A?BC',
    },
  ],
  [
    '81 5C',
    { windows: 'A乗BC', java: 'A乗BC', whatwg: 'A乗BC', python: 'A乗BC', glibc: 'A乗BC', php: 'A乗BC' },
  ],
  ['A0', { windows: 'A燘C', java: 'A燘C', whatwg: 'A燘C', python: 'A燘C', glibc: 'A燘C', php: 'A燘C' }],
  ['A8 BC', { windows: 'A\ue7c7BC', java: 'A\ue7c7BC', whatwg: 'AḿBC', php: 'A\ue7c7BC' }],
];
const GBK_END: readonly Row[] = [
  [
    '81',
    {
      windows: 'A?',
      java: 'A\ufffd',
      whatwg: 'A\ufffd',
      python: 'A\ufffd',
      mysql: 'A?',
      glibc: 'A',
      php: 'A?',
    },
  ],
];
const three = {
  windows: 'A\ufffd\ufffd\ufffdBC',
  java: 'A\ufffd\ufffd\ufffdBC',
  whatwg: 'A\ufffd\ufffd\ufffdBC',
};
const UTF8: readonly Row[] = [
  [
    'E4 BD 41',
    {
      windows: 'A\ufffdABC',
      java: 'A\ufffdABC',
      whatwg: 'A\ufffdABC',
      python: 'A\ufffdABC',
      glibc: 'AABC',
      php: 'A?ABC',
    },
  ],
  ['C4 E3 BA C3', { ...three, python: 'A\ufffd\ufffd\ufffdBC', glibc: 'ABC', php: 'A???BC' }],
  ['E0 80 AF', { java: three.java, whatwg: three.whatwg, python: three.java, glibc: 'ABC', php: 'A???BC' }],
  ['E4 BD E4 BD A0', { windows: 'A\ufffd你BC', whatwg: 'A\ufffd你BC', glibc: 'A你BC', php: 'A?你BC' }],
];
const UTF8_END: readonly Row[] = [
  [
    'E4 BD',
    { windows: 'A\ufffd', java: 'A\ufffd', whatwg: 'A\ufffd', python: 'A\ufffd', glibc: 'A', php: 'A?' },
  ],
];
const BIG5: readonly Row[] = [
  ['A1 20', { windows: 'A?BC', java: 'A\ufffd BC', whatwg: 'A\ufffd BC', python: 'A\ufffd BC' }],
  ['80', { windows: 'A\u0080BC', java: 'A\ufffdBC', whatwg: 'A\ufffdBC', python: 'A\ufffdBC' }],
  ['FF', { windows: 'A\uf8f8BC', java: 'A\ufffdBC', whatwg: 'A\ufffdBC', python: 'A\ufffdBC' }],
  ['F9 D6', { windows: 'A碁BC', whatwg: 'A碁BC' }],
];
const SJIS: readonly Row[] = [
  ['81 20', { windows: 'A・BC', java: 'A\ufffd BC', whatwg: 'A\ufffd BC', python: 'A\ufffd BC' }],
  ['87 40', { windows: 'A①BC', java: 'A①BC', whatwg: 'A①BC', python: 'A①BC' }],
];

const cases = (
  id: EncodingId,
  rows: readonly Row[],
  after: string,
): [EncodingId, string, Policy, string, string][] =>
  rows.flatMap(([bytes, expected]) =>
    Object.entries(expected).map(([policy, text]): [EncodingId, string, Policy, string, string] => [
      id,
      bytes,
      policy as Policy,
      text,
      after,
    ]),
  );

const read = (id: EncodingId, hex: string, policy: Policy, after: string): string => {
  const bytes = hex.split(' ').map((byte) => Number.parseInt(byte, 16));
  return decode(id, Uint8Array.from([0x41, ...bytes, ...Buffer.from(after)]), policy).text;
};

describe('bad bytes', () => {
  test.each([
    ...cases('gbk', GBK, 'BC'),
    ...cases('gbk', GBK_END, ''),
    ...cases('utf-8', UTF8, 'BC'),
    ...cases('utf-8', UTF8_END, ''),
    ...cases('big5', BIG5, 'BC'),
    ...cases('shift_jis', SJIS, 'BC'),
  ])('%s %s under %s is %j', (id, hex, policy, expected, after) => {
    expect(read(id, hex, policy, after)).toBe(expected);
  });

  /** glibc knows these pairs and finds no character for them: it drops both bytes. */
  test('gbk A1 8C under glibc loses the pair', () => {
    expect(read('gbk', 'A1 8C', 'glibc', 'BC')).toBe('ABC');
  });
});

describe('errors', () => {
  test('say where and why', () => {
    const bytes = Uint8Array.of(0x41, 0x81, 0x20, 0xff, 0x81);
    expect(decode('gbk', bytes, 'java').errors).toEqual([
      { offset: 1, length: 1, at: 1, reason: 'bad-trail' },
      { offset: 3, length: 1, at: 3, reason: 'invalid-byte' },
      { offset: 4, length: 1, at: 4, reason: 'truncated' },
    ]);
  });
});
