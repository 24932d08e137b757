/**
 * Changes a JSON string where it was repaired and nowhere else: spans are written in the spelling of the string
 * around them, and what lies between them keeps its own, byte for byte.
 *
 * The spelling is read off the string: if every character beyond ASCII in it is escaped, so is every new one, with hex digits
 * in its case; if it escapes every '/', so do spans. Half a surrogate pair is always escaped.
 * Example: "\u6D63\/" with the first character repaired to U+4F60 → "\u4F60\/".
 */

/** A change: UTF-16 offsets in the string's value. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

interface Spelling {
  ascii: boolean;
  upper: boolean;
  slash: boolean;
}

/** What stands between the quotes of a JSON string, with its value. */
export class JsonString {
  readonly value: string;
  readonly #inner: string;
  /** Offset in `#inner` of every unit of the value, and of the end; absent where they are the same. */
  readonly #offsets: Uint32Array | undefined;

  /** `inner` is valid JSON between two quotes. */
  constructor(inner: string) {
    const escaped = inner.includes('\\');
    this.#inner = inner;
    this.value = escaped ? (JSON.parse(`"${inner}"`) as string) : inner;
    this.#offsets = escaped ? unitOffsets(inner, this.value.length) : undefined;
  }

  /** What stands before a unit of the value: to count the columns. */
  before(unit: number): string {
    return this.#inner.slice(0, this.#offset(unit));
  }

  /** The string with the edits made; they are in order and do not overlap. */
  edited(edits: readonly Edit[]): string {
    const spelling = spellingOf(this.#inner);
    let out = '';
    let from = 0;
    for (const { start, end, text } of edits) {
      out += this.#inner.slice(from, this.#offset(start)) + spell(text, spelling);
      from = this.#offset(end);
    }
    return out + this.#inner.slice(from);
  }

  #offset(unit: number): number {
    return this.#offsets ? this.#offsets[unit]! : unit;
  }
}

function unitOffsets(inner: string, units: number): Uint32Array {
  const offsets = new Uint32Array(units + 1);
  let at = 0;
  for (let unit = 0; unit < units; unit++) {
    offsets[unit] = at;
    at += inner[at] !== '\\' ? 1 : inner[at + 1] === 'u' ? 6 : 2;
  }
  offsets[units] = inner.length;
  return offsets;
}

function spellingOf(inner: string): Spelling {
  let escapes = '';
  let slashes = 0;
  for (const [escape, char] of inner.matchAll(/\\(?:u([\da-f]{4})|.)/gi)) {
    if (char !== undefined && parseInt(char, 16) >= 0x80) escapes += char;
    if (escape === '\\/') slashes++;
  }
  return {
    ascii: escapes !== '' && !/[^\0-\x7f]/.test(inner),
    upper: /[A-F]/.test(escapes) && !/[a-f]/.test(escapes),
    slash: slashes > 0 && inner.split('/').length - 1 === slashes,
  };
}

function spell(text: string, { ascii, upper, slash }: Spelling): string {
  let out = '';
  for (const char of text) {
    const lone = char.length === 1 && char >= '\ud800' && char <= '\udfff';
    if (char >= '\x80' && (ascii || lone)) {
      for (let i = 0; i < char.length; i++) {
        const hex = char.charCodeAt(i).toString(16).padStart(4, '0');
        out += `\\u${upper ? hex.toUpperCase() : hex}`;
      }
    } else if (char === '/') out += slash ? '\\/' : '/';
    else out += char >= '\x80' ? char : JSON.stringify(char).slice(1, -1);
  }
  return out;
}
