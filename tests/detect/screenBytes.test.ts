/** The screen over bytes raises the alarms that the screen over strings raises, where it raises them. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channels } from '../../src/channel/catalogue.ts';
import { alarmsIn, firstAlarm } from '../../src/detect/screen.ts';
import { ByteScreen } from '../../src/detect/screenBytes.ts';
import { model } from '../../src/model/model.ts';
import { cleanScreen } from '../../src/repair/clean.ts';
import { damage } from '../../src/repair/damage.ts';
import { repairBlock } from '../../src/repairer.ts';
import { CHINESE } from '../property/sentences.ts';

const m = model();
const kinds = channels().filter(({ kind }) => kind === 'transcoding');

/** Without halves of pairs. */
const formed = (text: string): string => Buffer.from(text).toString();

/** Sentences, clean and damaged, cut anywhere, among odd characters. */
const part = fc.oneof(
  fc.constantFrom(...CHINESE),
  fc
    .record({
      sentence: fc.constantFrom(...CHINESE),
      kind: fc.constantFrom(...kinds),
      from: fc.nat(8),
      length: fc.integer({ min: 1, max: 30 }),
    })
    .map(({ sentence, kind, from, length }) =>
      damage(sentence, { channel: kind.id }).text.slice(from, from + length),
    ),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\n',
    ' ',
    '\u{20000}\u{1f600}',
    '羲和驭日夔龙衔烛',
    '\ufffd',
    '烫',
    '烫烫烫',
    '屯屯屯',
    '锟斤拷锟斤拷',
    '\ufffd\ufffd\ufffd',
    '???',
    '????',
    '國(gu\u00f3)產(ch\u01cen)',
    '(abc)',
    'zh\u01d4)',
    '\u00e9)',
    '\\u4f60\\u597d',
    '%E4%BD%A0%E5%A5%BD',
    '&#20320;&#x597d;',
    '=?utf-8?B?5L2g5aW9?=',
    '=E4=BD=A0=E5=A5=BD',
    '\\xe4\\xbd\\xa0',
    '\\344\\275\\240',
    '~{VPND~}',
    '+T2BZfQ-',
    '&T2BZfQ-',
    'u4f60u597d',
    '<E4><BD><A0>',
    'xn--fiqs8s',
    'un=ue+a&b<c %d {#} 50% a\\b',
  ),
);
const text = fc.array(part, { maxLength: 12 }).map((parts) => formed(parts.join('')));

/** Offset in units of the character that begins at a byte. */
const unitsBefore = (bytes: Uint8Array, at: number): number =>
  Buffer.from(bytes.subarray(0, at)).toString().length;

/** Looks at all of it, in steps that end anywhere. */
function looked(screen: ByteScreen, bytes: Uint8Array, steps: readonly number[]): void {
  screen.begin();
  for (const step of steps) {
    let stop = Math.min(bytes.length, Math.max(screen.bytes, Math.floor(step * bytes.length)));
    while (stop < bytes.length && (bytes[stop]! & 0xc0) === 0x80) stop++;
    screen.look(bytes, 0, stop, bytes.length, Infinity);
  }
  screen.look(bytes, 0, bytes.length, bytes.length, Infinity);
}

describe('the same alarms', () => {
  test('any text, in any steps', () => {
    const screen = new ByteScreen();
    fc.assert(
      fc.property(
        text,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
        (all, steps) => {
          const bytes = new TextEncoder().encode(all);
          looked(
            screen,
            bytes,
            steps.toSorted((a, b) => a - b),
          );
          const alarm = firstAlarm(m, all, 0, all.length);
          expect(screen.alarm < 0 ? -1 : unitsBefore(bytes, screen.alarm)).toBe(
            // An alarm at the second half of a pair is one at the character.
            alarm > 0 && /[\udc00-\udfff]/.test(all[alarm]!) ? alarm - 1 : alarm,
          );
          const line = all.lastIndexOf('\n') + 1;
          expect([
            screen.units,
            screen.lines,
            screen.unitsToLine,
            unitsBefore(bytes, screen.bytesToLine),
          ]).toEqual([all.length, all.split('\n').length - 1, line, line]);
        },
      ),
      { seed: 20_261, numRuns: 1_000 },
    );
  });

  test.each(kinds.map(({ id }) => id))('%s, in a clean line', (channel) => {
    const screen = new ByteScreen();
    for (const sentence of CHINESE) {
      const all = `${CHINESE[0]}${formed(damage(sentence, { channel }).text)}${CHINESE[1]}`;
      const bytes = new TextEncoder().encode(all);
      looked(screen, bytes, []);
      const alarm = firstAlarm(m, all, 0, all.length);
      expect(screen.alarm < 0 ? -1 : unitsBefore(bytes, screen.alarm)).toBe(alarm);
    }
  });

  test('every unit by itself', () => {
    const screen = new ByteScreen();
    for (let unit = 1; unit < 0x10000; unit++) {
      if (unit >= 0xd800 && unit < 0xe000) continue;
      const all = String.fromCharCode(unit).repeat(4);
      const bytes = new TextEncoder().encode(all);
      looked(screen, bytes, []);
      const alarm = firstAlarm(m, all, 0, all.length);
      if ((screen.alarm < 0 ? -1 : unitsBefore(bytes, screen.alarm)) !== alarm)
        expect.fail(unit.toString(16));
    }
  });
});

test('of each line the first alarm; with them a block is repaired as without', () => {
  const plain = new ByteScreen();
  const screen = cleanScreen();
  let told = 0;
  fc.assert(
    fc.property(text, (all) => {
      const bytes = new TextEncoder().encode(all);
      looked(plain, bytes, []);
      const expected = alarmsIn(m, all, 0, all.length);
      expect(plain.alarms).toEqual(expected);
      looked(screen, bytes, []);
      if (screen.mark >= 0) return;
      expect(screen.alarms).toEqual(expected);
      told++;
      expect(repairBlock(all, {}, true, screen.alarms)).toEqual(repairBlock(all, {}, true));
    }),
    { seed: 20_263, numRuns: 250 },
  );
  expect(told).toBeGreaterThan(25);
});

test('what it lets pass is what the library would not touch', () => {
  const screen = cleanScreen();
  let passed = 0;
  fc.assert(
    fc.property(text, (all) => {
      const bytes = new TextEncoder().encode(all);
      looked(screen, bytes, []);
      if (screen.alarm >= 0) return;
      passed++;
      expect(repairBlock(all, { escapes: 'always' }, true).spans).toEqual([]);
      expect(repairBlock(all, {}, true).spans).toEqual([]);
    }),
    { seed: 20_262, numRuns: 600 },
  );
  expect(passed).toBeGreaterThan(60);
});

test('escapes are found wherever they stand, and their characters alone are none', () => {
  const screen = cleanScreen();
  const asks = (all: string): boolean => {
    looked(screen, new TextEncoder().encode(all), []);
    return screen.alarm >= 0;
  };
  for (const escape of ['\\u4f60', '%E4%BD%A0', '&#20320;', '=?utf-8?B?5L2g5aW9?=', '~{VPND~}', '+T2BZfQ-'])
    for (const before of ['', '第', 'x \n', '一'.repeat(500)])
      expect(asks(`${before}${escape}章`), before + escape).toBe(true);
  for (const none of ['50% of u and = & + <b> {x} #1 ~', 'a\\b', 'unue '.repeat(1000)])
    expect(asks(none), none).toBe(false);
});

test('signs and two annotations are found wherever they stand', () => {
  const screen = cleanScreen();
  const asks = (all: string): boolean => {
    looked(screen, new TextEncoder().encode(all), []);
    return screen.alarm >= 0;
  };
  for (const sign of [
    '烫烫烫',
    '屯屯屯',
    '锟斤拷锟',
    '\ufffd\ufffd\ufffd',
    '????',
    '(gu\u00f3)一(gu\u00f3)',
    '(gu\u00f3)\n?zh\u01d4)',
  ])
    for (const before of ['', 'x', '烫', '?', '好\n'])
      expect(asks(`${before}${sign}`), before + sign).toBe(true);
  for (const none of [
    '烫烫',
    '???',
    '(abc)',
    'gu\u00f3)',
    '\u00f3)',
    ')',
    '(\u0222)',
    '(gu\u00f3)',
    '&quot;',
  ])
    for (const after of ['', 'x', '\n']) expect(asks(none + after), none).toBe(false);
});
