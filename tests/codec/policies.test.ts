/** What each family of decoders makes of bytes it cannot read, as measured on the decoders themselves. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decode, encode, POLICIES, type EncodingId, type Policy } from '../../src/codec/index.ts';
import { LEFT_OUT, PAIRS, STRINGS } from './oracles.ts';
import { COLUMNS, ROWS } from './rows.ts';
import { byteStrings } from './strings.ts';

const bytesOf = (hex: string): number[] => hex.split(' ').map((byte) => Number.parseInt(byte, 16));

/** Answers as oracles.ts counts them. */
class Answers {
  readonly #hash = createHash('sha256');

  add(text: string): void {
    let hex = '';
    for (let i = 0; i < text.length; i++) hex += text.charCodeAt(i).toString(16).padStart(4, '0');
    this.#hash.update(`${hex}\n`);
  }

  digest(): string {
    return this.#hash.digest('hex').slice(0, 32);
  }
}

const all = <T>(record: Readonly<Partial<Record<string, T>>>): [EncodingId, T][] =>
  Object.entries(record) as [EncodingId, T][];
const pinned = (digests: typeof PAIRS): [EncodingId, Policy, string][] =>
  all(digests).flatMap(([id, of]) =>
    Object.entries(of).map(([policy, digest]): [EncodingId, Policy, string] => [
      id,
      policy as Policy,
      digest,
    ]),
  );

describe.each(all(ROWS))('telling bytes as %s', (id, rows) => {
  test.each(rows.map(([hex, ...columns]) => [hex, columns] as const))('%s', (hex, columns) => {
    const cut = hex.endsWith(' EOF');
    const middle = bytesOf(hex.replace(' EOF', ''));
    const bytes = Uint8Array.from([0x41, ...middle, ...(cut ? [] : [0x42, 0x43])]);
    let before: string | null = null;
    for (const [i, column] of columns.entries()) {
      before = column === '=' ? before : column;
      if (before !== null)
        expect([COLUMNS[i], decode(id, bytes, COLUMNS[i]).text]).toEqual([COLUMNS[i], before]);
    }
  });
});

describe('answers of the decoders themselves', () => {
  test.each(pinned(PAIRS))('%s under %s: every pair of bytes', (id, policy, digest) => {
    const answers = new Answers();
    for (let code = 0x8000; code < 0x10000; code++) {
      if (LEFT_OUT.has(code & 255)) continue;
      answers.add(decode(id, Uint8Array.of(code >> 8, code & 255, 0x42, 0x43), policy).text);
    }
    expect(answers.digest()).toBe(digest);
  });

  test.each(pinned(STRINGS))('%s under %s: strings of any bytes', (id, policy, digest) => {
    const answers = new Answers();
    for (const bytes of byteStrings(id)) {
      if (policy === 'windows' && id === 'utf-8' && endsInSequence(bytes)) continue;
      answers.add(decode(id, bytes, policy).text);
    }
    expect(answers.digest()).toBe(digest);
  });
});

/** Whether a first byte of UTF-8 stands too close to the end for its sequence. */
function endsInSequence(bytes: Uint8Array): boolean {
  return [0xc2, 0xe0, 0xf0].some((least, k) => (bytes.at(-1 - k) ?? 0) >= least && bytes.at(-1 - k)! < 0xf5);
}

test('mysql writes one ? a byte of broken UTF-8, and one a pair it knows but has no character for', () => {
  expect(decode('utf-8', Uint8Array.of(0xe4, 0xbd, 0x43), 'mysql').text).toBe('??C');
  expect(decode('gbk', Uint8Array.of(0xa1, 0x8c, 0x81, 0x20), 'mysql').text).toBe('?? ');
});

test('windows reads on after a lead byte before 00', () => {
  expect(decode('gbk', Uint8Array.of(0x81, 0, 0x42)).text).toBe('?\0B');
});

const read = (id: EncodingId, hex: string, policy: Policy): string =>
  decode(id, Uint8Array.from(bytesOf(hex)), policy).text;

describe('single-byte pages', () => {
  test.each([
    ['cp1252', '81 8D 8F 90 9D', '\u0081\u008d\u008f\u0090\u009d'],
    ['cp1250', '81 83 88 90 98', '\u0081\u0083\u0088\u0090\u0098'],
    ['cp1251', '98', '\u0098'],
    ['cp1254', '81 8D 8E 8F 90 9D 9E', '\u0081\u008d\u008e\u008f\u0090\u009d\u009e'],
    ['cp857', 'D5 E7 F2', '\uf8bb\uf8bc\uf8bd'],
  ] as const)('%s has holes at %s', (id, hex, text) => {
    expect(read(id, hex, 'windows')).toBe(text);
    expect(read(id, hex, 'whatwg')).toBe(text);
    expect(read(id, hex, 'java')).toBe('\ufffd'.repeat(text.length));
    expect(read(id, hex, 'python')).toBe('\ufffd'.repeat(text.length));
    expect(read(id, hex, 'glibc')).toBe('');
    expect(read(id, hex, 'php')).toBe(id === 'cp1252' ? text : '?'.repeat(text.length));
    expect(read(id, hex, 'mysql')).toBe(id === 'cp1252' ? text : '?'.repeat(text.length));
  });

  test("macroman is Apple's current table", () => {
    expect(read('macroman', 'BD DB F0 FF', 'windows')).toBe('\u03a9\u20ac\uf8ff\u02c7');
  });
});

describe('where a character has several codes, the encoder writes', () => {
  test.each([
    ['shift_jis', 'windows', '\u2170\u7e8a\u2235\u2252\u2160', 'fa40fa5c81e681e08754'],
    ['shift_jis', 'whatwg', '\u2170\u7e8a\u2235\u2252\u2160', 'fa40fa5c81e681e08754'],
    ['shift_jis', 'python', '\u2170\u7e8a\u2235\u2252\u2160', 'eeefed4081e681e08754'],
    ['big5', 'windows', '\u5341\u5345\u2550\u2551\u255e', 'a451a4caf9f9f9f8f9e9'],
    ['big5', 'whatwg', '\u5341\u5345\u2550\u2551\u255e', 'a451a4caf9f9f9f8f9e9'],
    ['big5', 'glibc', '\u5341\u5345\u2550\u2551\u255e', 'a451a4caa2a4f9f8a2a5'],
    ['big5', 'java', '\u5341\uff3f\u2550', 'a451a1c4a2a4'],
    ['gbk', 'windows', '\u20ac\u3000', '80a1a1'],
    ['gbk', 'java', '\u20ac', 'a2e3'],
    ['gb18030', 'whatwg', '\u20ac\u1e3f\ue7c7', 'a2e3a8bc8135f437'],
    ['gb18030', 'python', '\u20ac\u1e3f\ue7c7', 'a2e38135f437a8bc'],
  ] as const)('%s under %s', (id, policy, text, hex) => {
    expect(Buffer.from(encode(id, text, policy).bytes).toString('hex')).toBe(hex);
  });

  test('nothing in the Hong Kong half of big5 for whatwg, which reads it', () => {
    expect(decode('big5', Uint8Array.of(0x87, 0x40), 'whatwg').text).toBe('\u43f0');
    expect(encode('big5', '\u43f0', 'whatwg').unencodable).toEqual([0]);
  });
});

describe('errors', () => {
  test('say where and why', () => {
    const bytes = Uint8Array.of(0x41, 0x81, 0x20, 0xff, 0x81);
    expect(decode('gbk', bytes, 'java').errors).toEqual([
      { offset: 1, length: 1, at: 1, reason: 'bad-trail' },
      { offset: 3, length: 1, at: 3, reason: 'invalid-byte' },
      { offset: 4, length: 1, at: 4, reason: 'truncated' },
    ]);
    expect(decode('gbk', bytes, 'windows').errors).toEqual([
      { offset: 1, length: 2, at: 1, reason: 'bad-trail' },
      { offset: 4, length: 1, at: 3, reason: 'truncated' },
    ]);
    expect(decode('gbk', Uint8Array.of(0xa1, 0x8c), 'glibc').errors).toEqual([
      { offset: 0, length: 2, at: 0, reason: 'unassigned' },
    ]);
  });

  test.each(POLICIES)('are none in good text under %s', (policy) => {
    expect(decode('gbk', encode('gbk', '\u4f60\u597d, ABC', policy).bytes, policy).errors).toEqual([]);
  });
});
