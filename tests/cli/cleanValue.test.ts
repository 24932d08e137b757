/** What passes as clean JSON string is as long as the string, and nothing that the library would touch. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ValueScreen } from '../../src/cli/cleanValue.ts';
import { cleanScreen } from '../../src/repair/clean.ts';
import { repair } from '../../src/repairer.ts';
import { GARBLED } from './harness.ts';

const screen = new ValueScreen(cleanScreen());

/** Ways to write a string: as JSON.stringify does, with more escapes, with every unit escaped. */
const spellings: readonly ((text: string) => string)[] = [
  (text) => JSON.stringify(text),
  (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  (text) =>
    `"${Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`,
  (text) =>
    JSON.stringify(text).replace(
      /[^\0-\x7f]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    ),
];

const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '干净的一句话。',
        '\n',
        '\\',
        '"',
        '/',
        '\t\b\f\r',
        '\u{1f600}',
        GARBLED,
        '\ud800',
        '烫烫烫',
        '????',
      ),
    ),
  )
  .map((parts) => parts.join(''));

test('any string in any spelling', () => {
  let passed = 0;
  fc.assert(
    fc.property(text, fc.constantFrom(...spellings), (value, spell) => {
      const bytes = Buffer.from(spell(value));
      const read = JSON.parse(bytes.toString()) as string;
      const units = screen.unitsOfClean(bytes, 1, bytes.length - 1);
      if (units < 0) return;
      passed++;
      expect(units).toBe(read.length);
      expect(repair(read).spans).toEqual([]);
    }),
    { seed: 20_263, numRuns: 600 },
  );
  expect(passed).toBeGreaterThan(100);
});

function unitsOf(json: string): number {
  const bytes = Buffer.from(json);
  return screen.unitsOfClean(bytes, 1, bytes.length - 1);
}

test('damage is told in every spelling, also behind a block', () => {
  for (const spell of spellings)
    for (const before of ['', '一句话。\n'.repeat(20_000)]) expect(unitsOf(spell(before + GARBLED))).toBe(-1);
  const clean = '一句话。\n'.repeat(20_000);
  expect(unitsOf(JSON.stringify(clean))).toBe(clean.length);
});
