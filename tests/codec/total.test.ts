/** Decoding and encoding are total: any bytes, any string, every encoding, every policy. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  codePage,
  decode,
  encode,
  ENCODINGS,
  POLICIES,
  replacement,
  type EncodingId,
  type Policy,
} from '../../src/codec/index.ts';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  // mostly lead and trail bytes, so that pairs are common
  fc.array(fc.integer({ min: 0x30, max: 0xff }), { maxLength: 60 }).map((all) => Uint8Array.from(all)),
);

describe.each(ENCODINGS)('%s', (id) => {
  test.each(POLICIES)('decodes any bytes under %s', (policy) => {
    fc.assert(
      fc.property(bytes, (input) => {
        const { text, errors } = decode(id, input, policy);
        const mark = replacement(id, policy);
        let from = 0;
        let at = 0;
        // what lies between two errors is readable on its own, and gives just the text between their marks
        for (const error of [...errors, { offset: input.length, length: 0, at: text.length }]) {
          const between = decode(id, input.subarray(from, error.offset), policy);
          if (between.errors.length > 0 || between.text !== text.slice(at, error.at)) return false;
          if (error.length > 0 && !text.startsWith(mark, error.at)) return false;
          from = error.offset + error.length;
          at = error.at + mark.length;
        }
        return errors.every((error) => error.length > 0);
      }),
      { seed: 20_240_601, numRuns: 150 },
    );
  });

  test('encodes any string, and reads back what it could write', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const { bytes: written, unencodable } = encode(id, text);
        return unencodable.length > 0 || decode(id, written).text === text;
      }),
      { seed: 20_240_602, numRuns: 300 },
    );
  });
});

test.each(['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const)('%s writes every code point', (id) => {
  const wrong: number[] = [];
  for (let point = 0; point <= 0x10ffff; point += point < 0x10000 ? 1 : 97) {
    // U+E5E5 is the one code point without a code in WHATWG's gb18030 (A3 A0 is U+3000 there)
    if ((point >= 0xd800 && point < 0xe000) || (id === 'gb18030' && point === 0xe5e5)) continue;
    const char = String.fromCodePoint(point);
    const { bytes: written, unencodable } = encode(id, char, 'whatwg');
    if (unencodable.length > 0 || decode(id, written, 'whatwg').text !== char) wrong.push(point);
  }
  expect(wrong).toEqual([]);
});

test('gb18030 reports U+E5E5 as unencodable under whatwg', () => {
  expect(encode('gb18030', '\ue5e5', 'whatwg').unencodable).toEqual([0]);
  expect([...encode('gb18030', '\ue5e5', 'java').bytes]).toEqual([0xa3, 0xa0]);
});

test('a surrogate on its own is EF BF BD in UTF-8, itself in UTF-16, ? elsewhere', () => {
  expect(encode('utf-8', 'a\ud800')).toEqual({
    bytes: Uint8Array.of(0x61, 0xef, 0xbf, 0xbd),
    unencodable: [1],
  });
  expect(encode('utf-16le', '\ud800')).toEqual({ bytes: Uint8Array.of(0, 0xd8), unencodable: [] });
  expect(encode('gb18030', '\ud800')).toEqual({ bytes: Uint8Array.of(0x3f), unencodable: [0] });
});

test('unknown names are refused', () => {
  expect(() => decode('cp9999' as EncodingId, Uint8Array.of(0x41))).toThrow(TypeError);
  expect(() => encode('cp9999' as EncodingId, 'A')).toThrow(TypeError);
  expect(() => codePage('gbk', 'nobody' as Policy)).toThrow(TypeError);
  expect(() => codePage('utf-8')).toThrow(TypeError);
});
