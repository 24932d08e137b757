/**
 * Every encoding by one interface: lines of bytes to text with the bad bytes marked, and text to bytes.
 *
 * Under the WHATWG's mappings, which most files were written for. What an encoding cannot read is one bad byte,
 * or a few, never an exception. gb18030: C4 E3 FF → 你, bad FF.
 */
import { decode, encode, type EncodingId } from '../codec/index.ts';
import { CESU_LENGTH, cesuPoint, nextCesu } from './cesu.ts';
import { encodeEscapes, escapeParts, type EscapeName } from './escapes.ts';
import { eucJpPairs } from './eucjp.ts';
import { codecOf } from './names.ts';
import { encodeUtf7, nextRun } from './utf7.ts';

/** Some of the input that was read, or (`bad`) could not be. */
export interface Piece {
  from: number;
  to: number;
  text: string;
  bad: boolean;
}

/** What could not be written is `?` in `bytes`; `unencodable` has the UTF-16 offsets. */
export interface Written {
  bytes: Uint8Array;
  unencodable: readonly number[];
}

const ESCAPES: ReadonlySet<string> = new Set(['hz-gb-2312', 'iso-2022-cn', 'iso-2022-jp', 'iso-2022-kr']);

/** Reads whole lines (UTF-16 and UTF-32: whole units); the pieces follow each other without a gap. */
export function readAs(name: string, bytes: Uint8Array): Piece[] {
  if (name === 'utf-7') return readUtf7(bytes);
  if (name === 'utf-32le' || name === 'utf-32be') return readUtf32(bytes, name === 'utf-32be');
  if (name === 'euc-jp') return readEucJp(bytes);
  if (ESCAPES.has(name)) return readEscapes(name as EscapeName, bytes);
  return name === 'utf-8' ? readUtf8(bytes) : readPage(codecOf(name) ?? 'utf-8', bytes);
}

/** Writes a text. */
export function writeAs(name: string, text: string): Written {
  if (name === 'ascii') return writeAscii(text);
  if (name === 'utf-7') return { bytes: encodeUtf7(text), unencodable: [] };
  if (name === 'utf-32le' || name === 'utf-32be') return writeUtf32(text, name === 'utf-32be');
  if (name === 'euc-jp') return writeEucJp(text);
  if (ESCAPES.has(name)) return encodeEscapes(name as EscapeName, text);
  return encode(codecOf(name) ?? 'utf-8', text, 'whatwg');
}

class Pieces {
  readonly all: Piece[] = [];

  add(from: number, to: number, text: string, bad: boolean): void {
    const last = this.all.at(-1);
    if (last && last.bad === bad) {
      last.to = to;
      last.text += text;
    } else if (to > from) this.all.push({ from, to, text, bad });
  }
}

/** With CESU-8 among it. */
function readUtf8(bytes: Uint8Array): Piece[] {
  let at = nextCesu(bytes, 0);
  if (at < 0) return readPage('utf-8', bytes);
  const pieces = new Pieces();
  for (let from = 0; from < bytes.length; at = nextCesu(bytes, from)) {
    const to = at < 0 ? bytes.length : at;
    for (const piece of readPage('utf-8', bytes.subarray(from, to)))
      pieces.add(from + piece.from, from + piece.to, piece.text, piece.bad);
    from = to;
    if (at < 0) break;
    from += CESU_LENGTH;
    pieces.add(at, from, String.fromCodePoint(cesuPoint(bytes, at, from)), false);
  }
  return pieces.all;
}

function readPage(id: EncodingId, bytes: Uint8Array): Piece[] {
  const { text, errors } = decode(id, bytes, 'whatwg');
  if (errors.length === 0) return text === '' ? [] : [{ from: 0, to: bytes.length, text, bad: false }];
  const pieces = new Pieces();
  let from = 0;
  let at = 0;
  for (const error of errors) {
    if (error.offset > from) pieces.add(from, error.offset, text.slice(at, error.at), false);
    from = error.offset + error.length;
    at = error.at + 1; // one U+FFFD
    pieces.add(error.offset, from, '', true);
  }
  if (from < bytes.length) pieces.add(from, bytes.length, text.slice(at), false);
  return pieces.all;
}

function readUtf32(bytes: Uint8Array, bigEndian: boolean): Piece[] {
  const pieces = new Pieces();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    const point = view.getUint32(i, !bigEndian);
    const bad = point > 0x10ffff || (point >= 0xd800 && point < 0xe000);
    pieces.add(i, i + 4, bad ? '' : String.fromCodePoint(point), bad);
  }
  pieces.add(whole, bytes.length, '', true);
  return pieces.all.filter((p) => p.to > p.from);
}

function writeUtf32(text: string, bigEndian: boolean): Written {
  const points = Array.from(text, (char) => char.codePointAt(0)!);
  const view = new DataView(new ArrayBuffer(4 * points.length));
  const unencodable: number[] = [];
  let at = 0;
  for (const [i, point] of points.entries()) {
    const lone = point >= 0xd800 && point < 0xe000;
    if (lone) unencodable.push(at);
    view.setUint32(4 * i, lone ? 0xfffd : point, !bigEndian);
    at += point > 0xffff ? 2 : 1;
  }
  return { bytes: new Uint8Array(view.buffer), unencodable };
}

function writeAscii(text: string): Written {
  const bytes = new Uint8Array(text.length);
  const unencodable: number[] = [];
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 127) unencodable.push(i);
    if (text.codePointAt(i)! > 0xffff) i++;
    bytes[n++] = unit > 127 ? 0x3f : unit;
  }
  return { bytes: bytes.slice(0, n), unencodable };
}

function readEucJp(bytes: Uint8Array): Piece[] {
  const { double } = eucJpPairs();
  const pieces = new Pieces();
  for (let i = 0; i < bytes.length;) {
    const b = bytes[i]!;
    const unit = b < 128 ? b : i + 1 < bytes.length ? double[(b << 8) | bytes[i + 1]!]! : 0;
    const bad = unit === 0 && b !== 0;
    const to = i + (b < 128 || bad ? 1 : 2);
    pieces.add(i, to, bad ? '' : String.fromCharCode(unit), bad);
    i = to;
  }
  return pieces.all;
}

let eucJpCodes: Uint16Array | undefined;

function writeEucJp(text: string): Written {
  if (!eucJpCodes) {
    eucJpCodes = new Uint16Array(65536);
    for (const [code, unit] of eucJpPairs().double.entries())
      if (unit !== 0 && eucJpCodes[unit] === 0) eucJpCodes[unit] = code;
  }
  const out: number[] = [];
  const unencodable: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const code = eucJpCodes[unit]!;
    if (unit < 128) out.push(unit);
    else if (code !== 0) out.push(code >> 8, code & 0xff);
    else {
      unencodable.push(i);
      if (text.codePointAt(i)! > 0xffff) i++;
      out.push(0x3f);
    }
  }
  return { bytes: Uint8Array.from(out), unencodable };
}

function readEscapes(name: EscapeName, bytes: Uint8Array): Piece[] {
  const pieces = new Pieces();
  escapeParts(name, bytes, ({ from, to, kind, unit }) => {
    const text = kind === 'ascii' || kind === 'pair' ? String.fromCharCode(unit) : '';
    pieces.add(from, to, text, kind === 'bad');
  });
  return pieces.all;
}

function readUtf7(bytes: Uint8Array): Piece[] {
  const pieces = new Pieces();
  const ascii = (from: number, to: number): void => {
    for (const { text, bad, from: a, to: b } of readPage('utf-8', bytes.subarray(from, to)))
      pieces.add(from + a, from + b, text, bad);
  };
  let at = 0;
  for (let run = nextRun(bytes, 0); run; run = nextRun(bytes, run.to)) {
    ascii(at, run.from);
    pieces.add(run.from, run.to, String.fromCharCode(...run.units), false);
    at = run.to;
  }
  ascii(at, bytes.length);
  return pieces.all;
}
