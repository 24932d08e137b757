/** Pinyin that belongs where it stands: fixtures/pinyin, one kind a file; each line alone, each file as one text, all together. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { repair } from '../../src/index.ts';

const FOLDER = new URL('../../fixtures/pinyin/', import.meta.url);
const files = readdirSync(FOLDER).map((name) => ({
  name,
  text: readFileSync(new URL(name, FOLDER), 'utf8'),
}));
const lines = files.flatMap(({ text }) => text.split('\n').filter((line) => line !== ''));

test('there are enough of each kind', () => {
  expect(lines.length).toBeGreaterThanOrEqual(300);
  for (const { text } of files) expect(text.trimEnd().split('\n').length).toBeGreaterThanOrEqual(30);
});

describe.each(files)('$name', ({ text }) => {
  test('every line stays', () => {
    for (const line of text.split('\n')) expect(repair(line).text).toBe(line);
  });

  test('the file stays', () => {
    expect(repair(text)).toMatchObject({ text, changed: false });
  });
});

test('all of it together stays', () => {
  const text = files.map((file) => file.text).join('\n');
  expect(repair(text).text).toBe(text);
});
