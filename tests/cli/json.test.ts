/**
 * The JSON scanner agrees with JSON.parse, and a string is changed where it is repaired and nowhere else.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Located, locate } from '../../src/cli/json.ts';
import { fieldPath } from '../../src/stream/records.ts';
import { JsonString } from '../../src/cli/token.ts';

const RUNS = { seed: 20_260, numRuns: 2_000 };

function find(json: string, ...names: string[]): Located[] {
  const located = locate(Buffer.from(json), 0, names.map(fieldPath));
  if (!Array.isArray(located)) throw new Error(`${located.expected} at ${located.offset}`);
  return located;
}

const found = (json: string, ...names: string[]): string[] =>
  find(json, ...names).map(({ start, end }) => Buffer.from(json).subarray(start, end).toString());

/** JSON with something wrong in it, often enough. */
const nearJson = fc
  .tuple(
    fc.json({ maxDepth: 3 }),
    fc.nat(200),
    fc.nat(2),
    fc.constantFrom(
      '',
      ',',
      '"',
      '\\',
      '{',
      ']',
      '0',
      '-',
      '.',
      'e',
      'tru',
      '\u0001',
      ' ',
      '\n',
      '\\u12',
      '\u00e9',
    ),
  )
  .map(
    ([json, at, cut, put]) =>
      json.slice(0, at % (json.length + 1)) + put + json.slice((at % (json.length + 1)) + cut),
  );

describe('locate', () => {
  test('accepts what JSON.parse accepts and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), nearJson), (json) => {
        let valid = true;
        try {
          JSON.parse(json);
        } catch {
          valid = false;
        }
        expect(Array.isArray(locate(Buffer.from(json), 0, [fieldPath('a')]))).toBe(valid);
      }),
      RUNS,
    );
  });

  test('finds what JSON.parse finds under a key', () => {
    const key = fc.constantFrom('a', 'b', 'a.b', '\u4f60', '"', '');
    const object = fc.dictionary(key, fc.oneof(fc.string(), fc.integer(), fc.dictionary(key, fc.string())));
    fc.assert(
      fc.property(object, key, fc.nat(2), (value, name, indent) => {
        const strings = found(JSON.stringify(value, null, indent), name).map(
          (text) => JSON.parse(text) as unknown,
        );
        const [head, tail] = name.split('.') as [string, string?];
        const inner = value[head];
        const nested = tail !== undefined && typeof inner === 'object' ? [inner[tail]] : [];
        const expected = [value[name], ...nested].filter((v) => v !== undefined);
        expect(strings).toEqual(expect.arrayContaining(expected));
        expect(strings.length).toBe(expected.length);
      }),
      RUNS,
    );
  });

  test.each([
    ['{"a":{"b":"x"}}', 'a.b', ['"x"']],
    ['{"a.b":"x","a":{"b":"y"}}', 'a.b', ['"x"', '"y"']],
    ['{"a":["x","y"]}', 'a.1', ['"y"']],
    ['{"a":["x",["z"],"y"]}', 'a.*', ['"x"', '["z"]', '"y"']],
    ['{"m":[{"c":"x"},{"d":1},{"c":"y"}]}', 'm.*.c', ['"x"', '"y"']],
    ['{"a":"x","a":"y"}', 'a', ['"x"', '"y"']],
    ['{"\\u0061":"x"}', 'a', ['"x"']],
    ['{"b":{"a":"x"}}', 'a', []],
    ['["x"]', '0', ['"x"']],
    [' {"a" : { "c" : [] } } ', 'a', ['{ "c" : [] }']],
  ])('%s, %s', (json, name, expected) => {
    expect(found(json, name)).toEqual(expected);
  });

  test('a value that two fields mean is one value', () => {
    expect(find('{"a":{"b":"x"}}', 'a.*', 'a.b', 'c').map((value) => value.fields)).toEqual([[0, 1]]);
  });

  test('no depth overflows the stack', () => {
    const deep = '['.repeat(300_000) + ']'.repeat(300_000);
    expect(found(`{"x":${deep},"a":"y"}`, 'a')).toEqual(['"y"']);
  });

  test('bytes of other fields need not be UTF-8', () => {
    expect(locate(Buffer.from('{"\xff":"\xff","a":"y"}', 'latin1'), 0, [fieldPath('a')])).toHaveLength(1);
  });
});

describe('JsonString', () => {
  test('no edit, no change; any edit gives the value it should, and leaves the rest of the spelling alone', () => {
    const spelled = fc.oneof(
      fc.constantFrom(
        '\\u4f60',
        '\\u4F60',
        '\\ud83d\\ude00',
        '\\ud800',
        '\\/',
        '/',
        '\\n',
        '\\"',
        '\\\\',
        '\\\\u0041',
        '\u4f60',
        '\u{1f600}',
        'a',
      ),
      fc.string({ unit: 'grapheme-ascii' }).map((s) => JSON.stringify(s).slice(1, -1)),
    );
    fc.assert(
      fc.property(
        fc.array(spelled),
        fc.nat(),
        fc.nat(),
        fc.string({ unit: 'binary' }),
        (parts, a, b, text) => {
          const inner = parts.join('');
          const string = new JsonString(inner);
          const value = JSON.parse(`"${inner}"`) as string;
          expect(string.value).toBe(value);
          expect(string.edited([])).toBe(inner);
          const [start, end] = [a % (value.length + 1), b % (value.length + 1)].sort((x, y) => x - y) as [
            number,
            number,
          ];
          const edited = string.edited([{ start, end, text }]);
          expect(JSON.parse(`"${edited}"`)).toBe(value.slice(0, start) + text + value.slice(end));
          expect(edited.startsWith(string.before(start))).toBe(true);
        },
      ),
      RUNS,
    );
  });

  test.each([
    ['raw stays raw', '\u6d63', '\u4f60/\u0001\n"', '\u4f60/\\u0001\\n\\"'],
    ['escaped stays escaped, in lower case', '\\u6d63', '\u4f60\u{1f600}', '\\u4f60\\ud83d\\ude00'],
    ['in upper case', '\\u6D63', '\u4f6a', '\\u4F6A'],
    ['both: raw', '\\u6d63\u6d63', '\u4f60', '\u4f60'],
    ['an escaped ASCII character says nothing', '\\u0041', '\u4f60', '\u4f60'],
    ['slashes as they are', '\\/', '/', '\\/'],
    ['half a pair is escaped', '\u6d63', '\ud800', '\\ud800'],
  ])('%s', (_name, inner, text, expected) => {
    const string = new JsonString(inner);
    expect(string.edited([{ start: 0, end: string.value.length, text }])).toBe(expected);
  });
});
