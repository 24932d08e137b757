/**
 * Layout of `model.bin`, shared by the trainer (scripts/train) and the reader (model.ts).
 *
 * Text is seen as UTF-16 units. A unit maps to a **symbol**, a symbol to a **class**: Han characters
 * that differ only in script (发 發 髮) share a class, so one n-gram table serves Simplified and
 * Traditional alike, and P(char | context) = P(class | context) × P(symbol | class, expert).
 * Units without a symbol of their own share the symbol of their 128-unit page. Classes are numbered by
 * zhUnigram, then by their first symbol: small numbers are frequent, so that gaps are small, and the
 * order need not be stored.
 *
 * Costs are −log2 P in steps of 1/8 bit (members, unigrams) or 1/2 bit (n-grams, back-off).
 *
 * The file: an 8-byte magic, u32 section count, then per section u32 offset and u32 length, in the
 * order of SECTIONS; all numbers little-endian, sections aligned to 4 bytes. Sorted id lists are
 * stored as LEB128 gaps. The trigram list of a bigram (a,b) holds positions inside the row of b
 * instead of ids (context-based remapping: Pibiri & Venturini, SIGIR 2017).
 */
export const MAGIC = 'luanma03';

export const SECTIONS = [
  'symbolUnits', // LEB128: n, then gaps of the explicit symbols' units; symbol id = index + PAGE_SYMBOLS
  'symbolSame', // LEB128: count, then symbols that share an earlier one's class: gap, how far back that is
  'memberHans', // u8[symbols]: cost of the symbol within its class, 1/8 bit
  'memberHant',
  'memberOther',
  'zhUnigram', // u8[classes], 1/8 bit: of the pages, then of the classes as their first symbols come
  'zhBackoff', // u8[classes], 1/2 bit, biased by BACKOFF_BIAS
  'zhRows', // LEB128: row length of each class
  'zhGaps', // LEB128: successor class gaps
  'zhCosts', // u8[bigrams], 1/2 bit
  'zhKids', // LEB128: per bigram, number of trigrams
  'zhKidGaps', // LEB128: gaps of positions in the row of b
  'zhKidCosts', // u8[trigrams], 1/2 bit
  'zhKidBackoff', // u8[bigrams with trigrams], 1/2 bit, biased
  'otherUnigram',
  'otherBackoff',
  'otherRows',
  'otherGaps',
  'otherCosts',
  'screen', // i8[65536]: 1/4 bit log2 P(unit | damaged) / P(unit | clean)
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** Symbols 0 … 511 stand for the units of a 128-unit page that have no symbol of their own. */
export const PAGE_SYMBOLS = 512;
export const PAGE_SHIFT = 7;

/** Steps per bit. */
export const UNIT_STEPS = 8;
export const NGRAM_STEPS = 2;

/** Back-off weights may exceed 1; this many steps are added before storing. */
export const BACKOFF_BIAS = 20;

/** Packs sections into the file. */
export function packModel(sections: Record<SectionName, Uint8Array>): Uint8Array {
  const head = MAGIC.length + 4 + SECTIONS.length * 8;
  let size = align(head);
  for (const name of SECTIONS) size += align(sections[name].length);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  for (let i = 0; i < MAGIC.length; i++) out[i] = MAGIC.charCodeAt(i);
  view.setUint32(MAGIC.length, SECTIONS.length, true);
  let offset = align(head);
  SECTIONS.forEach((name, i) => {
    const data = sections[name];
    view.setUint32(MAGIC.length + 4 + i * 8, offset, true);
    view.setUint32(MAGIC.length + 8 + i * 8, data.length, true);
    out.set(data, offset);
    offset += align(data.length);
  });
  return out;
}

/** The sections of a model file, as views; throws RangeError if it is not one. */
export function unpackModel(file: Uint8Array): Record<SectionName, Uint8Array> {
  const magic = String.fromCharCode(...file.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new RangeError(`not a luanma model of this version: ${JSON.stringify(magic)}`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const sections = {} as Record<SectionName, Uint8Array>;
  SECTIONS.forEach((name, i) => {
    const offset = view.getUint32(MAGIC.length + 4 + i * 8, true);
    sections[name] = file.subarray(offset, offset + view.getUint32(MAGIC.length + 8 + i * 8, true));
  });
  return sections;
}

function align(n: number): number {
  return (n + 3) & ~3;
}

/** Appends an unsigned LEB128 number. */
export function pushLeb(out: number[], value: number): void {
  let rest = value;
  while (rest > 127) {
    out.push((rest & 127) | 128);
    rest >>>= 7;
  }
  out.push(rest);
}

/** Reads `count` unsigned LEB128 numbers (each < 2^28). */
export function readLeb(bytes: Uint8Array, count: number): Uint32Array {
  const out = new Uint32Array(count);
  let p = 0;
  for (let i = 0; i < count; i++) {
    let b = bytes[p++]!;
    let value = b & 127;
    for (let shift = 7; b > 127; shift += 7) {
      b = bytes[p++]!;
      value |= (b & 127) << shift;
    }
    out[i] = value;
  }
  return out;
}
