/** A line that is said to need nothing is JSON, has its fields, and nothing would be done to them. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CleanRecords } from '../../src/cli/cleanRecord.ts';
import { ValueScreen } from '../../src/cli/cleanValue.ts';
import { repair } from '../../src/index.ts';
import { cleanScreen } from '../../src/repair/clean.ts';
import { fieldPath } from '../../src/stream/records.ts';

const screen = new ValueScreen(cleanScreen());
const GARBLED = '\u6d63\u72b2\u30bd\u951b\u5c7c\u7b18\u9423\u5c9d\u20ac';

function isClean(line: string, ...fields: string[]): boolean {
  const bytes = new TextEncoder().encode(line);
  return CleanRecords.for(screen, fields.map(fieldPath))?.isClean(bytes, 0, bytes.length) ?? false;
}

test.each([
  '{"t":"一行"}',
  ' { "a" : [ 1 , {} , [ ] , -0.5e+3 ] , "t" : "a\\u4f60\\n\\"\\ud83d\\ude00" , "b" : null } \n',
  '{"t":"","t":"x","n":{"t":1,"u":[true,false,"\\\\"]}}',
])('passes: %s', (line) => {
  expect(isClean(line, 't')).toBe(true);
});

describe('is left to the long way', () => {
  test.each([
    ['damage', JSON.stringify({ t: GARBLED })],
    ['damage in escapes', `{"t":"${GARBLED.replace(/./gu, (c) => `\\u${c.charCodeAt(0).toString(16)}`)}"}`],
    ['a name in escapes', `{"t":"x","\\u0074":"y"}`],
    ['no field', '{"s":"x"}'],
    ['no string', '{"t":1}'],
    ['no object', '["t"]'],
    ['half a pair', '{"t":"\\ud83d"}'],
    ['a comma too many', '{"t":"x",}'],
    ['more behind it', '{"t":"x"} 1'],
    ['a line end in a string', '{"t":"x\ny"}'],
    ['a bad escape', '{"t":"\\x41"}'],
    ['a bad number', '{"t":"x","n":01}'],
    ['an open list', '{"t":"x","n":[1}'],
  ])('%s', (_what, line) => {
    expect(isClean(line, 't')).toBe(false);
  });
});

test('control characters anywhere in a long text', () => {
  const bytes = new TextEncoder();
  for (let before = 0; before < 4; before++) {
    for (let at = 0; at <= 80; at++) {
      for (const c of ['', '\0', '\t', '\x1f']) {
        const line = `${' '.repeat(before)}{"t":"${'a'.repeat(at)}${c}${'\u6c34'.repeat(30)}\\n${'b'.repeat(80 - at)}"}`;
        const batch = bytes.encode(`{"t":"\\""}\n${line}\n{"t":"x\\\\"}\n`);
        const from = batch.indexOf(10) + 1;
        const to = batch.indexOf(10, from) + 1;
        const records = CleanRecords.for(screen, [fieldPath('t')])!;
        expect(records.isClean(batch, 0, from)).toBe(true);
        expect(records.isClean(batch, from, to), JSON.stringify(line)).toBe(c === '');
        expect(records.isClean(batch, to, batch.length)).toBe(true);
      }
    }
  }
});

test('all fields are asked for', () => {
  expect(isClean('{"t":"x","u":"y"}', 't', 'u')).toBe(true);
  expect(isClean('{"t":"x"}', 't', 'u')).toBe(false);
  expect(isClean('{"t":"x"}', 'a.b')).toBe(false);
});

test('what passes JSON.parse takes, and it needs no repair', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(GARBLED, '你好，世界', '(mèn)', '%E4%BD%A0', '&#20320;'),
  );
  const record = fc.record(
    { u: value, v: value, t: fc.oneof(fc.string({ unit: 'grapheme' }), value), 'a"b': fc.constant(1) },
    { requiredKeys: ['t'] },
  );
  const cut = fc.tuple(fc.nat(80), fc.constantFrom('', ',', '"', '\\', '}', '0', ' ', 'u'));
  let passed = 0;
  fc.assert(
    fc.property(record, fc.option(cut, { freq: 2 }), (object, at) => {
      const whole = JSON.stringify(object);
      const line = at ? whole.slice(0, at[0]) + at[1] + whole.slice(at[0] + 1) : whole;
      if (!isClean(line, 't')) return;
      passed++;
      const { t } = JSON.parse(line) as { t: unknown };
      expect(typeof t).toBe('string');
      expect(repair(t as string).spans).toEqual([]);
    }),
    { seed: 20_264, numRuns: 3000 },
  );
  expect(passed).toBeGreaterThan(200);
});
