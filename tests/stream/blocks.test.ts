/**
 * Blocks: the cuts depend on the text alone, lose nothing, and fall where the head comment of blocks.ts says.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, BLOCK_UNITS, BlockSplitter, splitBlocks } from '../../src/repair/blocks.ts';
import { chunked, cuts, longText, SEED } from './texts.ts';

function pushed(chunks: readonly string[]): Block[] {
  const splitter = new BlockSplitter();
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
}

describe('blocks', () => {
  test('any chunking gives the same blocks', () => {
    fc.assert(
      fc.property(longText, cuts, (text, at) => {
        expect(pushed(chunked(text, at))).toEqual(splitBlocks(text));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test('joined they are the text; only the last is the last; each is cut at a line end, or full', () => {
    fc.assert(
      fc.property(longText, (text) => {
        const blocks = splitBlocks(text);
        expect(blocks.map((block) => block.text).join('')).toBe(text);
        let start = 0;
        for (const [i, block] of blocks.entries()) {
          const units = block.text.length;
          expect(block.start).toBe(start);
          expect(block.last).toBe(i === blocks.length - 1);
          expect(units).toBeGreaterThan(0);
          expect(units).toBeLessThanOrEqual(BLOCK_UNITS);
          if (!block.last && !block.text.endsWith('\n')) {
            expect(block.text).not.toContain('\n');
            expect(units).toBeGreaterThanOrEqual(BLOCK_UNITS - 1);
            expect(
              /[\ud800-\udbff]$/.test(block.text) && /^[\udc00-\udfff]/.test(text.slice(start + units)),
            ).toBe(false);
          }
          start += units;
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test.each([
    ['nothing', '', []],
    ['one full block', 'x'.repeat(BLOCK_UNITS), [BLOCK_UNITS]],
    ['one unit more', 'x'.repeat(BLOCK_UNITS + 1), [BLOCK_UNITS, 1]],
    ['a line end in the window', `a\n${'x'.repeat(BLOCK_UNITS - 1)}`, [2, BLOCK_UNITS - 1]],
    ['a line end right after the window', `${'x'.repeat(BLOCK_UNITS)}\n`, [BLOCK_UNITS, 1]],
    ['a line end as the last unit', `${'x'.repeat(BLOCK_UNITS - 1)}\ny`, [BLOCK_UNITS, 1]],
    ['a pair across the cut', `${'x'.repeat(BLOCK_UNITS - 1)}\u{1f600}`, [BLOCK_UNITS - 1, 2]],
    ['half a pair at the cut', `${'x'.repeat(BLOCK_UNITS - 1)}\ud83dx`, [BLOCK_UNITS, 1]],
  ])('%s', (_name, text, lengths) => {
    expect(splitBlocks(text).map((block) => block.text.length)).toEqual(lengths);
  });
});
