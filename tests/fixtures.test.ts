/** The cases in fixtures/cases: repaired exactly, left alone, reported as lost, and known failures that must fail. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { damage, repair, verify, type ChannelStep } from '../src/index.ts';

interface Case {
  id: string;
  channels: ChannelStep[];
  observed: string;
  original: string;
}

function cases(name: string): [string, Case][] {
  const file = readFileSync(new URL(`../fixtures/cases/${name}.jsonl`, import.meta.url), 'utf8');
  const lines = file.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Case).map((c) => [c.id, c]);
}

describe('repaired', () => {
  test.each(cases('repaired'))('%s', (_, { channels, observed, original }) => {
    expect(damage(original, channels).text).toBe(observed);
    const { text, spans } = repair(observed);
    expect(text).toBe(original);
    expect(spans.every((span) => verify(span))).toBe(true);
  });
});

describe('clean', () => {
  test.each(cases('clean'))('%s', (_, { observed }) => {
    expect(repair(observed)).toMatchObject({ text: observed, changed: false, spans: [] });
  });
});

/** The screen raises no alarm at these, so nothing is reported; their text stays as it must. */
const UNSEEN: ReadonlySet<string> = new Set([]);

describe('beyond repair', () => {
  const all = cases('beyond-repair');

  test.fails.each(all.filter(([id]) => UNSEEN.has(id)))('%s is reported', (_, { observed }) => {
    expect(repair(observed).spans).toHaveLength(1);
  });

  test.each(all)('%s stays', (_, { observed }) => {
    expect(repair(observed).text).toBe(observed);
  });

  test.each(all.filter(([id]) => !UNSEEN.has(id)))('%s is reported', (_, { observed }) => {
    const { text, changed, spans } = repair(observed);
    expect({ text, changed }).toEqual({ text: observed, changed: false });
    expect(spans.map((span) => span.channels)).toEqual([[]]);
    expect(spans[0]!.lost).toEqual([{ start: 0, end: spans[0]!.observed.length }]);
  });
});

/** A case that starts to pass fails here: move it to repaired.jsonl. */
describe('known failures', () => {
  test.fails.each(cases('known-failures'))('%s', (_, { observed, original }) => {
    expect(repair(observed).text).toBe(original);
  });
});

test('the damage of known failures is what it says', () => {
  for (const [, c] of cases('known-failures')) expect(damage(c.original, c.channels).text).toBe(c.observed);
});
