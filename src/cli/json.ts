/**
 * Finds strings in a line of JSON without taking the line apart: byte ranges of the wanted fields, nothing else.
 *
 * It accepts exactly the lines that JSON.parse accepts (RFC 8259), but on bytes, so that bytes in other fields need
 * not even be UTF-8, and without recursion, so that no depth of nesting overflows the stack. A key that occurs
 * twice is found twice: readers differ in which one they take, so both are repaired.
 *
 * Example: the field `a.b` of {"a": {"b": "x"}} → one string at bytes 12 to 15, quotes included.
 */
import type { FieldPath } from '../stream/records.ts';

/** A value of a field. */
export interface Located {
  /** Indices in the list of fields: two may mean the same value. */
  fields: readonly number[];
  /** Byte range; the quotes of a string belong to it. */
  start: number;
  end: number;
  isString: boolean;
}

/** Where and why a line is not JSON. */
export interface JsonFault {
  offset: number;
  expected: string;
}

/** The values of `fields` in the JSON text that fills `bytes` from `from` on, in order. */
export function locate(bytes: Uint8Array, from: number, fields: readonly FieldPath[]): Located[] | JsonFault {
  const scanner = new Scanner(bytes, from, fields);
  try {
    scanner.run();
    return scanner.found;
  } catch (error) {
    if (error instanceof Unexpected) return { offset: error.offset, expected: error.expected };
    throw error;
  }
}

class Unexpected extends Error {
  readonly offset: number;
  readonly expected: string;
  constructor(offset: number, expected: string) {
    super(expected);
    this.offset = offset;
    this.expected = expected;
  }
}

/** The way that is left to a wanted value: of a route, all before `depth` has been taken. */
interface Lead {
  field: number;
  route: readonly string[];
  depth: number;
}

interface Container {
  list: boolean;
  index: number;
  leads: readonly Lead[];
  /** What was found to be the container itself, to be told its end. */
  opened: readonly Located[];
}

const NONE: readonly never[] = [];
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const COLON = 0x3a;
const LIST = 0x5b;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
/** Bytes that stand for themselves in a string. */
export const PLAIN: Uint8Array = Uint8Array.from({ length: 256 }, (_, b) =>
  b < 0x20 || b === QUOTE || b === BACKSLASH ? 0 : 1,
);
const ESCAPED = new Set(Array.from('"\\/bfnrt', (c) => c.charCodeAt(0)));

const known = new WeakMap<readonly FieldPath[], readonly Lead[]>();

/** Where the ways to the fields begin. */
function leadsOf(fields: readonly FieldPath[]): readonly Lead[] {
  let leads = known.get(fields);
  if (!leads) {
    leads = fields.flatMap(({ routes }, field) => routes.map((route) => ({ field, route, depth: 0 })));
    known.set(fields, leads);
  }
  return leads;
}

class Scanner {
  readonly found: Located[] = [];
  readonly #bytes: Uint8Array;
  readonly #stack: Container[] = [];
  #at: number;
  #leads: readonly Lead[];

  constructor(bytes: Uint8Array, from: number, fields: readonly FieldPath[]) {
    this.#bytes = bytes;
    this.#at = from;
    this.#leads = leadsOf(fields);
  }

  run(): void {
    do this.#value();
    while (this.#next());
    this.#space();
    if (this.#at < this.#bytes.length) throw new Unexpected(this.#at, 'the end of the line');
  }

  /** Reads a scalar, or opens a list or an object and reads on to its first value. */
  #value(): void {
    for (;;) {
      this.#space();
      const start = this.#at;
      const leads = this.#leads;
      const byte = this.#bytes[start];
      const list = byte === LIST;
      if (!list && byte !== OBJECT) {
        this.#scalar(byte);
        this.#note(leads, start, byte === QUOTE);
        return;
      }
      const opened = this.#note(leads, start, false);
      this.#at++;
      const on = leads.length === 0 ? NONE : leads.filter((lead) => lead.depth < lead.route.length);
      this.#stack.push({ list, index: 0, leads: on, opened });
      this.#space();
      if (this.#bytes[this.#at] === (list ? LIST_END : OBJECT_END)) return;
      this.#member();
    }
  }

  /** After a value: closes what ends here. False when the whole is read, true before another value. */
  #next(): boolean {
    for (;;) {
      const top = this.#stack.at(-1);
      if (!top) return false;
      this.#space();
      const byte = this.#bytes[this.#at];
      if (byte === (top.list ? LIST_END : OBJECT_END)) {
        this.#at++;
        for (const located of top.opened) located.end = this.#at;
        this.#stack.pop();
        continue;
      }
      if (byte !== COMMA) throw new Unexpected(this.#at, `',' or '${top.list ? ']' : '}'}'`);
      this.#at++;
      top.index++;
      this.#member();
      return true;
    }
  }

  /** Before a value of the innermost container: reads its key and keeps the leads that go on with it. */
  #member(): void {
    const { list, index, leads } = this.#stack.at(-1)!;
    let key: string | undefined;
    if (list) key = leads.length > 0 ? String(index) : undefined;
    else {
      this.#space();
      if (this.#bytes[this.#at] !== QUOTE) throw new Unexpected(this.#at, 'a key in double quotes');
      const start = this.#at;
      this.#string();
      // Few objects lie on the way to a field; the keys of the others are not even decoded.
      if (leads.length > 0) key = keyText(this.#bytes, start, this.#at);
      this.#space();
      if (this.#bytes[this.#at] !== COLON) throw new Unexpected(this.#at, "':'");
      this.#at++;
    }
    const on = ({ route, depth }: Lead): boolean => route[depth] === key || route[depth] === '*';
    this.#leads = leads.some(on)
      ? leads.filter(on).map(({ field, route, depth }) => ({ field, route, depth: depth + 1 }))
      : NONE;
  }

  #note(leads: readonly Lead[], start: number, isString: boolean): readonly Located[] {
    if (leads.length === 0) return NONE;
    const fields = new Set(
      leads.filter((lead) => lead.depth === lead.route.length).map((lead) => lead.field),
    );
    if (fields.size === 0) return NONE;
    const located = { fields: [...fields], start, end: this.#at, isString };
    this.found.push(located);
    return [located];
  }

  #space(): void {
    const bytes = this.#bytes;
    while (this.#at < bytes.length) {
      const byte = bytes[this.#at]!;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at++;
    }
  }

  #scalar(byte: number | undefined): void {
    if (byte === QUOTE) this.#string();
    else if (byte === 0x74) this.#word('true');
    else if (byte === 0x66) this.#word('false');
    else if (byte === 0x6e) this.#word('null');
    else this.#number();
  }

  #word(word: string): void {
    for (let i = 0; i < word.length; i++, this.#at++) {
      if (this.#bytes[this.#at] !== word.charCodeAt(i)) throw new Unexpected(this.#at, `'${word}'`);
    }
  }

  #string(): void {
    const bytes = this.#bytes;
    let i = this.#at + 1;
    for (;;) {
      while (PLAIN[bytes[i]!] === 1) i++;
      const byte = bytes[i];
      if (byte === QUOTE) break;
      if (byte === undefined) throw new Unexpected(i, "'\"' at the end of a string");
      if (byte < 0x20) throw new Unexpected(i, 'no bare control character in a string');
      i++;
      if (byte !== BACKSLASH) continue;
      const escape = bytes[i];
      if (escape === 0x75)
        for (let k = 1; k <= 4; k++) if (!isHex(bytes[i + k])) throw new Unexpected(i + k, 'a hex digit');
      if (escape !== 0x75 && !ESCAPED.has(escape ?? -1)) throw new Unexpected(i, 'an escape that JSON has');
      i += escape === 0x75 ? 5 : 1;
    }
    this.#at = i + 1;
  }

  #number(): void {
    const bytes = this.#bytes;
    if (bytes[this.#at] === 0x2d) this.#at++;
    if (bytes[this.#at] === 0x30) this.#at++;
    else this.#digits('a value');
    if (bytes[this.#at] === 0x2e) {
      this.#at++;
      this.#digits('a digit');
    }
    if (bytes[this.#at] === 0x65 || bytes[this.#at] === 0x45) {
      this.#at++;
      if (bytes[this.#at] === 0x2b || bytes[this.#at] === 0x2d) this.#at++;
      this.#digits('a digit');
    }
  }

  #digits(expected: string): void {
    const start = this.#at;
    while (isDigit(this.#bytes[this.#at])) this.#at++;
    if (this.#at === start) throw new Unexpected(start, expected);
  }
}

/** The key with its quotes at bytes[from, to). Almost all are a few letters, for which a decoder costs too much. */
function keyText(bytes: Uint8Array, from: number, to: number): string {
  let key = '';
  for (let i = from + 1; i < to - 1; i++) {
    const byte = bytes[i]!;
    if (byte >= 0x80 || byte === BACKSLASH)
      return JSON.parse(new TextDecoder().decode(bytes.subarray(from, to))) as string;
    key += String.fromCharCode(byte);
  }
  return key;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isHex(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 0x20;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}
