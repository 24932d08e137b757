/**
 * What reading a page back needs besides the converter's tables: its codes, its annotations as text, and which
 * characters the converter can have written at all (国 never: it would be 國).
 */
import { annotatedTables, type AnnotatedTables } from '../../channel/annotated/tables.ts';
import { byteSet } from '../../channel/slots.ts';
import { codePage } from '../../codec/index.ts';

export interface Lexicon {
  readonly tables: AnnotatedTables;
  /** UTF-16 unit → code of page 936, two bytes but for EURO; 0 for ASCII and for what cannot come out of a damaged page. */
  readonly codeOf: Uint16Array;
  /** Two bytes → the unit that stood in the converted page, 0 where none can have. */
  readonly written: Uint16Array;
  /** Entry → `(fā)`, and what is left of it behind an eaten parenthesis: `fā)`. */
  readonly whole: readonly string[];
  readonly rest: readonly string[];
  /** First byte → entries. */
  readonly byLead: readonly (readonly number[])[];
  /** Entry → second byte. */
  readonly second: Uint8Array;
  /** Private-use pairs, which vanish: first bytes (a slot), and by first byte the second ones: a slot of bytes from 81, −1 if none; whether letters are among them. */
  readonly vanishing: {
    readonly leads: number;
    readonly after: Int16Array;
    readonly ascii: Uint8Array;
  };
  /** UTF-16 unit → the flags below, for the page's evidence. */
  readonly kind: Uint8Array;
}

/** Has a Simplified source. */
export const CONVERTIBLE = 1;
/** Is one: the converter would not have left it. */
export const SIMPLIFIED = 2;
/** Traditional that the converter never writes, or kana: another page's text. */
export const FOREIGN = 4;
/** The same but for characters that authors of such pages may have written. */
export const UNUSUAL = 8;
export const HAN = 16;
/** Traditional text writes another character in most of its meanings: 后 (後), 里 (裡). */
export const UNCONVERTED = 32;

/** The one character beyond ASCII of one byte, 80. */
export const EURO = 0x20ac;

let loaded: Lexicon | undefined;

export function lexicon(): Lexicon {
  return (loaded ??= make());
}

function make(): Lexicon {
  const tables = annotatedTables();
  const page = codePage('gbk', 'windows');
  const codeOf = new Uint16Array(65536);
  const written = new Uint16Array(65536);
  const kind = new Uint8Array(65536);
  for (let code = 0x8140; code < 0xff00; code++) {
    const unit = page.double![code]!;
    if (unit === 0 || (unit >= 0xe000 && unit < 0xf900)) continue;
    if (page.codeOf[unit] === code) codeOf[unit] = code;
    // 苧 is both a source and a target
    if (tables.toTraditional[unit] === unit || tables.toSimplified[unit] !== unit) written[code] = unit;
  }
  codeOf[EURO] = 0x80;
  for (let unit = 0x3400; unit < 0xa000; unit++) {
    kind[unit] =
      HAN |
      (tables.toSimplified[unit] !== unit ? CONVERTIBLE : 0) |
      (tables.toTraditional[unit] !== unit && tables.toSimplified[unit] === unit ? SIMPLIFIED : 0);
  }
  for (let unit = 0x3041; unit < 0x30fb; unit++) kind[unit] = FOREIGN;
  for (const char of tables.notProduced) kind[char.charCodeAt(0)]! |= FOREIGN;
  for (const char of tables.kept) kind[char.charCodeAt(0)]! |= UNUSUAL;
  for (const char of '后里于么并') kind[char.charCodeAt(0)]! |= UNCONVERTED;
  const byLead: number[][] = Array.from({ length: 256 }, () => []);
  const second = new Uint8Array(tables.chars.length);
  for (let entry = 1; entry < tables.chars.length; entry++) {
    const code = codeOf[tables.chars[entry]!.charCodeAt(0)]!;
    byLead[code >> 8]!.push(entry);
    second[entry] = code & 255;
  }
  const isPrivate = (code: number): boolean => {
    const unit = page.double![code]!;
    return unit >= 0xe000 && unit < 0xf900;
  };
  const after = Int16Array.from({ length: 256 }, (_, lead) =>
    lead < 0x81 ? -1 : byteSet((trail) => trail >= 0x81 && isPrivate((lead << 8) | trail)),
  );
  const ascii = Uint8Array.from({ length: 256 }, (_, lead) => (isPrivate((lead << 8) | 0x61) ? 1 : 0));
  const leads = byteSet((lead) => after[lead]! >= 0 || ascii[lead] === 1);
  return {
    tables,
    vanishing: { leads, after, ascii },
    codeOf,
    written,
    whole: tables.readings.map((reading) => `(${reading})`),
    rest: tables.readings.map((reading) => `${reading})`),
    byLead,
    second,
    kind,
  };
}
