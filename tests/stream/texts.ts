/** Texts and cuts for the property tests: long enough to make blocks, with line ends, pairs and halves of pairs. */
import * as fc from 'fast-check';
import { BLOCK_UNITS } from '../../src/repair/blocks.ts';
import { GARBLED, HOPELESS } from '../cli/harness.ts';

export const SEED = 20_260;

const part = fc.oneof(
  fc.constantFrom(
    '\n',
    '\r\n',
    '\0',
    '\u{1f600}',
    '\ud800',
    '\udc00',
    '\ufeff',
    GARBLED,
    HOPELESS,
    '\u4f60\u597d\n',
    'plain ',
  ),
  fc.nat(BLOCK_UNITS + 3).map((n) => 'x'.repeat(n)),
  fc.constantFrom(BLOCK_UNITS - 2, BLOCK_UNITS - 1, BLOCK_UNITS).map((n) => '\u6c34'.repeat(n)),
);

/** Up to a few blocks. */
export const longText: fc.Arbitrary<string> = fc
  .array(part, { maxLength: 12 })
  .map((parts) => parts.join(''));

/** The same as bytes, with bytes between that are not UTF-8. */
export const longBytes: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: part.map((text) => Buffer.from(text)) },
      {
        weight: 1,
        arbitrary: fc.uint8Array({ minLength: 1, maxLength: 5 }).map((bytes) => Buffer.from(bytes)),
      },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom('e4bd', 'f09f98', 'c080', 'eda080', 'f4908080', 'ff', 'efbbbf', 'd6d00a')
          .map((hex) => Buffer.from(hex, 'hex')),
      },
    ),
    { maxLength: 12 },
  )
  .map((parts) => new Uint8Array(Buffer.concat(parts)));

/** Where to cut: shares of the length, some of them close together. */
export const cuts: fc.Arbitrary<number[]> = fc.array(
  fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat(12),
    fc.nat(12).map((n) => -n),
  ),
  { maxLength: 8 },
);

/** `whole` cut at: a share of its length, or a few places from its start, or (negative) from its end. */
export function chunked<T extends string | Uint8Array>(whole: T, at: readonly number[]): T[] {
  const n = whole.length;
  const places = at
    .map((x) => (Number.isInteger(x) ? (x < 0 ? Math.max(0, n + x) : Math.min(n, x)) : Math.floor(x * n)))
    .sort((a, b) => a - b);
  return [0, ...places].map((from, i) => whole.slice(from, places[i] ?? n) as T);
}
