/** Laws of `repair` over arbitrary strings: it never throws, every span is proved, the rest is untouched. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPlan, damage, repair, verify, type PlanStep, type RepairOptions } from '../../src/index.ts';
import { CHINESE } from './sentences.ts';

/** Chinese, and what mojibake is made of. */
const UNITS = Array.from(
  '的一是不了人我在有他这中大来上国你好，。！？浣犲ソ锛屼笘鐣銆鏄鐨勪竴涓å¤§ä½å¥½ÄãºÃµØ·½Σ╣σÑ╜?? \ufffd\ue000\u0081\u00a0\u00adabc<>"\n',
);
const alphabet = fc.string({ unit: fc.constantFrom(...UNITS), maxLength: 60 });
const garbled = fc
  .tuple(
    fc.constantFrom(...CHINESE),
    fc.constantFrom('utf8-as-gbk', 'utf8-as-cp1252', 'gbk-as-latin1', 'gbk-as-big5'),
    alphabet,
  )
  .map(([text, channel, around]) => around + damage(text, { channel }).text + around);
const units = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((all) => String.fromCharCode(...all));

const OPTIONS: readonly RepairOptions[] = [
  {},
  { minConfidence: 0 },
  { lost: 'mark' },
  { lost: 'keep' },
  { alternatives: 2 },
];

function check(input: string, options: RepairOptions): void {
  const result = repair(input, options);
  let out = '';
  let at = 0;
  for (const span of result.spans) {
    expect(span.start).toBeGreaterThanOrEqual(at);
    expect(input.slice(span.start, span.end)).toBe(span.observed);
    out += input.slice(at, span.start) + span.text;
    at = span.end;
    if (span.channels.length === 0) {
      expect(span.text).toBe(span.observed);
      continue;
    }
    expect(verify(span)).toBe(true);
    expect(applyPlan(span.observed, JSON.parse(JSON.stringify(span.plan)) as PlanStep[])).toBe(span.text);
  }
  expect(result.text).toBe(out + input.slice(at));
  expect(result.changed).toBe(result.text !== input);
}

describe.each(OPTIONS.map((options) => [JSON.stringify(options), options] as const))(
  'with %s',
  (_, options) => {
    test.each([
      ['any code points', fc.string({ unit: 'binary', maxLength: 60 })],
      ['any code units, lone surrogates included', units],
      ['Chinese and mojibake', alphabet],
      ['damaged sentences among others', garbled],
    ])('%s', (_name, strings) => {
      fc.assert(
        fc.property(strings, (input) => check(input, options)),
        { seed: 20_240_701, numRuns: 40 },
      );
    });
  },
);
