/**
 * Which channels could have produced this run? A cheap strict pass per channel: bytes back through
 * the reader's table, read as the writer's encoding, scored by unigrams against "undamaged"; the best
 * contiguous stretch counts (as in CUSUM). `?` and U+FFFD are neutral: the search decides on them.
 */
import { channels, type Channel } from '../channel/catalogue.ts';
import {
  codePage,
  isAsciiLetter,
  isPage,
  isSingleByte,
  utf8Length,
  utf8Second,
  type EncodingId,
} from '../codec/index.ts';
import { STEPS, type Model } from '../model/model.ts';
import { READERS, readersNear } from './readers.ts';

export interface Ranked {
  channel: Channel;
  /** Bits. */
  gain: number;
  /** UTF-8 writers: valid multi-byte sequences, and bytes that belong to none. */
  valid: number;
  invalid: number;
}

const INVALID_COST = 6 * STEPS;
/** What a character outside the model's Chinese costs here, so that other languages' text is proposed too (and then judged). */
const FOREIGN = 9 * STEPS;
/** A character of which bytes vanished. */
const BROKEN = 11 * STEPS;
/** An ASCII character that a two-byte reader hid. */
const ASCII_COST = 5 * STEPS;
const ASCII_SIGN_COST = 8 * STEPS;
const CONTROL = 30 * STEPS;

/**
 * Channels with a positive gain, best first; ties keep the catalogue's order. `at`: where the screen
 * alarmed; only readers that show what stands there are tried.
 */
export function rankChannels(
  m: Model,
  text: string,
  undamaged: Int32Array,
  allowed: (id: string) => boolean,
  at: number | undefined,
): Ranked[] {
  const ranked: Ranked[] = [];
  const lossMarks = text.includes('\ufffd');
  const near = readersNear(text, at);
  let reader: EncodingId | null = null;
  let bytes: Bytes | null = null;
  for (const channel of byReader()) {
    if (!allowed(channel.id) || !near.has(channel.reader!)) continue;
    if (channel.reader === 'utf-8' && !lossMarks) continue; // what UTF-8 cannot read leaves marks
    if (channel.reader !== reader) {
      reader = channel.reader!;
      bytes = toBytes(text, undamaged, reader);
    }
    if (bytes === null) continue;
    const r =
      channel.writer === 'utf-8'
        ? scoreUtf8(m, bytes, !isSingleByte(reader))
        : scorePage(
            m,
            bytes,
            codePage(channel.writer as 'gbk', 'windows').double!,
            channel.writer === reader ? 1 : 0,
          );
    if (r.gain > 0 || r.valid >= 2)
      ranked.push({ channel, gain: r.gain / STEPS, valid: r.valid, invalid: r.invalid });
  }
  return ranked.sort((a, b) => b.gain - a.gain || order(a.channel) - order(b.channel));
}

let grouped: readonly Channel[] | undefined;
/** The transcodings, those of one reader together: its bytes are made once. */
function byReader(): readonly Channel[] {
  return (grouped ??= READERS.flatMap((reader) =>
    channels().filter((c) => c.kind === 'transcoding' && c.reader === reader),
  ));
}

function order(channel: Channel): number {
  return channels().indexOf(channel);
}

/** The reader's bytes; `credit[i]`: cost under "undamaged" of the unit that starts at byte i. BREAK where the reader has no such unit. */
interface Bytes {
  /** The reader takes two bytes for every unit, so that even ASCII was damaged. */
  wide: boolean;
  bytes: Int16Array;
  credit: Int32Array;
  /** 1 for the second byte of a unit. */
  inside: Uint8Array;
  length: number;
}
const BREAK = -1;
/** No path comes here. */
const NOWHERE = -(2 ** 30);
/** What a U+FFFD brings where the reader was UTF-8. */
const MARK = 5 * STEPS;

/** Reused by every call: what toBytes returns holds until the next one. */
const buffer = { bytes: new Int16Array(8192), credit: new Int32Array(8192), inside: new Uint8Array(8192) };

function toBytes(text: string, undamaged: Int32Array, reader: EncodingId): Bytes | null {
  if (buffer.bytes.length < text.length * 3) {
    buffer.bytes = new Int16Array(text.length * 3);
    buffer.credit = new Int32Array(text.length * 3);
    buffer.inside = new Uint8Array(text.length * 3);
  }
  const { bytes, credit, inside } = buffer;
  let n = 0;
  let mapped = 0;
  const codeOf = isPage(reader) ? codePage(reader, 'windows').codeOf : null;
  const wide = reader === 'utf-16le' ? 1 : reader === 'utf-16be' ? 2 : reader === 'utf-8' ? 3 : 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const code = codeOf ? codeOf[unit]! : unit;
    if ((code === 0 && unit !== 0) || (wide === 3 && unit >= 0x800)) {
      credit[n] = wide === 3 && unit === 0xfffd ? MARK : 0;
      inside[n] = 0;
      bytes[n++] = BREAK;
      continue;
    }
    if (unit >= 0x80) mapped++;
    credit[n] = unit < 0x80 && wide === 0 ? 0 : undamaged[i]!;
    inside[n] = 0;
    let first = -1;
    let last = code & 255;
    if (wide === 1) {
      first = unit & 255;
      last = unit >> 8;
    } else if (wide === 2) first = unit >> 8;
    else if (wide === 3 && unit >= 0x80) {
      first = 0xc0 | (unit >> 6);
      last = 0x80 | (unit & 63);
    } else if (code > 0xff) first = code >> 8;
    if (first >= 0) {
      bytes[n++] = first;
      credit[n] = 0;
      inside[n] = 1;
    }
    bytes[n++] = last;
  }
  return mapped >= 1 ? { bytes, credit, inside, length: n, wide: wide === 1 || wide === 2 } : null;
}

interface Score {
  gain: number;
  valid: number;
  invalid: number;
}

function cost(m: Model, unit: number): number {
  const c = m.zh.unigram[m.classOf[unit]!]! + Math.min(m.hans[unit]!, m.hant[unit]!);
  return unit >= 0x3400 && unit <= 0x9fff ? c : Math.min(c, FOREIGN);
}

/** Of an ASCII character that was hidden in a unit: ASCII read as UTF-16 has no NUL, and more letters than signs. */
function asciiCost(byte: number): number {
  if (isAsciiLetter(byte) || byte === 0x20) return ASCII_COST;
  return byte > 0x20 || byte === 0x0a || byte === 0x0d ? ASCII_SIGN_COST : CONTROL;
}

/** `double`: the reader takes two bytes for a character. */
function scoreUtf8(m: Model, { bytes, credit, length, wide }: Bytes, double: boolean): Score {
  let x = 0;
  let best = 0;
  let valid = 0;
  let invalid = 0;
  for (let i = 0; i < length;) {
    const b = bytes[i]!;
    if (b >= 0 && b < 0x80) {
      if (credit[i]! > 0 || wide) {
        x += credit[i]! - asciiCost(b);
        if (x > best) best = x;
        if (x < 0) x = 0;
      }
      i++;
      continue;
    }
    const size = b < 0 ? 0 : utf8Length(b);
    let ok = size > 1 && i + size <= length && utf8Second(b, bytes[i + 1]!);
    for (let k = 2; ok && k < size; k++) ok = (bytes[i + k]! & 0xc0) === 0x80 && bytes[i + k]! >= 0;
    if (!ok && b >= 0xe2 && b <= 0xef && !double) {
      // what single bytes show may have vanished: a first byte with too few after it
      const more = i + 1 < length && (bytes[i + 1]! & 0xc0) === 0x80 && bytes[i + 1]! >= 0 ? 1 : 0;
      x = Math.max(0, x + credit[i]! + (more === 1 ? credit[i + 1]! : 0) - BROKEN);
      if (x > best) best = x;
      invalid++;
      i += 1 + more;
      continue;
    }
    if (!ok && size > 1) {
      // cut off by a mark of loss
      let k = 1;
      let more = credit[i]!;
      for (; k < size && i + k < length && bytes[i + k]! >= 0x80 && bytes[i + k]! < 0xc0; k++)
        more += credit[i + k]!;
      const stop = i + k < length ? bytes[i + k]! : 0;
      if (k < size && (stop === 0x3f || stop === BREAK || i + k === length)) {
        x = Math.max(0, x + more - BROKEN);
        if (x > best) best = x;
        i += k;
        continue;
      }
    }
    if (!ok) {
      x = Math.max(0, x - (b < 0 ? 0 : INVALID_COST));
      if (b >= 0) invalid++;
      i++;
      continue;
    }
    let point = size === 2 ? b & 31 : size === 3 ? b & 15 : b & 7;
    for (let k = 1; k < size; k++) point = (point << 6) | (bytes[i + k]! & 63);
    for (let k = 0; k < size; k++) x += credit[i + k]!;
    x -= point > 0xffff ? 14 * STEPS : cost(m, point);
    valid++;
    if (x < 0) x = 0;
    if (x > best) best = x;
    i += size;
  }
  return { gain: best, valid, invalid };
}

/**
 * The best stretch, which begins at any unit: bytes of clean text before it may look like the first half of a
 * pair, so both ways of pairing are followed. `begins` 1: inside a unit, where a byte was lost of the writer's own encoding.
 */
function scorePage(
  m: Model,
  { bytes, credit, inside, length, wide }: Bytes,
  double: Uint16Array,
  begins: 0 | 1,
): Score {
  let best = 0;
  let here = 0;
  let next = NOWHERE;
  for (let i = 0; i < length; i++) {
    let x = inside[i] === begins && here < 0 ? 0 : here;
    here = next;
    next = NOWHERE;
    if (x < 0) continue;
    if (x > best) best = x;
    const b = bytes[i]!;
    x += credit[i]!;
    const trail = b < 0x81 || i + 1 === length ? BREAK : bytes[i + 1]!;
    const unit = trail < 0 ? 0 : double[(b << 8) | trail]!;
    if (unit === 0) {
      // ASCII, or no character
      x = b < 0x81 ? x - (wide && b >= 0 ? asciiCost(b) : 0) : Math.max(0, x - INVALID_COST - credit[i]!);
      if (x > here) here = x;
      continue;
    }
    x += credit[i + 1]! - (unit >= 0xe000 && unit < 0xf900 ? 20 * STEPS : cost(m, unit));
    if (x > next) next = x;
  }
  return { gain: Math.max(best, here), valid: 0, invalid: 0 };
}
