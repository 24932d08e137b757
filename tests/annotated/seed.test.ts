/** The file that the project was made for, where it lies beside the project; skipped, and said so, where it does not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyPlan, damage, repair, verify } from '../../src/index.ts';

const FOLDER = resolve(import.meta.dirname, '..', '..', '..', 'shared', 'seeds');
const file = existsSync(FOLDER) ? readdirSync(FOLDER).find((name) => name.endsWith('.txt')) : undefined;

describe.skipIf(file === undefined)('the source file (skipped where ../shared/seeds is absent)', () => {
  const observed = file === undefined ? '' : readFileSync(join(FOLDER, file), 'utf8');
  const toned = /[(?][a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*\)/g;

  test('comes back complete', () => {
    expect(observed.match(toned)).toHaveLength(290);
    const { text, spans, confidence } = repair(observed);
    expect(confidence).toBeGreaterThan(0.99);
    expect(text.match(toned)).toBeNull();
    expect(text).toContain('针锋相对');
    expect(text).toContain('变为“七小强”');
    for (const kept of ['(Kimi)', '(DeepSeek)', '(state-of-the-art)', '(AMC)', '(codeforces)'])
      expect(text).toContain(kept);
    expect(spans.every((span) => verify(span))).toBe(true);
    expect(spans.every((span) => applyPlan(span.observed, span.plan) === span.text)).toBe(true);
  });

  test('the documented damage gives the file again, character by character', () => {
    const { text } = repair(observed);
    const step = { channel: 'annotated-traditional', level: 142, except: ['詢'] };
    expect(damage(text, step).text).toBe(observed);
  });

  test('repaired once is repaired', () => {
    const { text } = repair(observed);
    expect(repair(text).text).toBe(text);
  });
});
