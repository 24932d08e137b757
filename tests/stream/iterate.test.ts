/** The public streams with the library itself: options, async iterables, records, and who waits for whom. */
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BLOCK_UNITS } from '../../src/repair/blocks.ts';
import { damage } from '../../src/repair/damage.ts';
import { repair } from '../../src/repairer.ts';
import {
  createRepairStream,
  repairBytes,
  repairChunks,
  repairLines,
  repairRecords,
  repairStrings,
  type Source,
} from '../../src/stream/index.ts';
import { createRepairTransform } from '../../src/stream/node.ts';
import { createRepairTransformStream } from '../../src/stream/web.ts';
import { GARBLED, GOOD } from '../cli/harness.ts';
import { chunked, cuts, SEED } from './texts.ts';

/** A sentence, damaged, and what the library makes of it. */
const BLUE = '今天的天空很蓝，我们去公园散步。';
const SKY = damage(BLUE, { channel: 'utf8-as-gbk' }).text;

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

function repaired(records: Source<object>, fields: string[], report?: string): Promise<object[]> {
  return all(repairRecords(records, { fields, ...(report === undefined ? {} : { report }) }));
}

/** Counts what has been taken from it. */
function counted<T>(items: readonly T[]): { source: AsyncIterable<T>; taken: () => number } {
  let n = 0;
  async function* source(): AsyncGenerator<T> {
    for (const item of items) {
      n++;
      yield item;
    }
  }
  return { source: source(), taken: () => n };
}

test('the sample is damage to the library', () => {
  expect(repair(SKY).text).toBe(BLUE);
});

describe('options', () => {
  test('without any, the library repairs', async () => {
    expect((await all(repairStrings([`a ${SKY}\n`]))).join('')).toBe(`a ${BLUE}\n`);
  });

  test('those of repair count', async () => {
    expect((await all(repairStrings([SKY], { channels: ['big5-as-gbk'] }))).join('')).toBe(SKY);
  });

  test.each([
    ['core', () => createRepairStream({ channels: ['no-such'] })],
    ['node', () => createRepairTransform({ minConfidence: 2 })],
    ['web', () => createRepairTransformStream({ lost: 'drop' as 'keep' })],
    ['unknown', () => createRepairStream({ minconfidence: 1 } as object)],
  ])('a mistake is told at once: %s', (_name, make) => {
    expect(make).toThrow(TypeError);
  });
});

describe('async iterables', () => {
  const text = `${SKY}\n${'a clean line\n'.repeat(9_000)}x ${SKY}`;
  const good = text.replaceAll(SKY, BLUE);

  test('strings and bytes at any chunking', async () => {
    await fc.assert(
      fc.asyncProperty(cuts, async (at) => {
        expect((await all(repairStrings(chunked(text, at)))).join('')).toBe(good);
        expect(Buffer.concat(await all(repairBytes(chunked(Buffer.from(text), at)))).toString()).toBe(good);
      }),
      { seed: SEED, numRuns: 20 },
    );
  });

  test.each([[[]], [['']], [['', '']], [['a']], [['a', '', SKY, '']], [text.split('\n')]])(
    'lines come out one for one (%#)',
    async (lines: string[]) => {
      expect(await all(repairLines(lines))).toEqual(lines.map((line) => line.replace(SKY, BLUE)));
    },
  );

  test('a line that is two is refused', async () => {
    await expect(all(repairLines(['a\nb']))).rejects.toThrow(TypeError);
  });

  test('nothing is read ahead: who pulls sets the pace', async () => {
    const block = 'x'.repeat(BLOCK_UNITS - 1) + '\n';
    const { source, taken } = counted(Array.from({ length: 50 }, () => block));
    const pieces = repairChunks(source);
    await pieces.next();
    await pieces.next();
    expect(taken()).toBe(3);
    await pieces.return();
  });

  test('node: a reader that does not read stops the source', async () => {
    const { source, taken } = counted(Array.from({ length: 200 }, () => Buffer.alloc(BLOCK_UNITS, 'x\n')));
    const transform = Readable.from(source, { objectMode: false, highWaterMark: 1 }).pipe(
      createRepairTransform(),
    );
    await new Promise((done) => transform.once('readable', done));
    for (let i = 0; i < 50; i++) await new Promise(setImmediate);
    expect(taken()).toBeLessThan(10);
    let bytes = 0;
    for await (const chunk of transform as AsyncIterable<Buffer>) bytes += chunk.length;
    expect([bytes, taken()]).toEqual([200 * BLOCK_UNITS, 200]);
  });
});

describe('records', () => {
  test('several fields, nested ones, lists, keys with a dot', async () => {
    const record = { a: SKY, 'b.c': SKY, b: { c: SKY, d: SKY }, list: [{ t: SKY }, { t: 'x' }, 1], n: 1 };
    const before = structuredClone(record);
    expect(await repaired([record], ['a', 'b.c', 'list.*.t', 'n', 'missing'])).toEqual([
      { a: BLUE, 'b.c': BLUE, b: { c: BLUE, d: SKY }, list: [{ t: BLUE }, { t: 'x' }, 1], n: 1 },
    ]);
    expect(record).toEqual(before);
  });

  test('a record that needs nothing comes out as it is', async () => {
    const record = Object.freeze({ a: GOOD, b: null });
    expect((await repaired([record], ['a', 'b.c']))[0]).toBe(record);
  });

  test('the report accounts for all fields of the record', async () => {
    const [clean, damaged] = await repaired(
      [{ a: 'x' }, { a: SKY, b: 'y'.repeat(SKY.length) }],
      ['a', 'b'],
      'luanma',
    );
    const none = { damaged: 0, changed: false, confidence: 1, kinds: {}, inferred: 0, lost: 0 };
    expect(clean).toEqual({ a: 'x', luanma: none });
    const { spans, confidence } = repair(SKY);
    expect(damaged).toMatchObject({
      a: BLUE,
      luanma: {
        damaged: (spans[0]!.end - spans[0]!.start) / (2 * SKY.length),
        changed: true,
        confidence,
        kinds: { 'utf8-as-gbk': 1 },
        inferred: spans[0]!.inferred.length,
      },
    });
  });

  test('each string is a document of its own', async () => {
    const halves = [{ t: GARBLED.slice(0, 2) }, { t: GARBLED.slice(2) }];
    expect(await repaired(halves, ['t'])).toEqual(halves.map(({ t }) => ({ t: repair(t).text })));
  });
});
