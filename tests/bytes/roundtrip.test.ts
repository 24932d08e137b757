/** The law of bytes in: whatever comes in comes back, and nothing throws. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodingNames } from '../../src/bytes/names.ts';
import { ByteDecoder } from '../../src/bytes/decoder.ts';
import { writeAs } from '../../src/bytes/codecs.ts';
import { decode, encode } from '../../src/index.ts';

const SEED = 20_261_125;

function fault(bytes: Uint8Array, from?: string): string | null {
  const { text, segments } = decode(bytes, from === undefined ? {} : { from });
  let at = 0;
  let byte = 0;
  for (const s of segments) {
    if (s.start !== at || s.byteStart !== byte || s.byteEnd <= s.byteStart)
      return 'segments do not follow each other';
    at = s.end;
    byte = s.byteEnd;
    if (s.bad && /[^\ufffd]/u.test(text.slice(s.start, s.end))) return 'bad bytes are no marks';
  }
  if (at !== text.length || byte !== bytes.length) return 'segments do not cover the input';
  const back = encode(text, segments);
  return Buffer.compare(back, bytes) === 0 ? null : `came back as ${Buffer.from(back).toString('hex')}`;
}

/** Bytes as they come: any, multi-byte text, text in several encodings, escapes. */
const anyBytes = fc.uint8Array({ maxLength: 80 });
const highBytes = fc
  .array(fc.integer({ min: 0x30, max: 0xff }), { maxLength: 80 })
  .map((all) => Uint8Array.from(all));
const WORDS = [
  '你好，',
  '請把文件',
  '中文\n',
  'abc ',
  '~{VPND~}',
  '+Ti1lhw-',
  '\u001b$)A\u000eVPND\u000f\n',
  '한국',
  'みず',
  '数据\r\n',
  '~',
  '+',
  '𠮷',
];
const CODES = [
  'utf-8',
  'gb18030',
  'big5',
  'utf-16le',
  'shift_jis',
  'euc-jp',
  'iso-2022-jp',
  'hz-gb-2312',
  'utf-7',
  'windows-1251',
];
const mixture = fc
  .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...CODES), fc.uint8Array({ maxLength: 1 })), {
    maxLength: 8,
  })
  .map((parts) =>
    Uint8Array.from(
      Buffer.concat(parts.flatMap(([word, code, noise]) => [writeAs(code, word).bytes, noise])),
    ),
  );

describe('encode undoes decode', () => {
  test.each([
    ['any bytes', anyBytes],
    ['lead and trail bytes', highBytes],
    ['text in several encodings', mixture],
  ] as const)('%s', (_name, bytes) => {
    fc.assert(
      fc.property(bytes, (input) => fault(input) === null),
      { seed: SEED, numRuns: 1500 },
    );
  });

  test('every byte, every pair of bytes, alone or between letters', () => {
    const wrong: string[] = [];
    for (let code = 0; code < 65536; code++) {
      const pair = code < 256 ? [code] : [code >> 8, code & 255];
      if (fault(Uint8Array.from(code % 3 === 0 ? [0x41, ...pair, 0x42] : pair)) !== null)
        wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  test.each(encodingNames())('under the encoding %s', (name) => {
    fc.assert(
      fc.property(fc.oneof(anyBytes, highBytes, mixture), (input) => fault(input, name) === null),
      { seed: SEED, numRuns: 150 },
    );
  });
});

/** What a stream makes of chunks. */
function streamed(parts: readonly Uint8Array[]): string {
  const decoder = new ByteDecoder();
  const runs = parts.flatMap((part) => decoder.push(part));
  return JSON.stringify([...runs, ...decoder.end()].map((run) => [run.text, run.bytes.length]));
}

test('a stream gives the same runs however it is cut', () => {
  fc.assert(
    fc.property(fc.array(mixture, { minLength: 1, maxLength: 12 }), (chunks) => {
      return streamed(chunks) === streamed([Uint8Array.from(Buffer.concat(chunks))]);
    }),
    { seed: SEED, numRuns: 150 },
  );
});
