/**
 * A form: how one value (byte, UTF-16 unit, code point) is spelled, and which values are.
 *
 * The form `%AB` of percent-escape spells E4 as %E4. Reads and writes single values; runs of them are escape.ts's.
 */
import { bytesOf } from './writers.ts';

/** What one value (a byte, a unit, a code point) looks like, up to the value `to`. */
export interface Spelling {
  readonly to: number;
  readonly prefix: string;
  readonly radix: 8 | 10 | 16;
  /** Digits; 0: as many as it takes. */
  readonly width: number;
  readonly upper?: boolean;
  readonly suffix?: string;
}

/** A value and where its spelling ends. */
export interface Value {
  readonly value: number;
  readonly end: number;
}

export type Carries = 'bytes' | 'units' | 'points';

export interface Form {
  readonly name: string;
  readonly carries: Carries;
  /** What stands around the whole, as the quotes of git and Python do. */
  readonly open?: string;
  readonly close?: string;
  /** In the order of their ranges. */
  readonly spellings: readonly Spelling[];
  /** Values with a spelling of their own, as \n has. */
  readonly named?: Readonly<Record<string, string>>;
  /** What sets the form apart from others: a run without it is not read under this form. */
  readonly mark?: RegExp;
  /** Instead of the spellings and names: the value at text[i]. */
  readonly parse?: (text: string, i: number) => Value | null;
  /** Whether this form escapes the value, unless `at` in the step says otherwise. */
  readonly escapes: (value: number) => boolean;
}

/** The values that a form spells of a text; null if its encoding cannot write it. */
export function valuesOf(carries: Carries, text: string, encoding = 'utf-8'): readonly number[] | null {
  if (carries === 'points') return Array.from(text, (c) => c.codePointAt(0)!);
  if (carries === 'units') return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  const bytes = bytesOf(encoding, text);
  return bytes && Array.from(bytes);
}

/** How the form spells a value. */
export function spell(form: Form, value: number): string {
  const named = form.named?.[String.fromCodePoint(value)];
  if (named !== undefined) return named;
  const s = form.spellings.find(({ to }) => value <= to);
  if (!s) return String.fromCodePoint(value);
  const digits = value.toString(s.radix).padStart(s.width, '0');
  return s.prefix + (s.upper === true ? digits.toUpperCase() : digits) + (s.suffix ?? '');
}

/** The value spelled at text[i] under the form; null if none is. */
export function valueAt(form: Form, text: string, i: number): Value | null {
  return form.parse ? form.parse(text, i) : (numberAt(form, text, i) ?? namedAt(form, text, i));
}

/** The value spelled by digits at text[i]; null if none is. */
export function numberAt(form: Form, text: string, i: number): Value | null {
  let low = 0;
  for (const s of form.spellings) {
    const found = text.startsWith(s.prefix, i) ? digitsAt(s, text, i + s.prefix.length) : null;
    if (found && found.value >= low && found.value <= s.to) return found;
    low = s.to + 1;
  }
  return null;
}

/** The value spelled by a name of its own at text[i]; null if none is. */
export function namedAt(form: Form, text: string, i: number): Value | null {
  for (const [char, name] of Object.entries(form.named ?? {}))
    if (text.startsWith(name, i)) return { value: char.codePointAt(0)!, end: i + name.length };
  return null;
}

function digitsAt(s: Spelling, text: string, from: number): Value | null {
  let i = from;
  let value = 0;
  while (i < text.length && (s.width === 0 ? i - from < MAX_DIGITS : i - from < s.width)) {
    const d = digit(text.charCodeAt(i), s.upper);
    if (d < 0 || d >= s.radix) break;
    value = value * s.radix + d;
    i++;
  }
  if (i === from || (s.width > 0 && i - from < s.width)) return null;
  if (s.width === 0 && (text.charCodeAt(from) === 0x30 || digit(text.charCodeAt(i), undefined) >= 0))
    return null;
  const suffix = s.suffix ?? '';
  return text.startsWith(suffix, i) ? { value, end: i + suffix.length } : null;
}
const MAX_DIGITS = 7;

/** Value of a hexadecimal digit, −1 if it is none of this case; `undefined`: either. */
function digit(unit: number, upper: boolean | undefined): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  if (unit >= 0x41 && unit <= 0x46 && upper !== false) return unit - 0x37;
  if (unit >= 0x61 && unit <= 0x66 && upper !== true) return unit - 0x57;
  return -1;
}

/** Bytes or characters beyond ASCII: what most writers escape. */
export const beyondAscii = (value: number): boolean => value >= 0x80;
