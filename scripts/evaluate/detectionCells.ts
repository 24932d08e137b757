/** What the detection is measured on: bytes by cell, drawn from a side of the corpus; the same on every run. */
import { deflateRawSync } from 'node:zlib';
import { writeAs } from '../../src/bytes/codecs.ts';
import { as, chinese, type Encode, english, foreign, mostlyHan, type Source } from './detectionText.ts';
import { points } from './measure.ts';
import type { Options } from './options.ts';
import { type Random, seeded } from './random.ts';
import type { Side } from './samples.ts';

export interface DetectionCell {
  name: string;
  /** Family of encodings; absent where anything but Chinese is right. */
  expected?: string;
  /** What the bytes are, `binary` for no text; absent where they are damaged. */
  encoding?: string;
  samples: Uint8Array[];
}

const SIZES = [20, 50, 200];
const FALSE_SIZES = [6, 20, 50, 200];
const KILOBYTE = 1000;
const FIVE_MEGABYTES = 5_000_000;

/** Code page 1258 has letters and tones apart. */
const vietnamese: Encode = (text) => {
  const apart = points(text)
    .map((char) => {
      if (writeAs('windows-1258', char).unencodable.length === 0) return char;
      const [base, first = '', ...rest] = points(char.normalize('NFD'));
      const joined = (base + first).normalize('NFC');
      const tone = [first, ...rest].find((mark) => '\u0300\u0301\u0303\u0309\u0323'.includes(mark)) ?? '';
      const other = [first, ...rest].filter((mark) => mark !== tone).join('');
      return rest.length === 0 && joined.length === 1 && first !== tone
        ? joined
        : (base + other).normalize('NFC') + tone;
    })
    .join('');
  return writeAs('windows-1258', apart);
};

/** A character that only the long codes of GB18030 hold. */
function withFourByte(random: Random, text: string): string {
  const rare = String.fromCodePoint(
    random.next() < 0.5 ? random.int(0x3400, 0x4db5) : random.int(0x20000, 0x2a6d6),
  );
  const chars = points(text);
  chars[random.int(0, chars.length - 1)] = rare;
  return chars.join('');
}

function many(n: number, name: string, make: (random: Random) => Uint8Array): Uint8Array[] {
  const random = seeded(`detection ${name}`);
  return Array.from({ length: n }, () => make(random));
}

export function plainCells({ samples, side }: Options): DetectionCell[] {
  const cells: DetectionCell[] = [];
  const add = (name: string, expected: string, make: (random: Random) => Uint8Array, n = samples): void => {
    cells.push({ name, expected, samples: many(n, name, make) });
  };
  const hans = chinese(side, 'hans');
  const hant = chinese(side, 'hant');
  for (const size of SIZES) {
    const length = (random: Random): number => (size < 200 ? size : random.int(200, 2000));
    add(
      `gb18030, ${size} B`,
      'gb',
      (r) =>
        writeAs('gb18030', withFourByte(r, hans.draw(r, as('gb18030'), length(r), mostlyHan).text)).bytes,
    );
    add(`gbk, ${size} B`, 'gb', (r) => hans.draw(r, as('gbk'), length(r), mostlyHan).bytes);
    add(`traditional in gbk, ${size} B`, 'gb', (r) => hant.draw(r, as('gbk'), length(r), mostlyHan).bytes);
    add(`big5, ${size} B`, 'big5', (r) => hant.draw(r, as('big5'), length(r), mostlyHan).bytes);
    add(
      `utf-8, ${size} B`,
      'utf-8',
      (r) => (r.next() < 0.5 ? hans : hant).draw(r, as('utf-8'), length(r), mostlyHan).bytes,
    );
    add(
      `utf-16le without a mark, ${size} B`,
      'utf-16le',
      (r) => hans.draw(r, as('utf-16le'), length(r), mostlyHan).bytes,
    );
    add(
      `utf-16be without a mark, ${size} B`,
      'utf-16be',
      (r) => hans.draw(r, as('utf-16be'), length(r), mostlyHan).bytes,
    );
  }
  for (const n of [2, 3, 4]) {
    add(`${n} hanzi alone, gbk`, 'gb', (r) => writeAs('gbk', hans.hanzi(r, n)).bytes);
    add(`${n} hanzi alone, big5`, 'big5', (r) => {
      for (;;) {
        const { bytes, unencodable } = writeAs('big5', hant.hanzi(r, n));
        if (unencodable.length === 0) return bytes;
      }
    });
    add(`${n} hanzi alone, utf-8`, 'utf-8', (r) => writeAs('utf-8', hans.hanzi(r, n)).bytes);
  }
  for (const name of ['hz-gb-2312', 'iso-2022-cn', 'utf-7', 'utf-32le', 'utf-32be'])
    for (const size of [50, 400])
      add(
        `${name}, ${size} B`,
        name === 'hz-gb-2312' ? 'hz' : name,
        (r) => hans.draw(r, as(name), size, mostlyHan).bytes,
      );
  return cells;
}

function sparse(random: Random, side: Side, name: string, words: number): Uint8Array {
  const base = english(side).draw(random, as('ascii'), KILOBYTE).bytes;
  const parts: Uint8Array[] = [];
  const cuts = Array.from({ length: words }, () => random.int(0, base.length)).sort((a, b) => a - b);
  let from = 0;
  for (const cut of cuts) {
    const at = Math.max(from, base.indexOf(0x20, cut) + 1);
    parts.push(
      base.subarray(from, at),
      writeAs(name, chinese(side, 'hans').hanzi(random, random.int(2, 4))).bytes,
    );
    from = at;
  }
  return Uint8Array.from(Buffer.concat([...parts, base.subarray(from)]));
}

export function damagedCells({ samples, side }: Options): DetectionCell[] {
  const cells: DetectionCell[] = [];
  const hans = chinese(side, 'hans');
  const hant = chinese(side, 'hant');
  const each: [string, string, Source][] = [
    ['gbk', 'gb', hans],
    ['big5', 'big5', hant],
    ['utf-8', 'utf-8', hans],
  ];
  for (const [name, expected, source] of each) {
    const add = (what: string, make: (random: Random) => Uint8Array, n = samples): void => {
      cells.push({ name: `${what}, ${name}`, expected, samples: many(n, `${what} ${name}`, make) });
    };
    const whole = (r: Random, size = KILOBYTE): Uint8Array => source.draw(r, as(name), size, mostlyHan).bytes;
    add('1 kB cut inside characters', (r) => whole(r).slice(1, -1));
    add('one bad byte', (r) => {
      const bytes = whole(r).slice();
      bytes[r.int(0, bytes.length - 1)] = r.pick([0xff, 0x80, 0xfe, r.int(0x80, 0xff)]);
      return bytes;
    });
    add('one lost byte', (r) => {
      const bytes = whole(r);
      const at = r.int(0, bytes.length - 1);
      return Uint8Array.from(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]));
    });
    add('one line in another encoding', (r) => {
      const other = r.pick(each.filter(([id]) => id !== name));
      const line = other[2].draw(r, as(other[0]), 80, mostlyHan).bytes;
      const [a, b] = [whole(r, 500), whole(r, 500)];
      return Uint8Array.from(Buffer.concat([a, Buffer.from('\n'), line, Buffer.from('\n'), b]));
    });
    if (name === 'big5') continue;
    add('few hanzi in 1 kB English', (r) => sparse(r, side, name, r.int(1, 3)));
    add(
      'Chinese after 5 MB of English',
      (r) => {
        const prose = Buffer.alloc(FIVE_MEGABYTES, `${english(side).draw(r, as('ascii'), 5000).text}\n`);
        return Uint8Array.from(Buffer.concat([prose, whole(r, 200)]));
      },
      Math.min(10, samples),
    );
  }
  return cells;
}

/** Encoding, languages. Of a Latin sample at least one byte is beyond ASCII. */
const FOREIGN: readonly (readonly [string, readonly string[]])[] = [
  ['euc-jp', ['jpn', 'ja']],
  ['shift_jis', ['jpn', 'ja']],
  ['euc-kr', ['kor', 'ko']],
  ['windows-1251', ['rus', 'ukr', 'bul']],
  ['koi8-r', ['rus']],
  ['windows-1252', ['fra', 'deu', 'spa', 'por', 'fr', 'es', 'swe', 'dan', 'ita']],
  ['windows-1258', ['vie']],
  ['windows-874', ['tha']],
  ['windows-1253', ['ell']],
  ['windows-1255', ['heb']],
  ['windows-1256', ['arb']],
  ['windows-1254', ['tur']],
  ['windows-1250', ['pol', 'ces', 'hun']],
];

export function falseCells({ samples, side }: Options): DetectionCell[] {
  const cells: DetectionCell[] = [];
  for (const size of FALSE_SIZES) {
    for (const [name, languages] of FOREIGN) {
      const encode = name === 'windows-1258' ? vietnamese : as(name);
      const source = foreign(side, languages);
      cells.push({
        name: `${name}, ${size} B`,
        encoding: name,
        samples: many(
          samples,
          `${name} ${size}`,
          (r) => source.draw(r, encode, size, (text) => /[^\0-\x7f]/.test(text)).bytes,
        ),
      });
    }
    cells.push({
      name: `random, ${size} B`,
      encoding: 'binary',
      samples: many(samples, `random ${size}`, (r) => Uint8Array.from({ length: size }, () => r.int(0, 255))),
    });
    cells.push({
      name: `compressed, ${size} B`,
      encoding: 'binary',
      samples: many(samples, `compressed ${size}`, (r) => {
        const text = chinese(side, 'hans').draw(r, as('utf-8'), 3000).text;
        const packed = deflateRawSync(text);
        const at = r.int(0, packed.length - size);
        return Uint8Array.from(packed.subarray(at, at + size));
      }),
    });
    cells.push({
      name: `English, ${size} B`,
      encoding: 'ascii',
      samples: many(samples, `english ${size}`, (r) => english(side).draw(r, as('ascii'), size).bytes),
    });
  }
  return cells;
}
