/** What the null hypothesis explains by itself: repetition, code order, drawings. Generated, so that no case is special. */
import { describe, expect, test } from 'vitest';
import { undamagedCosts } from '../../src/detect/undamaged.ts';
import { model, STEPS } from '../../src/model/model.ts';
import { repair } from '../../src/repairer.ts';

const bits = (text: string): number =>
  undamagedCosts(model(), text, 0, text.length).reduce((a, b) => a + b, 0) / STEPS;

describe('costs', () => {
  test('a sign costs much once, little again', () => {
    expect(bits('╬')).toBeGreaterThan(12);
    expect(bits('╬'.repeat(20)) - bits('╬'.repeat(10))).toBeLessThanOrEqual(20);
    expect(bits('╬╩'.repeat(20)) - bits('╬╩'.repeat(10))).toBeLessThanOrEqual(80);
  });
  test('code order is no surprise from the third on', () => {
    expect(bits('鄛鄜鄝鄞鄟鄠') - bits('鄛鄜鄝')).toBeLessThanOrEqual(12);
    expect(bits('鄛、鄜、鄝、鄞、鄟、鄠') - bits('鄛、鄜、鄝、鄞')).toBeLessThanOrEqual(26);
  });
  test('a part is judged in its context', () => {
    const text = '══════';
    expect([...undamagedCosts(model(), text, 3, 6)]).toEqual([2 * STEPS, 2 * STEPS, 2 * STEPS]);
  });
});

describe('drawings stay', () => {
  const lines = '─│┌┐└┘├┤┬┴┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬▀▄█▌▐░▒▓';
  for (const [i, sign] of Array.from(lines).entries()) {
    const other = lines[(i * 7 + 3) % lines.length]!;
    const text = `${sign.repeat(9)}${other.repeat(7)} ${sign}${other.repeat(12)}${sign}`;
    test(text, () => expect(repair(text).text).toBe(text));
  }
  for (const start of [0x4e10, 0x6167, 0x695f, 0x7844, 0x9f8d]) {
    const list = Array.from({ length: 12 }, (_, k) => String.fromCharCode(start + k));
    for (const text of [list.join(''), list.join('、'), list[3]!.repeat(15), (list[1]! + list[8]!).repeat(9)])
      test(text, () => expect(repair(text).text).toBe(text));
  }
});

describe('code page 437 and its like look like drawings, and are still repaired', () => {
  for (const text of ['╓╨╣·╚╦├±', '╬╥├╟╓▄╥╗╝√', '╧┬╘╪┐¬╩╝┴╦'])
    test(text, () => expect(repair(text).text).toMatch(/^\p{Script=Han}+$/u));
});
